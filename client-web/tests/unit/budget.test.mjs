// What a participant pays for: sizes of dist after brotli (design: 18 KB script, 6 KB sheet, 3 KB catalogue, 12 KB
// first view); what comes over the wire is counted by tests/browser/weight.test.mjs.
// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { brotliCompressSync } from 'node:zlib';
import { root } from './load.mjs';

const dist = join(root, 'dist');
const manifest = JSON.parse(readFileSync(join(dist, 'manifest.json'), 'utf8'));
const br = (path) => statSync(join(dist, `${path}.br`)).size;
const within = (size, kilobytes, of) => assert.ok(size <= kilobytes * 1024, `${of}: ${size} bytes, allowed ${kilobytes * 1024}`);

test('script of the first view', () =>
  within(
    [manifest.script, ...manifest.preload].reduce((sum, it) => sum + br(it), 0),
    15,
    'script',
  ));
test('public sheet', () => within(brotliCompressSync(manifest.css.text).length, 6, 'sheet'));
test('the catalogue of the first view, and that of all other views, which nobody waits for', () => {
  for (const it of Object.values(manifest.words)) within(br(it), 1.25, it);
  for (const it of manifest.assets.filter((path) => /\/more-.*json$/.test(path))) within(br(it), 6, it); // names of cities are in it
});
test('the later chunk', () => {
  const [later] = manifest.assets.filter((path) => /\/more-.*js$/.test(path));
  within(br(later), 12, later);
});
test('the names and countries of zones, for whoever looks for one', () => {
  const [places] = manifest.assets.filter((path) => /\/zone-search-.*js$/.test(path));
  within(br(places), 4, places);
});
test('shell with its sheet leaves room for an event in 12 KB', () => within(br('/index.html'), 6.25, 'shell'));
test('at most four requests: page, two scripts, catalogue', () => assert.ok(manifest.preload.length <= 1));

test('the hash for the policy is that of the sheet in the shell', () => {
  const [, inlined] = /<style>(.*?)<\/style>/s.exec(readFileSync(join(dist, 'index.html'), 'utf8'));
  assert.equal(inlined, manifest.css.text);
  assert.equal(createHash('sha256').update(inlined).digest('base64'), manifest.css.sha256);
});

test('every file that is served has its .br and .gz', () => {
  for (const it of [...manifest.assets, ...manifest.public, '/index.html'])
    for (const end of ['.br', '.gz']) assert.ok(statSync(join(dist, it + end)).size > 0, it);
});

test('no inline style, no handler, no script in the page but the entry', () => {
  const pages = [
    ...readdirSync(join(dist, 'fragments'))
      .filter((it) => it.endsWith('.html'))
      .map((it) => `fragments/${it}`),
    'index.html',
    'offline.html',
  ];
  for (const it of pages) {
    const text = readFileSync(join(dist, it), 'utf8').replace(/<style>.*?<\/style>/s, '');
    assert.doesNotMatch(text, /\sstyle=|\son\w+=|<script(?! type="module" src=)/, it);
    assert.doesNotMatch(text, /\[\[/, `${it}: an icon was not found`);
  }
  for (const it of manifest.assets.filter((path) => path.endsWith('.js')))
    assert.doesNotMatch(readFileSync(join(dist, it), 'utf8'), /\beval\(|new Function|insertAdjacentHTML|document\.write/, it);
});
