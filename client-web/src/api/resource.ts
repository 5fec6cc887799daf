// One document of the server as a view needs it: at once where it is known, refreshed behind it, with age and a way to retry.
// SPDX-License-Identifier: MIT
import { useEffect, useState } from 'preact/hooks';
import { keptAt, read } from './client.ts';
import { knownAt, remember } from './known.ts';
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

export function useResource<Document extends object>(path: string): Resource<Document> {
  const [attempt, setAttempt] = useState(0);
  const [, redraw] = useState(0);
  const [failed, setFailed] = useState<{ path: string; problem: Problem }>();
  const entry = knownAt(path);

  useEffect(() => {
    if (entry?.fresh) {
      entry.fresh = false;
      return;
    }
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
    value: entry?.value as Document | undefined,
    state: entry ? 'ready' : problem ? 'failed' : 'loading',
    problem,
    since: entry && (keptAt.get(entry.value as object) ?? (problem ? entry.at : undefined)),
    retry: () => setAttempt((it) => it + 1),
    set: (value) => {
      remember(path, value);
      redraw((it) => it + 1);
    },
  };
}
