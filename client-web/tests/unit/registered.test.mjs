// What is said of an outcome: every place counts, an enrolment as a whole has no number.
// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { build } from 'esbuild';
import { root } from './load.mjs';

const words = readFileSync(join(root, 'i18n/en.json'), 'utf8');
const source = `import { learn } from './src/words/t.ts'; learn(${words}); export * from './src/public/registered/said.ts';`;
const made = await build({
  stdin: { contents: source, resolveDir: root, loader: 'ts' },
  bundle: true,
  write: false,
  format: 'esm',
  platform: 'neutral',
  define: { WORDS_HASH: '"test"' },
});
const said = await import(`data:text/javascript;base64,${Buffer.from(made.outputFiles[0].text).toString('base64')}`);

const place = (edition, state, position) => ({ edition, state, ...(position ? { position } : {}) });
const tell = (placed, edition = 1) => {
  const all = said.takenBy({ placed, edition });
  return [said.headline(all), said.anyPlace(all), all.map(said.stateText).join('; ')];
};

test('one place says its state and number', () => {
  assert.deepEqual(tell({ state: 'confirmed' }), ['You have a place', true, 'place confirmed']);
  assert.deepEqual(tell({ state: 'waitlisted', position: 3 }), ['You are number 3 on the waiting list', false, 'number 3 on the waiting list']);
  assert.deepEqual(tell({ state: 'unverified' })[0], 'One more step: confirm your address');
});

test('a month with places and waiting lists says both, never a number of its own', () => {
  const mixed = { state: 'waitlisted', registrations: [place(1, 'confirmed'), place(2, 'waitlisted', 4)] };
  assert.deepEqual(tell(mixed), [
    'You have a place in part of it, and are on the waiting list for the rest',
    true,
    'place confirmed; number 4 on the waiting list',
  ]);
  assert.equal(tell({ state: 'confirmed', registrations: [place(1, 'confirmed'), place(2, 'confirmed')] })[0], 'You have a place for the whole month');
  assert.equal(
    tell({ state: 'waitlisted', registrations: [place(1, 'waitlisted', 1), place(2, 'waitlisted', 2)] })[0],
    'You are on the waiting list for all of it',
  );
  assert.equal(tell({ state: 'unverified', registrations: [place(1, 'unverified'), place(2, 'unverified')] })[0], 'One more step: confirm your address');
});

test('a month added to a place keeps what that place was', () => {
  const added = said.withMonth({ state: 'waitlisted', position: 2, receipt: '' }, { state: 'confirmed', registrations: [place(2, 'confirmed')] });
  assert.deepEqual(tell(added)[2], 'number 2 on the waiting list; place confirmed');
});
