// The few values that the whole page hangs on (place, zone, data saver, the minute): a change draws the page anew.
// SPDX-License-Identifier: MIT
import { useLayoutEffect, useState } from 'preact/hooks';

const readers = new Set<() => void>();

export class Shared<Value> {
  #value: Value;
  constructor(value: Value) {
    this.#value = value;
  }
  get value() {
    return this.#value;
  }
  set value(next: Value) {
    if (next === this.#value) return;
    this.#value = next;
    for (const it of [...readers]) it();
  }
}

/** Tells of every change of any shared value; the answer ends it. */
export function onShared(tell: () => void) {
  readers.add(tell);
  return () => {
    readers.delete(tell);
  };
}

/** For the roots of the page: everything below them is drawn anew. */
export function useShared() {
  const [, redraw] = useState(0);
  useLayoutEffect(() => onShared(() => redraw((it) => it + 1)), []);
}
