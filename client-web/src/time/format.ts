// How instants are said to people (rules T1 to T7), with Intl only: no arithmetic on zones, the server did that.
// SPDX-License-Identifier: MIT
import type { Span, Utc } from '../api/schema.d.ts';

export const clock = { now: () => Date.now() };
const at = (utc: Utc) => new Date(utc);
export const instant = (utc: Utc) => at(utc).getTime();
export const toUtc = (milliseconds: number): Utc => new Date(milliseconds).toISOString();

/** T4: day before month in English too. */
const localeOf = (lang: string) => (lang === 'en' ? 'en-GB' : lang);

const formats = new Map<string, Intl.DateTimeFormat>();
function format(lang: string, zone: string, options: Intl.DateTimeFormatOptions) {
  const key = lang + zone + JSON.stringify(options);
  let made = formats.get(key);
  if (!made) {
    made = new Intl.DateTimeFormat(localeOf(lang), { timeZone: zone, ...options });
    formats.set(key, made);
  }
  return made;
}

const part = (utc: Utc, zone: string, lang: string, options: Intl.DateTimeFormatOptions, type: Intl.DateTimeFormatPartTypes) =>
  format(lang, zone, options)
    .formatToParts(at(utc))
    .find((it) => it.type === type)?.value ?? '';

const yearOf = (utc: Utc, zone: string) => part(utc, zone, 'en', { year: 'numeric' }, 'year');

const weekdayLong = (utc: Utc, zone: string, lang: string) => format(lang, zone, { weekday: 'long' }).format(at(utc));
const of = (lang: string) => (lang === 'es' || lang === 'pt' ? ' de ' : ' ');

/** The order of the parts stands here, as the server has it: each browser's own puts commas where it likes. */
export function dayAndMonth(utc: Utc, zone: string, lang: string) {
  const day = dayText(utc, zone);
  return `${lang === 'fr' && day === '1' ? '1er' : day}${of(lang)}${monthName(utc, zone, lang)}`;
}

/** T4: weekday always, year only if it is not the current one. */
export function dateText(utc: Utc, zone: string, lang: string, now = clock.now()) {
  const year = yearOf(utc, zone);
  const text = `${weekdayLong(utc, zone, lang)}${lang === 'pt' ? ', ' : ' '}${dayAndMonth(utc, zone, lang)}`;
  return year === yearOf(toUtc(now), zone) ? text : text + of(lang) + year;
}

export const timeText = (utc: Utc, zone: string, lang: string) => format(lang, zone, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(at(utc));

/** T4: one line, so the spaces do not break; an end on another day carries its weekday. */
export function rangeText(start: Utc, end: Utc, zone: string, lang: string) {
  const days = dayOf(end, zone) - dayOf(start, zone);
  const day = days === 0 ? '' : `${days > 6 ? dateText(end, zone, lang, instant(start)) : weekdayLong(end, zone, lang)}\u00a0`;
  return `${timeText(start, zone, lang)}\u00a0–\u00a0${day}${timeText(end, zone, lang)}`;
}

/** T1: the event's own hours beside the reader's; the weekday goes before them where it is another there. */
export const hostedText = ({ starts_at, ends_at, time_zone }: Span, zone: string, lang: string) =>
  (dayOf(starts_at, zone) === dayOf(starts_at, time_zone) ? '' : `${weekdayLong(starts_at, time_zone, lang)}\u00a0`) +
  rangeText(starts_at, ends_at, time_zone, lang);

export const weekdayShort = (utc: Utc, zone: string, lang: string) => format(lang, zone, { weekday: 'short' }).format(at(utc));
export const monthName = (utc: Utc, zone: string, lang: string) => format(lang, zone, { month: 'long' }).format(at(utc));
export const dayText = (utc: Utc, zone: string) => part(utc, zone, 'en', { day: 'numeric' }, 'day');

/** Calendar dates of a month ("2027-03-01") are no instants: they are said in UTC. */
export function spanText(from: string, to: string, lang: string) {
  const say = format(lang, 'UTC', { month: 'long', year: 'numeric' });
  const [first, last] = [at(`${from}T12:00Z`), at(`${to}T12:00Z`)];
  const text = from.slice(0, 7) === to.slice(0, 7) ? say.format(first) : say.formatRange(first, last).replace(/\u2009/g, '\u00a0');
  return text.charAt(0).toLocaleUpperCase(lang) + text.slice(1);
}

/** Days since 1970 of the calendar day that a zone has at an instant. */
export function dayNumber(milliseconds: number, zone: string) {
  const parts = format('en', zone, { year: 'numeric', month: '2-digit', day: '2-digit' }).formatToParts(new Date(milliseconds));
  const value = (type: string) => Number(parts.find((it) => it.type === type)?.value);
  return Date.UTC(value('year'), value('month') - 1, value('day')) / 864e5;
}

export const dayOf = (utc: Utc, zone: string) => dayNumber(instant(utc), zone);

/** T3: "tomorrow" is the viewer's tomorrow, so compare calendar days in their zone, not hours. */
export const daysUntil = (start: Utc, zone: string, now = clock.now()) => dayOf(start, zone) - dayNumber(now, zone);
export const minutesUntil = (start: Utc, now = clock.now()) => Math.ceil((instant(start) - now) / 6e4);

/** T1: two zones are said once where they show the same hours on the same day. */
export const sameClock = (it: Span, zone: string) =>
  rangeText(it.starts_at, it.ends_at, zone, 'en') === rangeText(it.starts_at, it.ends_at, it.time_zone, 'en') &&
  dayOf(it.starts_at, zone) === dayOf(it.starts_at, it.time_zone);

const minuteOfDay = (utc: Utc, zone: string) => {
  const [hour = 0, minute = 0] = timeText(utc, zone, 'en').split(':').map(Number);
  return hour * 60 + minute;
};

/** T5: hours by which "your time" moved between two sessions that share their wall time where they are hosted. */
export function shiftInHours(before: Span, after: Span, zone: string) {
  if (minuteOfDay(before.starts_at, before.time_zone) !== minuteOfDay(after.starts_at, after.time_zone)) return 0;
  const moved = ((minuteOfDay(after.starts_at, zone) - minuteOfDay(before.starts_at, zone) + 2160) % 1440) - 720;
  return moved / 60;
}

/** "1:05:09" or "12:30" for the last hours before a start. */
export function countdown(milliseconds: number) {
  const all = Math.max(0, Math.round(milliseconds / 1000));
  const pad = (value: number) => String(value).padStart(2, '0');
  const [hours, minutes, seconds] = [Math.floor(all / 3600), Math.floor(all / 60) % 60, all % 60];
  return hours ? `${hours}:${pad(minutes)}:${pad(seconds)}` : `${minutes}:${pad(seconds)}`;
}
