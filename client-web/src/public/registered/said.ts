// What is said of an outcome: each place of an enrolment counts, for an enrolment as a whole has no place in a queue.
// SPDX-License-Identifier: MIT
import type { Placed, PlaceState } from '../../api/schema.d.ts';
import { t } from '../../words/t.ts';
import type { Outcome } from '../outcome.ts';

export interface Taken {
  edition: number | undefined;
  state: PlaceState;
  position?: number | undefined;
}

/** All places that the form took; the event's own goes before what was added afterwards. */
export function takenBy({ placed, edition }: Pick<Outcome, 'placed' | 'edition'>): Taken[] {
  const added = placed.registrations ?? [];
  if (added.length === 0 || (edition !== undefined && placed.own && !added.some((it) => it.edition === edition)))
    return [{ edition, state: (placed.own ?? placed).state, position: (placed.own ?? placed).position }, ...added];
  return added;
}

const every = (all: Taken[], state: PlaceState) => all.every((it) => it.state === state);
const only = (all: Taken[]) => all.every((it) => it.state === 'confirmed' || it.state === 'waitlisted');
export const anyPlace = (all: Taken[]) => all.some((it) => it.state === 'confirmed');
export const allPlaces = (all: Taken[]) => every(all, 'confirmed');

export function headline(all: Taken[]) {
  const [one] = all;
  const single = all.length === 1;
  if (!one || every(all, 'unverified')) return t('outcome_unverified');
  if (every(all, 'pending')) return t('outcome_pending');
  if (allPlaces(all)) return t(single ? 'outcome_confirmed' : 'outcome_month');
  if (every(all, 'waitlisted')) return single ? t('outcome_waitlisted', { n: one.position ?? 1 }) : t('outcome_month_waiting');
  return t(only(all) ? 'outcome_month_some' : 'outcome_month_mixed');
}

export function nextText(all: Taken[]) {
  if (all.length === 0 || every(all, 'unverified')) return t('next_unverified');
  if (every(all, 'pending')) return t('next_pending');
  if (every(all, 'waitlisted')) return t('next_waitlisted');
  return t(allPlaces(all) ? 'next_confirmed' : 'next_some');
}

/** "place confirmed", "number 3 on the waiting list". */
export const stateText = ({ state, position }: Taken) => (state === 'waitlisted' && position ? t('short_number', { n: position }) : t(`short_${state}`));

/** After the month was added: the answer says all that the form took, or only what is new. */
export const withMonth = (placed: Placed, answer: Placed): Placed => ({
  ...placed,
  own: { state: placed.state, ...(placed.position ? { position: placed.position } : {}) },
  registrations: answer.registrations ?? [],
});
