// Every word in every language: same keys, same placeholders, all plural forms; and every word that is used exists.
// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { load, root } from './load.mjs';

const languages = ['en', 'fr', 'es', 'pt'];
const words = Object.fromEntries(languages.map((it) => [it, JSON.parse(readFileSync(join(root, `i18n/${it}.json`), 'utf8'))]));
const forms = { en: ['one', 'other'], fr: ['one', 'many', 'other'], es: ['one', 'many', 'other'], pt: ['one', 'many', 'other'] };
const textsOf = (entry) => (typeof entry === 'string' ? [entry] : Object.values(entry));
const placeholders = (text) =>
  [...text.matchAll(/\{(\w+)\}/g)]
    .map((it) => it[1])
    .sort()
    .join();
const files = (folder, end) =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((it) => it.isFile() && end.test(it.name))
    .map((it) => readFileSync(join(it.parentPath ?? it.path, it.name), 'utf8'));

test('all languages have the same keys, in the same order', () => {
  for (const it of languages) assert.deepEqual(Object.keys(words[it]), Object.keys(words.en), it);
  for (const key of Object.keys(words.en)) assert.match(key, /^[a-z][a-z0-9_]*$/);
});

test('no text is empty, and placeholders agree', () => {
  for (const [key, english] of Object.entries(words.en))
    for (const it of languages)
      for (const text of textsOf(words[it][key])) {
        assert.ok(text.trim(), `${it} ${key}`);
        assert.equal(placeholders(text), placeholders(textsOf(english)[0]), `${it} ${key}`);
      }
});

test('plural words have the forms of their language', () => {
  for (const it of languages)
    for (const [key, entry] of Object.entries(words[it])) {
      assert.equal(typeof entry, typeof words.en[key], `${it} ${key}`);
      if (typeof entry === 'object') assert.deepEqual(Object.keys(entry), forms[it], `${it} ${key}`);
    }
});

test('French punctuation does not break from its word', () => {
  for (const [key, entry] of Object.entries(words.fr)) for (const text of textsOf(entry)) assert.doesNotMatch(text, / [:;!?»]|« /, key);
});

/** The server's own words stand beside those of pages; a checkout of the client alone has none. */
const serverWords = () => {
  const folder = join(root, '../config/locales/en');
  const names = existsSync(folder) ? readdirSync(folder).filter((it) => it.endsWith('.json')) : [];
  return Object.assign({}, ...names.map((it) => JSON.parse(readFileSync(join(folder, it), 'utf8'))));
};

test('fragments use only words without placeholders that exist', () => {
  const known = { ...words.en, ...serverWords() };
  for (const text of [...files('fragments', /\.html$/), readFileSync(join(root, 'index.html'), 'utf8')])
    for (const [, key] of text.matchAll(/\{\{t\.(\w+)\}\}/g)) {
      assert.equal(typeof known[key], 'string', key);
      assert.equal(placeholders(known[key]), '', key);
    }
});

test('the words that fragments/README.md names exist', () => {
  const families = [
    'error',
    'problem',
    'tag',
    'place',
    'kind',
    'outcome',
    'next',
    'short',
    'state',
    'standing',
    'attendance',
    'role',
    'material',
    'note',
    'notice',
    'search_kind',
  ];
  const text = readFileSync(join(root, 'fragments/README.md'), 'utf8');
  for (const [, key] of text.matchAll(/`([a-z_]+)` \{\w+\}/g)) assert.ok(key in words.en, key);
  for (const it of families)
    assert.ok(
      Object.keys(words.en).some((key) => key.startsWith(`${it}_`)),
      it,
    );
});

test('all codes of errors and problems have words', () => {
  const errors = 'required type length too_short email unknown number range language time_zone country choice time edition too_many control cursor duplicate';
  const problems =
    'malformed not_signed_in not_allowed not_found conflict closed cancelled gone stale too_large invalid too_many_requests unavailable storage_full internal unsupported_media_type method_not_allowed expectation length_required misdirected idempotency_mismatch in_flight';
  for (const it of errors.split(' ')) assert.ok(words.en[`error_${it}`], it);
  for (const it of problems.split(' ')) assert.ok(words.en[`problem_${it}`], it);
});

test('the catalogues of dist hold every word that their sources say', () => {
  const assets = readdirSync(join(root, 'dist/assets'));
  const known = assets
    .filter((it) => /^(words|more|texts)-en-.*\.json$/.test(it))
    .flatMap((it) => Object.keys(JSON.parse(readFileSync(join(root, 'dist/assets', it), 'utf8'))));
  for (const text of files('src', /\.tsx?$/)) for (const [, key] of text.matchAll(/\bt\('(\w+)'/g)) assert.ok(known.includes(key), key);
});

test('t() fills placeholders, picks plural forms, writes numbers', async () => {
  const { learn, t, size } = await load('src/words/t.ts');
  learn({ seats_left: { one: '{n} place left', other: '{n} places left' }, sent_to: 'We wrote to {email}.' });
  assert.equal(t('seats_left', { n: 1 }), '1 place left');
  assert.equal(t('seats_left', { n: 1200 }), '1,200 places left');
  assert.equal(t('sent_to', { email: 'a@b.org' }), 'We wrote to a@b.org.');
  assert.equal(size(640_000), '640\u00a0KB');
  assert.equal(size(4_100_000), '4.1\u00a0MB');
  assert.equal(size(4_500), '4.5\u00a0KB');
  assert.equal(size(74_300_000), '74\u00a0MB');
});
