// Fetches the second chunk with its words, once.
// SPDX-License-Identifier: MIT
import { loadWords } from './words/t.ts';

type More = typeof import('./public/more.ts');
let coming: Promise<More> | undefined;

export function more(): Promise<More> {
  coming ??= Promise.all([import('./public/more.ts'), loadWords('more')]).then(([views]) => views);
  return coming;
}
