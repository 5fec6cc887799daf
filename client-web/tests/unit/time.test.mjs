// Rules T1 to T7 of how times are said, days on which clocks change included.
// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { load, root } from './load.mjs';

const time = await load('src/time/format.ts');
const zones = await load('src/time/zone.ts');
const plain = (text) => text.replace(/[\u00a0\u2009\u202f]/g, ' ');
const now = Date.parse('2027-03-06T10:00:00Z');
const session = (starts_at, ends_at, time_zone) => ({ starts_at, ends_at, time_zone });

test('T1: a zone that shows the same hours is said once', () => {
  const it = session('2027-03-09T14:00:00Z', '2027-03-09T15:30:00Z', 'Africa/Dakar');
  assert.equal(time.sameClock(it, 'Africa/Abidjan'), true);
  assert.equal(time.sameClock(it, 'Africa/Lagos'), false);
});

test('T2: zones by their common names, never by abbreviations', () => {
  assert.equal(zones.zoneName('Africa/Lagos', 'en'), 'Nigeria');
  assert.equal(zones.zoneName('Africa/Lagos', 'es'), 'Nigeria');
  assert.equal(zones.zoneName('Africa/Dakar', 'fr'), 'Sénégal');
  assert.equal(zones.zoneName('America/Lima', 'pt'), 'Peru');
  for (const language of ['en', 'fr', 'es', 'pt'])
    for (const zone of Intl.supportedValuesOf('timeZone')) {
      const name = zones.zoneName(zone, language);
      assert.doesNotMatch(name, /^(?!UTC$)[A-Z]{2,5}$|^(GMT|UTC)[+−-]/, `${zone} in ${language}: ${name}`);
      assert.doesNotMatch(name, /^(heure|hora|horário)\b/i, `${zone} in ${language}: ${name}`);
    }
});

test('T2: offsets that count the other way round are said as people read them', () => {
  assert.deepEqual(
    ['UTC', 'Etc/UTC', 'Etc/GMT+5', 'Etc/GMT-14', 'Etc/GMT0'].map((it) => zones.zoneName(it, 'en')),
    ['UTC', 'UTC', 'UTC−5', 'UTC+14', 'UTC'],
  );
});

test('T2: where there is no country, what people call its time goes before a city', () => {
  assert.equal(zones.zoneName('Africa/Accra', 'en'), 'Greenwich Mean Time');
});

test('T2: cities are spelt as the page or the later words spell them, else as their zone', () => {
  assert.equal(zones.cityName('America/Argentina/Buenos_Aires'), 'Buenos Aires');
  zones.learnCity('America/Bogota', 'Bogotá');
  zones.learnCities('Bogota=Santa Fe|Zurich=Zúrich');
  assert.deepEqual(['America/Bogota', 'Europe/Zurich', 'Asia/Tbilisi'].map(zones.cityName), ['Bogotá', 'Zúrich', 'Tbilisi']);
});

const cities = JSON.parse(readFileSync(join(root, 'src/time/cities.json'), 'utf8'));
for (const line of readFileSync(join(root, 'tests/unit/time-cases.tsv'), 'utf8')
  .split('\n')
  .filter((it) => it && !it.startsWith('#'))) {
  const [lang, start, end, zone, at, date, range, short, city] = line.split('\t');
  test(`the script says what the server says: ${lang}, ${date}, ${range}`, async () => {
    const own = await load('src/time/zone.ts', line);
    own.learnCities(cities[lang]);
    assert.equal(time.dateText(start, zone, lang, Date.parse(at)), date);
    assert.equal(plain(time.rangeText(start, end, zone, lang)), range);
    assert.equal(`${time.weekdayShort(start, zone, lang)} ${time.dayAndMonth(start, zone, lang)}, ${time.timeText(start, zone, lang)}`, short);
    assert.equal(own.cityName(zone), city);
  });
}

test('T3: tomorrow in Lagos is today in Almaty for the same instant', () => {
  const evening = Date.parse('2027-03-08T20:00:00Z');
  assert.equal(time.daysUntil('2027-03-09T14:00:00Z', 'Africa/Lagos', evening), 1);
  assert.equal(time.daysUntil('2027-03-09T14:00:00Z', 'Asia/Almaty', evening), 0);
});

