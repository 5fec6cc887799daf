// When a session is: calendar leaf, the reader's time first and largest, the event's second (T1).
// SPDX-License-Identifier: MIT
import type { Span } from '../api/schema.d.ts';
import { dateText, dayText, monthName, rangeText, sameClock, timeText, weekdayShort } from '../time/format.ts';
import { cityName, viewerPlace, viewerZone } from '../time/zone.ts';
import { lang, t } from '../words/t.ts';
import { Change } from './zone-link.tsx';

export function Hours({ of, zone = viewerZone() }: { of: Span; zone?: string }) {
  return (
    <time datetime={of.starts_at}>
      {dateText(of.starts_at, zone, lang)}, <bdi class="nowrap">{rangeText(of.starts_at, of.ends_at, zone, lang)}</bdi>
    </time>
  );
}

export function When({ of }: { of: Span }) {
  const zone = viewerZone();
  const there = t('hosted_in', { range: rangeText(of.starts_at, of.ends_at, of.time_zone, lang), city: cityName(of.time_zone) });
  return (
    <div class="when">
      <p class="cal" aria-hidden="true">
        <b>{monthName(of.starts_at, zone, lang)}</b>
        <span>{dayText(of.starts_at, zone)}</span>
        <i>{weekdayShort(of.starts_at, zone, lang)}</i>
      </p>
      <div>
        <strong>
          <Hours of={of} />
        </strong>
        <p>
          {t('your_time_in', { zone: viewerPlace() })} <Change />
        </p>
        {!sameClock(of, zone) && (
          <p class="small muted">
            <bdi>{there}</bdi>
          </p>
        )}
      </div>
    </div>
  );
}

/** Two lines in lists: the reader's hours, then the event's. */
export function HoursInList({ of }: { of: Span }) {
  const same = sameClock(of, viewerZone());
  const there = t('event_time_in', { range: rangeText(of.starts_at, of.ends_at, of.time_zone, lang), city: cityName(of.time_zone) });
  return (
    <p class="small muted hours">
      <Hours of={of} />
      <br />
      {same ? t('your_time') : there}
    </p>
  );
}

/** The day of an entry in a timeline, large beside it. */
export const Day = ({ of }: { of: Span }) => (
  <p class="day" aria-hidden="true">
    {dayText(of.starts_at, viewerZone())}
    <small>{weekdayShort(of.starts_at, viewerZone(), lang)}</small>
  </p>
);

/** The day alone, among other facts. */
export const OnDay = ({ of }: { of: Span }) => <time datetime={of.starts_at}>{dateText(of.starts_at, viewerZone(), lang)}</time>;

/** The hour alone, where a pill has room for no more. */
export const Start = ({ of }: { of: Span }) => <time datetime={of.starts_at}>{timeText(of.starts_at, viewerZone(), lang)}</time>;
