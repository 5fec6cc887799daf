// What came of a registration, kept for the tab until it is closed: the page that says it needs no request.
// SPDX-License-Identifier: MIT
import type { EventSummary, MonthSummary, Placed } from '../api/schema.d.ts';
import { go } from '../browser/router.ts';
import { base } from '../words/t.ts';

export interface Outcome {
  placed: Placed;
  email: string;
  wholeMonth: boolean;
  edition?: number | undefined;
  event?: EventSummary;
  month?: MonthSummary;
  events: EventSummary[];
}

const outcomes = new Map<string, Outcome>();
const name = (path: string) => `outcome:${path}`;

export function outcomeAt(path: string): Outcome | undefined {
  const found = outcomes.get(path);
  if (found) return found;
  try {
    return JSON.parse(sessionStorage.getItem(name(path)) ?? 'null') ?? undefined;
  } catch {
    return undefined;
  }
}

export function keepOutcome(path: string, outcome: Outcome) {
  outcomes.set(path, outcome);
  try {
    sessionStorage.setItem(name(path), JSON.stringify(outcome));
  } catch {
    // Kept until the page is left.
  }
}

export function tellOutcome(of: string, outcome: Outcome) {
  const path = `${of}/registered`;
  keepOutcome(path, outcome);
  go(base + path);
}
