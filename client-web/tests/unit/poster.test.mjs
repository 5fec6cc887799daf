// Posters are the same everywhere: the server draws them too, so their bytes are pinned here for both sides.
// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { load } from './load.mjs';

const { tiles, tilesToSvg } = await load('src/parts/tiles.ts');
const print = (text) => createHash('sha256').update(text).digest('hex');

test('the same slug gives the same tiles', () => {
  assert.deepEqual(tiles('water-and-mining', 8, 8), tiles('water-and-mining', 8, 8));
  assert.notDeepEqual(tiles('water-and-mining', 8, 8), tiles('women-who-mine', 8, 8));
  assert.equal(tiles('x', 8, 8).length, 64);
});

test('a strip begins as the poster of its month does', () => {
  assert.deepEqual(
    tiles('living-soils', 32, 1)
      .slice(0, 8)
      .map((it) => it.shapes),
    tiles('living-soils', 8, 1).map((it) => it.shapes),
  );
});

test('bytes as pinned', () => {
  assert.equal(print(tilesToSvg('living-soils', 8, 8)), '3515a6047c06b83e2a243c63900d3895fcff46413015ff427a96d3084626a574');
  assert.equal(print(tilesToSvg('water-and-mining', 8, 8)), '18a4065c67ad60fb00a1e537fc008e6cdd1a9bc12987e5cc40e056964def3c6b');
  assert.equal(print(tilesToSvg('water-and-mining', 32, 1)), 'ae32f434c8a2697bd4e95aa34d4a333449dc83a9097cdc284fa9b0917b8441b6');
  assert.equal(print(tilesToSvg('agua-y-minería', 32, 1)), 'e79959c1bbc4fe01553e01b0b1b318b81c33e4476dbe15a80abfbe77096fb200');
});

test('markup needs no inline style and no number with a fraction', () => {
  assert.doesNotMatch(tilesToSvg('living-soils', 8, 8), /style=|\d\.\d/);
});