test('T3: days are calendar days also where a day has 23 or 25 hours', () => {
  assert.equal(time.daysUntil('2027-03-29T08:00:00Z', 'Europe/Paris', Date.parse('2027-03-27T22:30:00Z')), 2);
  assert.equal(time.daysUntil('2027-10-31T22:59:00Z', 'Europe/Paris', Date.parse('2027-10-30T22:30:00Z')), 0);
});

test('T4: weekday always, 24 hours, the year only if it is another', () => {
  assert.equal(plain(time.dateText('2027-03-09T14:00:00Z', 'Africa/Lagos', 'en', now)), 'Tuesday 9 March');
  assert.equal(plain(time.dateText('2028-03-09T14:00:00Z', 'Africa/Lagos', 'en', now)), 'Thursday 9 March 2028');
  assert.equal(plain(time.dateText('2027-03-09T14:00:00Z', 'Africa/Lagos', 'fr', now)), 'mardi 9 mars');
  assert.equal(plain(time.dateText('2027-03-09T14:00:00Z', 'Africa/Lagos', 'es', now)), 'martes 9 de marzo');
  assert.equal(plain(time.dateText('2027-03-09T14:00:00Z', 'Africa/Lagos', 'pt', now)), 'terça-feira, 9 de março');
  for (const language of ['en', 'fr', 'es', 'pt'])
    assert.equal(plain(time.rangeText('2027-03-09T14:00:00Z', '2027-03-09T15:30:00Z', 'Africa/Lagos', language)), '15:00 – 16:30');
});

test('T4: spaces inside a time do not break; an end on another day says its weekday', () => {
  assert.doesNotMatch(time.rangeText('2027-03-09T14:00:00Z', '2027-03-09T15:30:00Z', 'Africa/Lagos', 'en'), / /);
  assert.equal(plain(time.rangeText('2027-03-09T14:00:00Z', '2027-03-09T15:30:00Z', 'Pacific/Auckland', 'en')), '03:00 – 04:30');
  assert.equal(plain(time.rangeText('2027-03-09T22:30:00Z', '2027-03-10T00:30:00Z', 'Africa/Lagos', 'en')), '23:30 – Wednesday 01:30');
  assert.equal(time.timeText('2027-03-08T23:00:00Z', 'Africa/Lagos', 'en'), '00:00');
});

test('T1: the event’s own hours say their weekday where it is another there', () => {
  const it = session('2027-03-09T23:30:00Z', '2027-03-10T00:30:00Z', 'Africa/Dakar');
  assert.equal(plain(time.hostedText(it, 'Africa/Abidjan', 'en')), '23:30 – Wednesday 00:30');
  assert.equal(plain(time.hostedText(it, 'Africa/Lagos', 'en')), 'Tuesday 23:30 – Wednesday 00:30');
  assert.equal(plain(time.hostedText(session('2027-03-10T03:00:00Z', '2027-03-10T04:00:00Z', 'Africa/Dakar'), 'America/Lima', 'fr')), 'mercredi 03:00 – 04:00');
  assert.equal(plain(time.hostedText(session('2027-03-09T14:00:00Z', '2027-03-09T15:30:00Z', 'Africa/Dakar'), 'Africa/Lagos', 'en')), '14:00 – 15:30');
});

test('T5: says by how much "your time" moves when only one side changes its clocks', () => {
  const before = session('2027-03-22T14:00:00Z', '2027-03-22T15:00:00Z', 'Africa/Dakar');
  const after = session('2027-03-29T14:00:00Z', '2027-03-29T15:00:00Z', 'Africa/Dakar');
  assert.equal(time.shiftInHours(before, after, 'Europe/Paris'), 1);
  assert.equal(time.shiftInHours(before, after, 'Africa/Lagos'), 0);
  const autumn = [session('2027-10-25T14:00:00Z', '', 'Africa/Dakar'), session('2027-11-01T14:00:00Z', '', 'Africa/Dakar')];
  assert.equal(time.shiftInHours(...autumn, 'Europe/Paris'), -1);
  assert.equal(time.shiftInHours(before, session('2027-03-29T16:00:00Z', '', 'Africa/Dakar'), 'Africa/Lagos'), 0);
});

const searchIn = async (lang) => {
  const [own, its] = [await load('src/time/zone-search.ts', lang), await load('src/time/zone.ts', lang)];
  its.learnCities(cities[lang]);
  return (typed) => own.findPlaces(typed, { lang, cityName: its.cityName, zoneName: its.zoneName });
};
const firstOf = (found) => found[0] && `${found[0].city}${found[0].name && ` · ${found[0].name}`}`;

