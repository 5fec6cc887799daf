// A small drawing that stands beside a word, never instead of it.
// SPDX-License-Identifier: MIT
import { h } from 'preact';

export type Shapes = [tag: string, attributes: Record<string, string>][];

export const Icon = ({ of }: { of: Shapes }) => (
  <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
    {of.map(([tag, all]) => h(tag, all))}
  </svg>
);
