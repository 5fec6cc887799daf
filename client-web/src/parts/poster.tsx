// The tiles of a month drawn in its colours: large beside its name, or as a strip above its pages.
// SPDX-License-Identifier: MIT
import { h } from 'preact';
import { useMemo } from 'preact/hooks';
import { box, placed, tiles } from './tiles.ts';

export function Tiles({ seed, columns, rows }: { seed: string; columns: number; rows: number }) {
  return useMemo(
    () => (
      <svg viewBox={box(columns, rows)} preserveAspectRatio="xMidYMid slice" aria-hidden="true">
        {tiles(seed, columns, rows).map((it) => (
          <g key={`${it.x} ${it.y}`} transform={placed(it)}>
            {it.shapes.map(([tag, all]) => h(tag, all))}
          </g>
        ))}
      </svg>
    ),
    [seed, columns, rows],
  );
}

export const Strip = ({ seed }: { seed: string }) => (
  <div class="strip">
    <Tiles seed={seed} columns={32} rows={1} />
  </div>
);
