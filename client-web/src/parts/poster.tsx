// The tiles of a month drawn in its colours: large beside its name, or as a strip above its pages. How they are drawn comes behind the
// page, which keeps their room.
// SPDX-License-Identifier: MIT
import { h } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';

let drawing: typeof import('./tiles.ts') | undefined;

export function Tiles({ seed, columns, rows }: { seed: string; columns: number; rows: number }) {
  const [by, setBy] = useState(drawing);
  useEffect(() => {
    import('./tiles.ts').then(
      (it) => {
        drawing = it;
        setBy(it);
      },
      () => undefined,
    );
  }, []);
  return useMemo(
    () =>
      by ? (
        <svg viewBox={by.box(columns, rows)} preserveAspectRatio="xMidYMid slice" aria-hidden="true">
          {by.tiles(seed, columns, rows).map((it) => (
            <g key={`${it.x} ${it.y}`} transform={by.placed(it)}>
              {it.shapes.map(([tag, all]) => h(tag, all))}
            </g>
          ))}
        </svg>
      ) : null,
    [by, seed, columns, rows],
  );
}

export const Strip = ({ seed }: { seed: string }) => (
  <div class="strip">
    <Tiles seed={seed} columns={32} rows={1} />
  </div>
);
