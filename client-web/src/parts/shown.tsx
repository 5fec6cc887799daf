// Draws a document once it is there, and says what goes on until then (U1): words after 400 ms, help after 8 s, old data with its age.
// SPDX-License-Identifier: MIT
import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Resource } from '../api/resource.ts';
import { timeText, toUtc } from '../time/format.ts';
import { viewerZone } from '../time/zone.ts';
import { lang, t } from '../words/t.ts';
import { Notice } from './notice.tsx';

function Loading({ retry }: { retry: () => void }) {
  const [stage, setStage] = useState(0);
  useEffect(() => {
    const timers = [setTimeout(() => setStage(1), 400), setTimeout(() => setStage(2), 8000)];
    return () => timers.forEach(clearTimeout);
  }, []);
  return (
    <div class="wrap section stack" aria-busy="true">
      {stage === 1 && <p role="status">{t('loading')}</p>}
      {stage === 2 && (
        <>
          <p role="status">{t('still_trying')}</p>
          <p>
            <button type="button" class="btn quiet" onClick={retry}>
              {t('try_again')}
            </button>
          </p>
        </>
      )}
    </div>
  );
}

export function Shown<Document>({ of, children }: { of: Resource<Document>; children: (value: Document) => ComponentChildren }) {
  if (of.value === undefined && of.problem) return <Notice problem={of.problem} retry={of.retry} />;
  if (of.value === undefined) return <Loading retry={of.retry} />;
  return (
    <>
      {of.since !== undefined && (
        <p class="wrap small muted crumb" role="status">
          {t('as_of', { time: timeText(toUtc(of.since), viewerZone(), lang) })}
        </p>
      )}
      {children(of.value)}
    </>
  );
}
