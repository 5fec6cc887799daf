// Words of the interface: one catalogue per language, plural forms by CLDR, numbers as the language writes them.
// SPDX-License-Identifier: MIT
import type { Key } from './keys.d.ts';

export type { Key } from './keys.d.ts';

type Entry = string | Record<string, string>;
type Fills = Record<string, string | number>;

const root = globalThis.document?.documentElement;
export const lang = root?.lang || 'en';
/** Prefix of the links to pages in this language: "" or "/fr". */
export const base = root?.dataset.base ?? '';
export const site = root?.dataset.site ?? '';

let catalogue: Record<string, Entry> = {};
const plural = new Intl.PluralRules(lang);

export function learn(words: Record<string, Entry>) {
  catalogue = words;
}

/** The first catalogue comes with the page, the second with the chunk that needs it, and with it the names of cities. */
export async function loadWords(part: 'words' | 'more' = 'words') {
  const answer = await fetch(`/assets/${part}-${lang}-${WORDS_HASH}.json`);
  if (!answer.ok) throw new Error(`words: ${answer.status}`);
  const words = await answer.json();
  learn({ ...catalogue, ...words });
  return words.cities as string | undefined;
}

export const has = (key: string): key is Key => key in catalogue;

export function t(key: Key, fills: Fills = {}): string {
  const entry = catalogue[key];
  if (entry === undefined) return key;
  const text = typeof entry === 'string' ? entry : (entry[plural.select(Number(fills.n))] ?? entry.other ?? '');
  return fill(text, fills);
}

/** For keys made of a family and a code that comes from the server: the fallback is said where there is no such word. */
export const say = (key: string, fallback: string, fills: Fills = {}) => (has(key) ? t(key, fills) : fallback);

export function fill(text: string, fills: Fills) {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = fills[name];
    if (value === undefined) return whole;
    return typeof value === 'number' ? number(value) : value;
  });
}

export const number = (value: number, digits = 0) => new Intl.NumberFormat(lang, { maximumFractionDigits: digits }).format(value);

/** A language's own name, capitalised: "Français". */
export function autonym(code: string) {
  const name = new Intl.DisplayNames([code], { type: 'language' }).of(code) ?? code;
  return name.charAt(0).toLocaleUpperCase(code) + name.slice(1);
}

/** The line under a heading whose text is not in the language of the page; nothing where it is. */
export function elsewhere(code: string) {
  if (code.split('-')[0] === lang) return undefined;
  return t('text_elsewhere', { language: new Intl.DisplayNames([lang], { type: 'language' }).of(code) ?? code });
}

export const countryName = (code: string) => new Intl.DisplayNames([lang], { type: 'region' }).of(code) ?? code;

/** U10: every download says its size, in decimal units as networks are sold; one decimal up to ten, as the server says it. French counts octets. */
export function size(bytes: number) {
  const [unit, letter] = bytes < 1e6 ? [1e3, 'K'] : bytes < 1e9 ? [1e6, 'M'] : [1e9, 'G'];
  return `${number(bytes / unit, Math.round((bytes * 10) / unit) < 100 ? 1 : 0)}\u00a0${letter}${lang === 'fr' ? 'o' : 'B'}`;
}
