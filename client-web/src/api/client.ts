// Every request of the client: reads, and writes that may be repeated without harm.
// SPDX-License-Identifier: MIT
import { lang } from '../words/t.ts';
import { noAnswer, type Problem, problemOf } from './problem.ts';

const wait = (milliseconds: number) => new Promise((go) => setTimeout(go, milliseconds));
const worthRepeating = (it: Problem) => it.status === 0 || it.status === 429 || it.status >= 500 || it.code === 'in_flight';
const pauses = [700, 2000, 5000];

function broken(it: unknown): never {
  if (it instanceof DOMException && it.name === 'AbortError') throw it;
  throw noAnswer();
}

/** When the worker kept what it gave because nothing came from the server. */
export const keptAt = new WeakMap<object, number>();

/** An answer that breaks off is none: what it says is read here. */
async function once<Answer extends object>(method: string, path: string, options: RequestInit): Promise<Answer> {
  const answer = await fetch(path, { method, credentials: 'same-origin', ...options }).catch(broken);
  if (!answer.ok) throw await problemOf(answer);
  const value = await answer.json().catch(broken);
  const kept = answer.headers.get('Kept');
  if (kept) keptAt.set(value, Date.parse(kept));
  return value;
}

export async function read<Document extends object>(path: string, signal?: AbortSignal): Promise<Document> {
  return once('GET', path, { signal: signal ?? null, headers: { Accept: 'application/json', 'Accept-Language': lang } });
}

/** Writes are repeated three times under one key, so that a lost answer never registers anybody twice. */
export async function send<Answer extends object>(method: 'POST' | 'PATCH' | 'DELETE', path: string, body?: object, key = newKey()): Promise<Answer> {
  const headers: Record<string, string> = { Accept: 'application/json', 'Accept-Language': lang };
  if (body) headers['Content-Type'] = 'application/json';
  if (method === 'POST') headers['Idempotency-Key'] = key;
  for (let attempt = 0; ; attempt++) {
    try {
      return await once(method, path, { headers, body: body ? JSON.stringify(body) : null });
    } catch (it) {
      const pause = pauses[attempt];
      if (pause === undefined || !navigator.onLine || !worthRepeating(it as Problem)) throw it;
      await wait(pause);
    }
  }
}

/** randomUUID exists only on secure origins, and Lectern also runs on plain HTTP in a local network. */
export function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (it) => it.toString(16).padStart(2, '0')).join('');
}
