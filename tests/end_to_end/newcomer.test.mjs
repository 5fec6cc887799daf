// A newcomer's first hour: the demo, a registration as JSON and as a form, the mails, the calendar, leaving again.
// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import test, { after, before } from 'node:test';
import { demoFolder, Lectern, run, shape } from '../support/lectern.mjs';
import { mailsTo, mailTo, readCalendar } from '../support/mailbox.mjs';

const slug = 'closure-starts-on-day-one';
const scarce = 'o-que-fica-quando-a-mina-sai';
const workshop = 'mapear-riscos-em-conjunto';
let server;
before(async () => {
    const data = demoFolder();
    shape(data, 'UPDATE edition SET capacity = seats_taken + 2 /* one for the month */ WHERE id = 15');
    server = await Lectern.serve({ data });
});
after(() => server?.stop());

const eventOf = async (which) => (await server.get(`/api/v1/events/${which}`)).json;
const editionOf = async (which) => (await eventOf(which)).editions[0];
const isoOf = (time) => new Date(time).toISOString();
const tokenOf = (link) => link.split('/').at(-1);

/** The calendar of a mail tells the session of the API, by both readers. */
function tells(calendar, session, { method, address }) {
    assert.equal(calendar.method, method);
    assert.equal(calendar.events.length, 1);
    assert.equal(calendar.nodeIcal.length, 1);
    for (const event of [calendar.events[0], calendar.nodeIcal[0]]) {
        assert.equal(event.start, isoOf(session.starts_at));
        assert.equal(event.end, isoOf(session.ends_at));
    }
    assert.deepEqual(calendar.events[0].attendees, [`mailto:${address}`]);
}

test('a registration as JSON is confirmed, and the mail holds links and a calendar entry of the same instants', async () => {
    const address = 'ngozi@example.net';
    const edition = await editionOf(slug);

    const answer = await server.register(edition.id, address);

    assert.equal(answer.status, 201, answer.text);
    assert.deepEqual(Object.keys(answer.json).sort(), ['receipt', 'state']);
    assert.equal(answer.json.state, 'confirmed');
    const { mail, calendar, link, text, html } = await mailTo(server.data, address);
    assert.match(mail.subject, /Closure starts on day one/);
    assert.ok(link('me')?.startsWith(`${server.url}/me/`), text);
    assert.ok(html.includes(link('me')));
    assert.equal(mail.headers.get('auto-submitted'), 'auto-generated');
    tells(calendar, edition.sessions[0], { method: 'REQUEST', address });
    assert.deepEqual(mail.attachments.map((it) => it.contentType), ['text/calendar', 'application/ics']);
    assert.equal(mail.attachments[1].content.toString('utf8'), calendar.text);
});

test('leaving sends a CANCEL of the same entry with a higher number, and coming back a REQUEST above that', async () => {
    const address = 'leaving@example.net';
    const edition = await editionOf(slug);
    await server.register(edition.id, address);
    const first = await mailTo(server.data, address);

    const left = await server.request('DELETE', `/api/v1/registrations/${tokenOf(first.link('me'))}`);
    assert.equal(left.status, 200, left.text);
    assert.equal(left.json.state, 'cancelled');
    const second = await mailTo(server.data, address, (it) => it.calendar?.method === 'CANCEL');
    tells(second.calendar, edition.sessions[0], { method: 'CANCEL', address });
    assert.equal(second.calendar.events[0].uid, first.calendar.events[0].uid);
    assert.equal(second.calendar.events[0].status, 'CANCELLED');
    assert.ok(second.calendar.events[0].sequence > first.calendar.events[0].sequence);

    await server.register(edition.id, address);
    const third = await mailTo(server.data, address, (it) => it.calendar?.method === 'REQUEST' && it.name > second.name);
    assert.equal(third.calendar.events[0].uid, first.calendar.events[0].uid);
    assert.ok(third.calendar.events[0].sequence > second.calendar.events[0].sequence, 'a REQUEST after a CANCEL counts on');
    assert.ok(third.link('me') !== first.link('me'), 'a new place has a link of its own');
});