test('T6: a zone is found by city, country, alias, with accents and apostrophes or without', async () => {
  const english = await searchIn('en');
  for (const [typed, zone, shown] of [
    ['nigeria', 'Africa/Lagos'],
    ['ghana', 'Africa/Accra', 'Accra · Ghana'],
    ['senegal', 'Africa/Dakar', 'Dakar · Senegal'],
    ['geneva', 'Europe/Zurich', 'Geneva · Switzerland'],
    ['cotonou', 'Africa/Porto-Novo', 'Cotonou · Benin'],
    ['quito', 'America/Guayaquil', 'Quito · Ecuador'],
    ['mumbai', 'Asia/Calcutta', 'Mumbai · India'],
    ["cote d'ivoire", 'Africa/Abidjan', 'Abidjan · Côte d’Ivoire'],
    ['sao pau', 'America/Sao_Paulo'],
    ['bogotá', 'America/Bogota'],
    ['united states', 'America/Adak'],
    ['usa', 'America/Adak'],
    ['uk', 'Europe/London', 'London · United Kingdom'],
    ['DRC', 'Africa/Lubumbashi'],
    ['ivory coast', 'Africa/Abidjan'],
    ['turkey', 'Europe/Istanbul'],
    ['burma', 'Asia/Rangoon'],
    ['cabo verde', 'Atlantic/Cape_Verde'],
    ['newfoundland', 'America/St_Johns'],
    ['utc', 'UTC', 'UTC'],
    ['America/Lima', 'America/Lima'],
    ['africa/la', 'Africa/Lagos'],
    ['ciudad juarez', 'America/Ciudad_Juarez', 'Ciudad Juárez · Mexico'],
    ['coyhaique', 'America/Coyhaique', 'Coyhaique · Chile'],
  ]) {
    const found = english(typed);
    assert.equal(found[0]?.zone, zone, typed);
    if (shown) assert.equal(firstOf(found), shown);
  }
  const india = english('india').map((it) => it.city);
  assert.ok(!india.includes('Antananarivo') && india.indexOf('Kolkata') < india.indexOf('Indianapolis') && india[0] !== 'Indianapolis', india.join());
  assert.equal(english('singapore')[0].name, '', 'a country that is called as its city is said once');
  assert.equal(firstOf(english('nuuk')), 'Nuuk · Greenland');
  assert.deepEqual(english('  '), []);
});

test('T6: and in the reader’s language', async () => {
  const french = await searchIn('fr');
  assert.equal(firstOf(french('Genève')), 'Genève · Suisse');
  assert.equal(firstOf(french("cote d'ivoire")), 'Abidjan · Côte d’Ivoire');
  assert.equal(french('geneve')[0].zone, 'Europe/Zurich');
  assert.equal((await searchIn('es'))('ginebra')[0].city, 'Ginebra');
  assert.equal((await searchIn('pt'))('munique')[0].city, 'Munique');
});

test('T6: a city that was chosen in one language is called as in the next', async () => {
  const [own, its] = [await load('src/time/zone-search.ts', 'again'), await load('src/time/zone.ts', 'again')];
  its.learnCities(cities.es);
  const known = { lang: 'es', cityName: its.cityName, zoneName: its.zoneName };
  assert.equal(own.sameCity({ zone: 'Europe/Zurich', city: 'Genève' }, known).city, 'Ginebra');
  assert.equal(own.sameCity({ zone: 'Europe/London', city: 'Londres' }, known).city, 'Londres');
  assert.equal(own.sameCity({ zone: 'America/New_York', city: 'New York' }, known).city, 'Nueva York');
  assert.equal(own.sameCity({ zone: 'Nowhere/At_All', city: 'Nowhere' }, known), null);
});

test('spans of months are said in their own calendar, whatever the zone', () => {
  assert.equal(plain(time.spanText('2027-03-01', '2027-03-31', 'en')), 'March 2027');
  assert.equal(plain(time.spanText('2027-03-01', '2027-03-31', 'fr')), 'Mars 2027');
  assert.match(plain(time.spanText('2027-03-15', '2027-04-15', 'en')), /March.*April 2027/);
});

test('countdowns', () => {
  assert.equal(time.countdown(65_000), '1:05');
  assert.equal(time.countdown(3_909_000), '1:05:09');
  assert.equal(time.countdown(-5), '0:00');
});
