// How far away a session is; beside the rest of standing.ts, for the first view says no more than this.
// SPDX-License-Identifier: MIT
import type { Span } from '../api/schema.d.ts';
import { daysUntil, minutesUntil } from '../time/format.ts';
import { viewerZone } from '../time/zone.ts';
import { t } from '../words/t.ts';

/** T3: in minutes, else by the reader's calendar day. In a list it is the next one; on its own page an event is not called that. */
export function howFar(when: Span | undefined, own = false) {
  const beyond = own ? '' : t('tag_next');
  if (!when) return beyond;
  const minutes = minutesUntil(when.starts_at);
  if (minutes > 0 && minutes < 60) return t('tag_in_minutes', { n: minutes });
  const days = daysUntil(when.starts_at, viewerZone());
  if (days <= 0) return t(own ? 'tag_day_today' : 'tag_today');
  if (days === 1) return t(own ? 'tag_day_tomorrow' : 'tag_tomorrow');
  return days <= 6 ? t(own ? 'tag_day_in' : 'tag_in_days', { n: days }) : beyond;
}