test('the form of the page leads to a page that says what happened, and mails the same', async () => {
    const address = 'form@example.net';
    const edition = await editionOf(slug);
    const form = { email: address, name: 'José Form', edition: edition.id, locale: 'fr', time_zone: '', website: '' };

    const answer = await server.request('POST', `/fr/events/${slug}/register`, { form });

    assert.equal(answer.status, 303, answer.text);
    assert.equal(answer.headers.location, `/fr/events/${slug}/registered`);
    const cookie = answer.headers['set-cookie'].map((it) => it.split(';')[0]).join('; ');
    assert.match(answer.headers['set-cookie'][0], /; HttpOnly; SameSite=Lax/);
    const page = await server.get(answer.headers.location, { cookie });
    assert.equal(page.status, 200);
    assert.equal(page.headers['cache-control'], 'no-store');
    const mail = await mailTo(server.data, address);
    assert.match(mail.link('me'), /\/fr\/me\//);
    tells(mail.calendar, edition.sessions[0], { method: 'REQUEST', address });
});

test('mistakes in the form give the filled page again, all at once, and mistakes in JSON a problem with every field', async () => {
    const edition = await editionOf(slug);
    const page = await server.request('POST', `/events/${slug}/register`, { form: { email: 'no address', name: '', organisation: 'Kept & <safe>', edition: edition.id } });
    assert.equal(page.status, 422);
    for (const kept of ['value="no address"', 'value="Kept &amp; &lt;safe&gt;"', 'id="e-email"', 'id="e-name"']) assert.ok(page.text.includes(kept), kept);

    const json = await server.request('POST', `/api/v1/editions/${edition.id}/registrations`, { json: { email: 'no address', surprise: 1, locale: 'en', time_zone: 'Mars/Base' } });
    assert.equal(json.status, 422);
    assert.match(json.headers['content-type'], /^application\/problem\+json/);
    assert.deepEqual(json.json.errors.map((it) => it.pointer).sort(), ['/email', '/name', '/surprise', '/time_zone']);
});

test('a known address is answered like a new one, and told once that it has a place already', async () => {
    const address = 'twice@example.net';
    const edition = await editionOf(slug);
    const first = await server.register(edition.id, address);
    await mailTo(server.data, address);

    const second = await server.register(edition.id, address.toUpperCase());
    await server.register(edition.id, address);

    assert.equal(second.status, first.status);
    assert.equal(second.json.state, first.json.state);
    assert.equal(second.json.receipt.length, (await server.register(edition.id, 'tw1ce@example.net')).json.receipt.length);
    const mails = await mailsTo(server.data, address, { count: 2 });
    assert.equal(mails.length, 2, 'the confirmation and one message');
    assert.equal(mails[1].calendar, undefined);
});

test('the same Idempotency-Key replays the first answer, and refuses another request', async () => {
    const edition = await editionOf(slug);
    const headers = { 'idempotency-key': 'a-key-of-this-test' };
    const first = await server.register(edition.id, 'key@example.net', {}, { headers });
    const again = await server.register(edition.id, 'key@example.net', {}, { headers });
    const other = await server.register(edition.id, 'other@example.net', {}, { headers });

    assert.equal(again.text, first.text);
    assert.equal(again.status, first.status);
    assert.equal(other.status, 422);
});

test('a workshop of three days mails its sessions one by one, each an entry of its own', async () => {
    const address = 'workshop@example.net';
    const edition = await editionOf(workshop);
    assert.equal((await server.register(edition.id, address)).json.state, 'confirmed');

    const mails = await mailsTo(server.data, address, { count: 3, as: (it) => it.calendar });

    assert.deepEqual(mails.map((it) => it.calendar.events[0].start).sort(), edition.sessions.map((it) => isoOf(it.starts_at)).sort());
    assert.equal(new Set(mails.map((it) => it.calendar.events[0].uid)).size, 3);
});

test('the whole month gives a place at every coming event, with one confirmation', async () => {
    const address = 'month@example.net';
    const answer = await server.request('POST', '/api/v1/months/closing-well/enrolments', { json: { email: address, name: 'Month', locale: 'pt', time_zone: 'Africa/Maputo' } });
    assert.equal(answer.status, 201, answer.text);
    const month = (await server.get('/api/v1/months/closing-well')).json;
    const editions = month.events.map((it) => it.editions[0]);
    assert.deepEqual(answer.json.registrations.map((it) => it.edition).sort((a, b) => a - b), editions.map((it) => it.id).sort((a, b) => a - b));

    const entries = await mailsTo(server.data, address, { count: editions.length, as: (it) => it.calendar });
    assert.deepEqual(entries.map((it) => it.calendar.events[0].start).sort(), editions.map((it) => isoOf(it.sessions[0].starts_at)).sort());
    const me = (await server.get(`/api/v1/registrations/${tokenOf(entries[0].link('me'))}`)).json;
    assert.equal(me.others.length, editions.length - 1);
});

test('a full event has a waiting list, and the seat that is given up goes to the first in line with a REQUEST', async () => {
    const edition = await editionOf(scarce);
    const [ann, bo, cy] = ['ann@example.net', 'bo@example.net', 'cy@example.net'];
    assert.equal((await server.register(edition.id, ann)).json.state, 'confirmed');
    const waits = await server.register(edition.id, bo, { locale: 'es' });
    assert.deepEqual([waits.status, waits.json.state, waits.json.position], [202, 'waitlisted', 1]);
    assert.equal((await server.register(edition.id, cy)).json.position, 2);
    const [mailOfAnn, mailOfBo, mailOfCy] = await Promise.all([ann, bo, cy].map((it) => mailTo(server.data, it)));
    assert.equal(mailOfBo.calendar, undefined, 'no entry before there is a place');
    const see = async (mail) => (await server.get(`/api/v1/registrations/${tokenOf(mail.link('me'))}`)).json;
    assert.deepEqual([(await see(mailOfBo)).position, (await see(mailOfBo)).join_url], [1, null]);

    await server.request('DELETE', `/api/v1/registrations/${tokenOf(mailOfAnn.link('me'))}`);

    const promoted = await mailTo(server.data, bo, (it) => it.calendar);
    tells(promoted.calendar, edition.sessions[0], { method: 'REQUEST', address: bo });
    assert.equal((await see(mailOfBo)).state, 'confirmed');
    assert.equal((await see(mailOfCy)).position, 1);
    assert.equal((await editionOf(scarce)).seats_left, 0);
});

test('feeds publish without addressees, under the same UIDs as the mails', async () => {
    const address = 'feed@example.net';
    const event = await eventOf(slug);
    await server.register(event.editions[0].id, address);
    const { uid } = (await mailTo(server.data, address)).calendar.events[0];
    for (const path of [`/calendar/events/${slug}.ics`, '/calendar/months/closing-well.ics', `/calendar/communities/${event.community.slug}.ics`]) {
        const feed = await server.get(path);
        assert.equal(feed.status, 200, path);
        const calendar = readCalendar(feed.text);
        assert.equal(calendar.method, 'PUBLISH');
        assert.ok(calendar.events.every((it) => it.attendees.length === 0));
        assert.ok(calendar.events.some((it) => it.uid === uid && it.start === isoOf(event.editions[0].sessions[0].starts_at)), path);
        assert.equal((await server.get(path, { headers: { 'if-none-match': feed.headers.etag } })).status, 304);
        assert.ok(!feed.text.includes('meet.example.org'), 'no way into the room in public');
    }
});

test('"this was not me" gives the place up without a trace of who it was', async () => {
    const address = 'notme@example.net';
    const edition = await editionOf(slug);
    await server.register(edition.id, address);
    const mail = await mailTo(server.data, address);
    const denied = await server.request('POST', `/me/${tokenOf(mail.link('me'))}`, { form: { action: 'not_me' } });
    assert.equal(denied.status, 303, denied.text);
    assert.equal((await server.register(edition.id, address)).json.state, 'unverified', 'the next form for it must be proven');
});

test('links work for their own purpose only, and guessed ones are not found', async () => {
    const address = 'links@example.net';
    const edition = await editionOf(slug);
    await server.register(edition.id, address);
    const mail = await mailTo(server.data, address);
    const me = tokenOf(mail.link('me'));
    const { join_url: join } = (await server.get(`/api/v1/registrations/${me}`)).json;
    const last = me.at(-3) === 'A' ? 'B' : 'A';
    for (const path of [`/me/${tokenOf(join)}`, `/j/${me}`, `/me/${me.slice(0, -3)}${last}${me.slice(-2)}`, '/me/x', `/api/v1/registrations/${me}x`, '/u/1'])
        assert.equal((await server.get(path)).status, 404, path);
    const page = await server.get(`/me/${me}`);
    assert.equal(page.headers['cache-control'], 'no-store');
    assert.equal(page.headers['x-robots-tag'], 'noindex');
});

test('a GET of a personal page changes nothing, whatever it asks for', async () => {
    const address = 'prefetch@example.net';
    const edition = await editionOf(slug);
    await server.register(edition.id, address);
    const me = tokenOf((await mailTo(server.data, address)).link('me'));
    await server.get(`/me/${me}?action=cancel`);
    assert.equal((await server.get(`/api/v1/registrations/${me}`)).json.state, 'confirmed');
});

test('afterwards the data folder passes the check', async () => {
    await server.stop();
    const { code, out, err } = await run(['check', '--data', server.data]);
    assert.equal(code, 0, out + err);
    assert.ok(existsSync(server.data));
    server = undefined;
});
