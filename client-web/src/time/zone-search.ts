// Finding a zone by city, country or the zone's own name, accents or not; only needed once somebody asks.
// SPDX-License-Identifier: MIT
import { lang } from '../words/t.ts';
import { cityName, zoneName } from './zone.ts';

const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

interface Place {
  zone: string;
  city: string;
  name: string;
  find: string;
}
let places: Place[] | undefined;
/** All zones with what one may type to find them; made once, when somebody asks. */
export function allPlaces(): Place[] {
  places ??= Intl.supportedValuesOf('timeZone')
    .filter((zone) => zone.includes('/') && !zone.startsWith('Etc/'))
    .map((zone) => {
      const [city, name] = [cityName(zone), zoneName(zone, lang)];
      return { zone, city, name: name === city ? '' : name, find: plain(`${city} ${name} ${zone.replaceAll('_', ' ')}`) };
    })
    .sort((a, b) => a.city.localeCompare(b.city, lang));
  return places;
}

export function findPlaces(typed: string): Place[] {
  const wanted = plain(typed.trim());
  const starts = (it: Place) => Number(!plain(it.city).startsWith(wanted));
  return wanted
    ? allPlaces()
        .filter((it) => it.find.includes(wanted))
        .sort((a, b) => starts(a) - starts(b))
        .slice(0, 40)
    : [];
}
