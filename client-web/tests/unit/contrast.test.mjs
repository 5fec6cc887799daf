// All pairs of colours of all twelve themes in both schemes, computed again from the sheet (WCAG 2.2: 4.5 for text, 3 for edges).
// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { root } from './load.mjs';

const sheet = readFileSync(join(root, 'styles/themes.css'), 'utf8').replace(/\/\*.*?\*\//gs, '');
const split = sheet.indexOf('@media');
const rules = (text) => [...text.matchAll(/([^{}]+)\{([^{}]*)\}/g)].map(([, selector, body]) => [selector.trim(), body]);
const declared = (body) => Object.fromEntries([...body.matchAll(/(--[\w-]+):\s*([^;]+);/g)].map(([, name, value]) => [name, value.trim()]));
const themes = [...new Set([...sheet.matchAll(/data-month="(\w+)"/g)].map((it) => it[1]))];

function tokens(theme, dark) {
  const applies = (selector) => selector.split(',').some((it) => [':root', '[data-month]', `[data-month="${theme}"]`].includes(it.trim()));
  const text = dark ? sheet.replace('@media screen and (prefers-color-scheme: dark) {', '') : sheet.slice(0, split);
  // What names the theme comes after what holds for all of them.
  const all = rules(text).filter(([selector]) => applies(selector));
  const own = ([selector]) => selector.includes(`"${theme}"`) && !selector.includes(':root');
  return Object.assign({}, ...[...all.filter((it) => !own(it)), ...all.filter(own)].map(([, body]) => declared(body)));
}
const colourOf = (all, name) => {
  const value = all[name];
  const other = /^var\((--[\w-]+)\)$/.exec(value ?? '');
  return other ? colourOf(all, other[1]) : value;
};
const luminance = (hex) => {
  const full = hex.length === 4 ? [...hex.slice(1)].map((it) => it + it).join('') : hex.slice(1);
  const [r, g, b] = [0, 2, 4]
    .map((it) => Number.parseInt(full.slice(it, it + 2), 16) / 255)
    .map((it) => (it <= 0.04045 ? it / 12.92 : ((it + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const contrast = (a, b) => {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
};
const pairs = [
  ...['--paper', '--surface', '--sunken'].flatMap((ground) => [
    ['--ink', ground, 7],
    ['--ink-2', ground, 4.5],
    ['--accent-text', ground, 4.5],
    ['--line-strong', ground, 3],
    ['--focus', ground, 3],
  ]),
  ['--on-accent', '--accent', 4.5],
  ['--accent-text', '--accent-soft', 4.5],
  ['--ink', '--accent-soft', 7],
  ['--ink-2', '--accent-soft', 4.5],
  ['--poster-ink', '--poster', 7],
  ['--ok', '--ok-soft', 4.5],
  ['--warn', '--warn-soft', 4.5],
  ['--bad', '--bad-soft', 4.5],
  ['--ok', '--surface', 4.5],
  ['--warn', '--surface', 4.5],
  ['--bad', '--surface', 4.5],
];

test('there are twelve themes', () => assert.equal(themes.length, 12));

for (const theme of themes)
  for (const dark of [false, true])
    test(`${theme}, ${dark ? 'dark' : 'light'}`, () => {
      const all = tokens(theme, dark);
      for (const [front, ground, least] of pairs) {
        const found = contrast(colourOf(all, front), colourOf(all, ground));
        assert.ok(found >= least, `${front} on ${ground}: ${found.toFixed(2)} < ${least}`);
      }
      for (const hue of ['--h1', '--h2', '--h3', '--h4', '--h5']) assert.ok(contrast('#ffffff', colourOf(all, hue)) >= 4.5, hue);
    });
