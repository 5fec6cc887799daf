// Draws a document once it is there, and says what goes on until then (U1); old data is shown with its age.
// SPDX-License-Identifier: MIT
import type { ComponentChildren } from 'preact';
import type { Resource } from '../api/resource.ts';
import { dateText, timeText, toUtc } from '../time/format.ts';
import { viewerZone } from '../time/zone.ts';
import { lang, t } from '../words/t.ts';
import { Loading } from './loading.tsx';
import { Notice } from './notice.tsx';
import { yourTime } from './when.tsx';

export function Shown<Document>({ of, children }: { of: Resource<Document>; children: (value: Document) => ComponentChildren }) {
  if (of.value === undefined && of.problem) return <Notice problem={of.problem} retry={of.retry} />;
  if (of.value === undefined) return <Loading retry={of.retry} />;
  const since = of.since && toUtc(of.since);
  return (
    <>
      {since && (
        <p class="wrap small muted crumb" role="status">
          {t('as_of', { time: `${dateText(since, viewerZone(), lang)}, ${timeText(since, viewerZone(), lang)}, ${yourTime()}` })}
        </p>
      )}
      {children(of.value)}
    </>
  );
}
