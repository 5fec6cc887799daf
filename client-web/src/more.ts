// Fetches the later chunk with its words, once; where that fails, the next one to ask tries again.
// SPDX-License-Identifier: MIT
import { learnCities } from './time/zone.ts';
import { loadWords } from './words/t.ts';

export type More = typeof import('./public/more.ts');
let coming: Promise<More> | undefined;
let here: More | undefined;

export const atHand = () => here;

export function more(): Promise<More> {
  coming ??= Promise.all([import('./public/more.ts'), loadWords('more')]).then(
    ([views, cities]) => {
      if (cities) learnCities(cities);
      here = views;
      return views;
    },
    (problem) => {
      coming = undefined;
      throw problem;
    },
  );
  return coming;
}
