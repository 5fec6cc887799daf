// The tiles of a month: a slug becomes a grid of shapes, the same on every machine. The server draws them by the same steps.
// SPDX-License-Identifier: MIT
//
// Seed: FNV-1a over the UTF-16 units of the slug, 32 bits. Numbers: mulberry32; a choice among n is floor(u32 * n / 2^32),
// in 64-bit integers (u32 * n) >> 32. Order per tile, row by row: colours, kind, once more a kind where it repeats the last, turn.
export type Shape = [tag: 'rect' | 'path' | 'circle', attributes: Record<string, string | number>];
export interface Tile {
  x: number;
  y: number;
  turn: number;
  shapes: Shape[];
}
export const unit = 60;

const pairs = [
  [5, 1],
  [5, 3],
  [4, 1],
  [2, 3],
  [1, 4],
  [1, 2],
  [3, 5],
  [5, 2],
  [6, 2],
  [4, 5],
  [2, 6],
  [1, 5],
] as const;
const kinds = ['quarter', 'arcs', 'arcs', 'leaf', 'leaf', 'half', 'seed', 'quarter', 'steps'] as const;
const others = ['quarter', 'leaf', 'arcs', 'seed'] as const;
type Kind = (typeof kinds)[number];

function numbers(seed: string) {
  let h = 2166136261;
  for (let i = 0; i < seed.length; i++) h = Math.imul(h ^ seed.charCodeAt(i), 16777619);
  return () => {
    h = (h + 0x6d2b79f5) | 0;
    let t = Math.imul(h ^ (h >>> 15), 1 | h);
    t ^= t + Math.imul(t ^ (t >>> 7), 61 | t);
    return (t ^ (t >>> 14)) >>> 0;
  };
}

const drawn: Record<Kind, (front: number, back: number) => Shape[]> = {
  quarter: (f) => [['path', { class: `f${f}`, d: 'M0 0h60a60 60 0 0 1-60 60z' }]],
  half: (f) => [
    ['path', { class: `f${f}`, d: 'M0 0h60a30 30 0 0 1-60 0z' }],
    ['path', { class: `f${f}`, d: 'M0 30h60a30 30 0 0 1-60 0z' }],
  ],
  leaf: (f, b) => [
    ['path', { class: `f${f}`, d: 'M0 0a60 60 0 0 1 60 60a60 60 0 0 1-60-60z' }],
    ['path', { class: `g${b}`, fill: 'none', 'stroke-width': 2, d: 'M0 0L60 60' }],
  ],
  arcs: (f) => [12, 27, 42, 57].map((r) => ['path', { class: `g${f}`, fill: 'none', 'stroke-width': 6, d: `M${r} 0a${r} ${r} 0 0 1-${r} ${r}` }]),
  steps: (f) => [['path', { class: `f${f}`, d: 'M0 60v-15h15v-15h15v-15h15v-15h15v60z' }]],
  seed: (f, b) => [
    ['circle', { class: `f${f}`, cx: 30, cy: 30, r: 19 }],
    ['circle', { class: `f${b}`, cx: 30, cy: 30, r: 7 }],
  ],
};

export function tiles(seed: string, columns: number, rows: number): Tile[] {
  const next = numbers(seed);
  const pick = <Item>(all: readonly Item[]) => all[Math.floor((next() * all.length) / 4294967296)] as Item;
  const all: Tile[] = [];
  let last: Kind | undefined;
  for (let y = 0; y < rows; y++) {
    for (let x = 0; x < columns; x++) {
      const [back, front] = pick(pairs);
      let kind: Kind = pick(kinds);
      if (kind === last) kind = pick(others);
      last = kind;
      const turn = pick([0, 90, 180, 270]);
      all.push({ x: x * unit, y: y * unit, turn, shapes: [['rect', { width: unit, height: unit, class: `f${back}` }], ...drawn[kind](front, back)] });
    }
  }
  return all;
}

export const box = (columns: number, rows: number) => `0 0 ${columns * unit} ${rows * unit}`;
export const placed = (it: Tile) => `translate(${it.x} ${it.y})${it.turn ? ` rotate(${it.turn} 30 30)` : ''}`;

/** The same as text: what the server writes, byte for byte. */
export function tilesToSvg(seed: string, columns: number, rows: number) {
  const mark = ([tag, all]: Shape) =>
    `<${tag}${Object.entries(all)
      .map(([key, value]) => ` ${key}="${value}"`)
      .join('')}/>`;
  const groups = tiles(seed, columns, rows).map((it) => `<g transform="${placed(it)}">${it.shapes.map(mark).join('')}</g>`);
  return `<svg viewBox="${box(columns, rows)}" preserveAspectRatio="xMidYMid slice" aria-hidden="true" focusable="false">${groups.join('')}</svg>`;
}
