// The same person's other places.
// SPDX-License-Identifier: MIT
import type { Registration } from '../../api/schema.d.ts';
import { yourTime } from '../../parts/when.tsx';
import { dateText, timeText } from '../../time/format.ts';
import { viewerZone } from '../../time/zone.ts';
import { base, lang, t } from '../../words/t.ts';

export function Others({ all }: { all: Registration['others'] }) {
  if (all.length === 0) return null;
  return (
    <section class="card stack">
      <h2 class="h3">{t('my_other_places')}</h2>
      <ul role="list" class="stack gap-2">
        {all.map((it) => (
          <li key={it.token}>
            <a href={`${base}/me/${it.token}`} lang={it.event.language}>
              {it.event.title}
            </a>
            <br />
            <span class="small muted">
              {it.starts_at && (
                <>
                  <time datetime={it.starts_at}>
                    {dateText(it.starts_at, viewerZone(), lang)}, {timeText(it.starts_at, viewerZone(), lang)}
                  </time>{' '}
                  · {yourTime()} ·{' '}
                </>
              )}
              {t(`short_${it.state}`)}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
