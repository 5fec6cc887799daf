// Says that the text of a page is in another language than the page; nothing where it is not.
// SPDX-License-Identifier: MIT
import { elsewhere } from '../words/t.ts';

export function Elsewhere({ language }: { language: string }) {
  const says = elsewhere(language);
  return says ? <p class="small muted elsewhere">{says}</p> : null;
}
