// One document of the server as a view needs it: at once where it is known, refreshed behind it, with age and a way to retry.
// SPDX-License-Identifier: MIT
import { useEffect, useState } from 'preact/hooks';
import { clock } from '../time/format.ts';
import { takeBoot } from './boot.ts';
import { read } from './client.ts';
import { asProblem, type Problem } from './problem.ts';

export interface Resource<Document> {
  value: Document | undefined;
  state: 'loading' | 'ready' | 'failed';
  problem: Problem | undefined;
  /** When the value was read, where a newer one could not be had. */
  since: number | undefined;
  retry: () => void;
  set: (value: Document) => void;
}

const known = new Map<string, { value: unknown; at: number }>();
export const remember = (path: string, value: unknown) => known.set(path, { value, at: clock.now() });

export function useResource<Document>(path: string): Resource<Document> {
  const [attempt, setAttempt] = useState(0);
  const [, redraw] = useState(0);
  const [failed, setFailed] = useState<{ path: string; problem: Problem }>();
  const boot = known.has(path) ? undefined : takeBoot<Document>(path);
  if (boot) remember(path, boot);
  const entry = known.get(path) as { value: Document; at: number } | undefined;

  useEffect(() => {
    if (boot) return;
    const stop = new AbortController();
    setFailed(undefined);
    read<Document>(path, stop.signal).then(
      (value) => {
        remember(path, value);
        redraw((it) => it + 1);
      },
      (it: unknown) => {
        if (!stop.signal.aborted) setFailed({ path, problem: asProblem(it) });
      },
    );
    return () => stop.abort();
  }, [path, attempt]);

  const problem = failed?.path === path ? failed.problem : undefined;
  return {
    value: entry?.value,
    state: entry ? 'ready' : problem ? 'failed' : 'loading',
    problem,
    since: entry && problem ? entry.at : undefined,
    retry: () => setAttempt((it) => it + 1),
    set: (value) => {
      remember(path, value);
      redraw((it) => it + 1);
    },
  };
}
