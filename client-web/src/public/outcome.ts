// What came of a registration, kept for the tab until it is closed: the page that says it needs no request.
// SPDX-License-Identifier: MIT
import { fetchAhead } from '../api/known.ts';
import type { Placed } from '../api/schema.d.ts';
import { go } from '../browser/router.ts';
import { more } from '../more.ts';
import { base } from '../words/t.ts';

export interface Outcome {
  placed: Placed;
  email: string;
  wholeMonth: boolean;
  edition?: number | undefined;
  /** Of the event or month, to be said before its document is there. */
  title: string;
  language: string;
  theme: string | undefined;
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

const patience = 2000;
/** What the page of the outcome is made of: asked for while somebody types, so that it is there when the answer is. */
export const prepareOutcome = (of: string) => Promise.allSettled([more(), fetchAhead(of)]);

export async function tellOutcome(of: string, outcome: Outcome) {
  const path = `${of}/registered`;
  keepOutcome(path, outcome);
  await Promise.race([prepareOutcome(of), new Promise((late) => setTimeout(late, patience))]);
  go(base + path);
}
