// When a session is: calendar leaf, the reader's time first and largest, the event's second (T1).
// SPDX-License-Identifier: MIT
import type { Span } from '../api/schema.d.ts';
import { dateText, dayAndMonth, dayOf, dayText, hostedText, monthName, rangeText, sameClock, timeText, weekdayShort } from '../time/format.ts';
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

export const yourTime = () => t('your_time_in', { zone: viewerPlace() });

/** The event's hours, second (T1); nothing where the reader's are the same. */
export const there = (of: Span, key: 'hosted_in' | 'event_time_in') =>
  sameClock(of, viewerZone()) ? '' : t(key, { range: hostedText(of, viewerZone(), lang), city: cityName(of.time_zone) });

export function When({ of }: { of: Span }) {
  const zone = viewerZone();
  const hosted = there(of, 'hosted_in');
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
          {yourTime()} <Change />
        </p>
        {hosted && (
          <p class="small muted">
            <bdi>{hosted}</bdi>
          </p>
        )}
      </div>
    </div>
  );
}

/** Two lines in lists: the reader's hours, then the event's. */
export function HoursInList({ of }: { of: Span }) {
  const hosted = there(of, 'event_time_in');
  return (
    <p class="small muted hours">
      <Hours of={of} />
      <br />
      {yourTime()}
      {hosted && (
        <>
          {' · '}
          <bdi class="nowrap">{hosted}</bdi>
        </>
      )}
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

/** "Tue 9 March, 15:00" */
export const shortWhen = ({ starts_at }: Span) => {
  const zone = viewerZone();
  return t('short_when', { weekday: weekdayShort(starts_at, zone, lang), date: dayAndMonth(starts_at, zone, lang), time: timeText(starts_at, zone, lang) });
};

/** The hour alone where the day is that of `beside`, which is read before. */
export const startText = (of: Span, beside: Span | undefined) =>
  beside && dayOf(of.starts_at, viewerZone()) !== dayOf(beside.starts_at, viewerZone()) ? shortWhen(of) : timeText(of.starts_at, viewerZone(), lang);

export const Start = ({ of, beside }: { of: Span; beside: Span | undefined }) => <time datetime={of.starts_at}>{startText(of, beside)}</time>;
