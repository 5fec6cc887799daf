// A clock that ticks once a minute for words such as "in 12 minutes" (T3).
// SPDX-License-Identifier: MIT
import { Shared } from '../browser/shared.ts';

export const minute = new Shared(0);
setInterval(() => {
  if (!document.hidden) minute.value += 1;
}, 60_000);
