// The reader's zone: the device's, or the city they chose, remembered on the device; and how zones are named.
// SPDX-License-Identifier: MIT
import { Shared } from '../browser/shared.ts';
import { lang } from '../words/t.ts';
import { clock, toUtc } from './format.ts';

interface Chosen {
  zone: string;
  city: string;
}
export const deviceZone = Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';
const chosen = new Shared<Chosen | null>(remembered());
export const viewerZone = () => chosen.value?.zone ?? deviceZone;
/** T2: the city where the reader chose one, else the zone's common name. */
export const viewerPlace = () => chosen.value?.city ?? zoneName(deviceZone, lang);
export const hasChosen = () => chosen.value !== null;

function remembered(): Chosen | null {
  try {
    const [zone, city] = (localStorage.getItem('zone') ?? '').split('|');
    if (!zone || !city) return null;
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return { zone, city };
  } catch {
    return null;
  }
}

export function chooseZone(it: Chosen | null) {
  chosen.value = it;
  try {
    if (it) localStorage.setItem('zone', `${it.zone}|${it.city}`);
    else localStorage.removeItem('zone');
  } catch {
    // A browser that keeps nothing still shows the choice until the page is left.
  }
}

// Where a language abbreviates a zone that is near ("CET"), the same language elsewhere says its name ("France Time").
const dialects: Record<string, string[]> = { en: ['en-GB', 'en-US'], es: ['es', 'es-419'], pt: ['pt', 'pt-PT'] };

const generic = (zone: string, locale: string) =>
  new Intl.DateTimeFormat(locale, { timeZone: zone, timeZoneName: 'shortGeneric' }).formatToParts(clock.now()).find((it) => it.type === 'timeZoneName')
    ?.value ?? '';

/** "Nigeria" of "Nigeria Time", "heure : Nigeria", "hora de Nigeria", "Horário Nigéria": the place alone reads better after "your time,". */
const placeOnly = (name: string) =>
  name
    .replace(/^heure\s*:\s*/i, '')
    .replace(/^hora de(?:l)? /i, '')
    .replace(/^hor[áa]rio:?\s+(?:d[eoa]s? )?/i, '')
    .replace(/^hora:\s+/i, '')
    .replace(/ Time$/, '');

/** T2: the common name, never an abbreviation such as "IST" or an offset such as "GMT+5"; then the city. */
export function zoneName(zone: string, language: string) {
  if (/^(UTC|Etc\/)/.test(zone)) return 'UTC';
  const names = (dialects[language] ?? [language]).map((it) => generic(zone, it));
  const name = names.find((it) => it && !/^[A-Z]{2,5}$|^(GMT|UTC)[+−-]/.test(it));
  return name ? placeOnly(name) : cityName(zone);
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

/** "America/Argentina/Buenos_Aires" → "Buenos Aires". */
export const cityName = (zone: string) => cities[last(zone)] ?? last(zone).replaceAll('_', ' ');

export const timeNow = () => toUtc(clock.now());
