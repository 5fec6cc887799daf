// Where an event stands: which edition is shown, whether one may register, and the word for it. The server says the same in its fragments.
// SPDX-License-Identifier: MIT
import type { Edition, EventSummary, MonthSummary, Session } from '../api/schema.d.ts';
import { clock, instant } from '../time/format.ts';
import { lang, t } from '../words/t.ts';
import { howFar } from './how-far.ts';

export type Standing = 'past' | 'now' | 'next';
const alive = (it: Edition) => it.state === 'scheduled' || it.state === 'live';
export const mayRegister = (it: Edition) => alive(it) && it.registration !== 'closed';

export function shownEdition(event: Pick<EventSummary, 'editions'>, id?: number): Edition | undefined {
  const all = event.editions;
  return all.find((it) => it.id === id) ?? all.find((it) => alive(it) && it.language === lang) ?? all.find(alive) ?? all[0];
}

/** The next session that has not ended, else the last one. */
export function whenOf(edition: Edition): Session | undefined {
  const held = edition.sessions.filter((it) => it.state === 'scheduled');
  const all = held.length ? held : edition.sessions;
  return all.find((it) => instant(it.ends_at) > clock.now()) ?? all.at(-1);
}

/** In a list what several sessions make is found where it began, once it is over. */
export function listedOf(edition: Edition): Session | undefined {
  const first = edition.sessions.find((it) => it.state === 'scheduled');
  const ended = first && edition.sessions.every((it) => it.state !== 'scheduled' || instant(it.ends_at) <= clock.now());
  return ended ? first : whenOf(edition);
}

export const isOff = (it: EventSummary) => it.state === 'cancelled' || it.state === 'postponed';
export const isOver = (it: EventSummary) => !isOff(it) && (it.state === 'archived' || (it.editions.length > 0 && it.editions.every((e) => !alive(e))));
export const isLive = (it: EventSummary) => !isOff(it) && it.editions.some((e) => e.state === 'live');
export const canRegister = (it: EventSummary) => !isOff(it) && !isOver(it) && it.editions.some(mayRegister);

const startOf = (it: EventSummary | undefined) => instant(it?.starts_at ?? '') || 0;

/** In a list everything live is "now", and where nothing is, the first that is not past. `beside` is an event of the same month that is
 * shown elsewhere on the page: where that one is next, none of the list is. */
export function standings(events: EventSummary[], beside?: EventSummary): Standing[] {
  const past = events.map((it) => isOff(it) || isOver(it));
  const coming = past.indexOf(false);
  const before = beside && !isOff(beside) && !isOver(beside) && startOf(beside) <= startOf(events[coming]);
  const first = before || events.some(isLive) || (beside && isLive(beside)) ? -1 : coming;
  return events.map((it, index) => (past[index] ? 'past' : isLive(it) || index === first ? 'now' : 'next'));
}

/** `own`: at the head of the event's own page. */
export function tagOf(event: EventSummary, standing: Standing, own?: Edition): { text: string; class: string } | undefined {
  if (event.state === 'cancelled') return { text: t('tag_cancelled'), class: 'bad' };
  if (event.state === 'postponed') return { text: t('tag_postponed'), class: 'warn' };
  if (isLive(event)) return { text: t('tag_live'), class: 'next' };
  if (event.has_recording) return { text: t('tag_recording'), class: 'quiet' };
  if (isOver(event)) return { text: t('tag_over'), class: 'quiet' };
  const edition = own ?? shownEdition(event);
  if (standing !== 'now' && !own) return undefined;
  const text = howFar(edition && whenOf(edition), own !== undefined);
  return text ? { text, class: 'next' } : undefined;
}

export const standingClass = (it: MonthSummary['standing']) => (it === 'running' ? 'next' : 'quiet');
