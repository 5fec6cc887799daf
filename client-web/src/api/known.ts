// Documents of the server that are at hand: put into the page, fetched ahead, or shown before.
// SPDX-License-Identifier: MIT
import { clock } from '../time/format.ts';
import { read } from './client.ts';

interface Known {
  value: unknown;
  at: number;
  /** Nobody has shown it yet, so the first view of it needs no request. */
  fresh: boolean;
}
const known = new Map<string, Known>();
export const knownAt = (path: string) => known.get(path);
export const remember = (path: string, value: unknown, fresh = false) => known.set(path, { value, at: clock.now(), fresh });

/** Takes over what the server put into the page; says whether there was anything. */
export function readBoot() {
  const blocks = document.querySelectorAll<HTMLScriptElement>('script[data-boot]');
  for (const it of blocks) {
    try {
      remember(it.dataset.boot ?? '', JSON.parse(it.textContent ?? ''), true);
    } catch {
      // A broken block is as good as none: the client asks the API.
    }
    it.remove();
  }
  return blocks.length > 0;
}

const documentOf = (path: string) => (path === '/' ? '/api/v1/home' : /^\/(events|months|series|communities|speakers)\/[^/]+$/.test(path) && `/api/v1${path}`);

const coming = new Map<string, Promise<unknown>>();
/** Fetches the document of a page before its view asks for it; without success the view asks again. */
export async function fetchAhead(path: string) {
  const address = documentOf(path);
  if (!address || known.has(address)) return;
  const answer = coming.get(address) ?? read(address).then((it) => remember(address, it, true));
  coming.set(address, answer);
  await answer.finally(() => coming.delete(address));
}
