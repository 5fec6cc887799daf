// The reader's zone: the device's, or the city they chose, remembered on the device; and how zones are named.
// SPDX-License-Identifier: MIT
import { Shared } from '../browser/shared.ts';
import { lang } from '../words/t.ts';
import { clock, toUtc } from './format.ts';

interface Chosen {
  zone: string;
  city: string;
  /** The language that the city is named in. */
  in: string | undefined;
}
export const deviceZone = Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';
const chosen = new Shared<Chosen | null>(remembered());
/** What a person said when registering goes before the device on the pages of that place, as it does in their messages. */
const own = new Shared<string | null>(null);
export const viewerZone = () => chosen.value?.zone ?? own.value ?? deviceZone;
/** T2: the city where the reader chose one, else the zone's common name. */
export const viewerPlace = () => (chosen.value?.in === lang ? chosen.value.city : zoneName(viewerZone(), lang));
export const isDevices = () => !chosen.value && viewerZone() === deviceZone;
/** The choice, where it was made in another language and its city has to be named anew. */
export const chosenElsewhere = () => (chosen.value?.in === lang ? null : chosen.value);
export const showFor = (zone: string | null) => {
  own.value = zone;
};

function remembered(): Chosen | null {
  try {
    const [zone, city, language] = (localStorage.getItem('zone') ?? '').split('|');
    if (!zone || !city) return null;
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return { zone, city, in: language };
  } catch {
    return null;
  }
}

/** Nothing: as the device has it. */
export function chooseZone(it: { zone: string; city: string } | null) {
  if (!it) own.value = null;
  chosen.value = it && { zone: it.zone, city: it.city, in: lang };
  try {
    if (it) localStorage.setItem('zone', `${it.zone}|${it.city}|${lang}`);
    else localStorage.removeItem('zone');
  } catch {
    // A browser that keeps nothing still shows the choice until the page is left.
  }
}

// Where a language abbreviates a zone that is near ("CET"), the same language elsewhere says its name ("France Time").
const dialects: Record<string, string[]> = { en: ['en-GB', 'en-US'], es: ['es', 'es-419'], pt: ['pt', 'pt-PT'] };

const named = (zone: string, locale: string, timeZoneName: 'shortGeneric' | 'longGeneric') =>
  new Intl.DateTimeFormat(locale, { timeZone: zone, timeZoneName }).formatToParts(clock.now()).find((it) => it.type === 'timeZoneName')?.value ?? '';
const isName = (name: string) => !/^$|^[A-Z]{2,5}$|^(GMT|UTC)[+−-]/.test(name);

/** "Nigeria" of "Nigeria Time", "heure : Nigeria", "hora de Nigeria", "Horário Nigéria": the place alone reads better after "your time,". */
const placeOnly = (name: string) => name.replace(/^(?:heure\s*:|hora(?: del?|:)|hor[áa]rio:?(?: d[eoa]s?)?)\s+| Time$/gi, '');

/** Browsers have no names of cities: they say the zone's file in every language, where a country would be in Cyrillic. */
const isFile = (name: string, zone: string) => name === fileOf(zone) && named(zone, 'ru', 'shortGeneric').includes(name);

/** T2: the common name, never an abbreviation such as "IST" or an offset such as "GMT+5": the country, else what people call its time, else the city. */
export function zoneName(zone: string, language: string) {
  const [, west, hours] = /^Etc\/GMT(?:(\+)|-)0*([1-9]\d*)$/.exec(zone) ?? []; // which count the other way round
  if (hours) return `UTC${west ? '−' : '+'}${hours}`;
  if (/^(UTC|Etc\/)/.test(zone)) return 'UTC';
  const locales = dialects[language] ?? [language];
  const name = locales.map((it) => named(zone, it, 'shortGeneric')).find(isName);
  const place = name && placeOnly(name);
  if (place && !isFile(place, zone)) return place;
  return locales.map((it) => named(zone, it, 'longGeneric').replace(/^H\S+( Padrão)?/, (it) => it.toLowerCase())).find(isName) ?? cityName(zone);
}

// Names of cities are not in Intl. The server's pages carry those of their own hours where the zone spells them otherwise; all of them
// come with the later words (cities.json, made from the same CLDR as the server's).
let cities: Record<string, string> = {};
export const learnCity = (zone: string, city: string) => {
  cities[last(zone)] = city;
};
export const learnCities = (all: string) => {
  cities = { ...Object.fromEntries(all.split('|').map((it) => it.split('='))), ...cities };
};
const last = (zone: string) => zone.split('/').at(-1) ?? zone;
const fileOf = (zone: string) => last(zone).replaceAll('_', ' ');

/** "America/Argentina/Buenos_Aires" → "Buenos Aires". */
export const cityName = (zone: string) => cities[last(zone)] ?? fileOf(zone);

export const timeNow = () => toUtc(clock.now());
