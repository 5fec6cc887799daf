// Says that something is on its way (U1): nothing for 400 ms, then words, after 8 s that it is slow, with a way to try again.
// SPDX-License-Identifier: MIT
import { useEffect, useState } from 'preact/hooks';
import { t } from '../words/t.ts';

export function Loading({ retry }: { retry: () => void }) {
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
