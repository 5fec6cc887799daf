// Reads what samples.cpp wrote with ical.js, node-ical and mailparser, and compares with manifest.json.
// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import test from 'node:test';
import ICAL from 'ical.js';
import { simpleParser } from 'mailparser';
import nodeIcal from 'node-ical';
import { built, newFolder } from '../support/lectern.mjs';

const require = createRequire(import.meta.url);
const moment = createRequire(require.resolve('node-ical'))('moment-timezone');

const folder = newFolder('samples');
execFileSync(built('mail_samples'), [folder]);
const read = (name) => readFileSync(join(folder, name));
const manifest = JSON.parse(read('manifest.json'));
const iso = (date) => new Date(date).toISOString();

const calendars = [
    ...manifest.feeds.map(({ file, method, events }) => ({ file, method, events, personal: false })),
    ...manifest.mails.map(({ invite, method, event }) => ({ file: invite, method, events: [event], personal: true })),
];

let all = 0;
let compared = 0;

for (const { file, method, events, personal } of calendars) {
    test(`ical.js finds every instant of ${file} by the zone in the file`, () => {
        const calendar = new ICAL.Component(ICAL.parse(read(file).toString('utf8')));
        assert.equal(calendar.getFirstPropertyValue('method'), method);
        for (const zone of calendar.getAllSubcomponents('vtimezone')) ICAL.TimezoneService.register(zone);
        const found = calendar.getAllSubcomponents('vevent').map((component) => new ICAL.Event(component));
        assert.equal(found.length, events.length);
        found.forEach((event, i) => {
            const want = events[i];
            assert.equal(event.uid, want.uid);
            assert.equal(iso(event.startDate.toJSDate()), iso(want.start), `${want.uid} start`);
            assert.equal(iso(event.endDate.toJSDate()), iso(want.end), `${want.uid} end`);
            assert.equal(event.sequence, want.sequence);
            assert.equal(event.summary, want.summary);
            assert.equal(event.description ?? '', want.description);
            assert.equal(event.location ?? '', want.location);
            assert.equal(event.component.getFirstPropertyValue('status'), want.status);
            assert.deepEqual(event.attendees.map((a) => a.getFirstValue()), personal ? ['mailto:adaeze@example.net'] : []);
        });
        ICAL.TimezoneService.reset();
    });

    // node-ical looks zones up in the database that it brings along, which may be older than that of the system.
    const agrees = ({ start, zone, offset }) => moment.tz(start, zone).utcOffset() * 60 === offset;
    test(`node-ical finds every instant of ${file} by its own zones`, (t) => {
        const parsed = nodeIcal.sync.parseICS(read(file).toString('utf8'));
        const found = Object.fromEntries(Object.values(parsed).filter((x) => x.type === 'VEVENT').map((x) => [x.uid, x]));
        assert.equal(Object.keys(found).length, events.length);
        let here = 0;
        for (const want of events) {
            const event = found[want.uid];
            if (agrees(want) && agrees({ ...want, start: want.end, offset: want.end_offset })) {
                assert.equal(iso(event.start), iso(want.start), `${want.uid} start`);
                assert.equal(iso(event.end), iso(want.end), `${want.uid} end`);
                here += 1;
            }
            assert.equal(Number(event.sequence), want.sequence);
            assert.equal(event.status, want.status);
        }
        all += events.length;
        compared += here;
        if (here < events.length) t.diagnostic(`${events.length - here} of ${events.length} times not compared: node-ical's zones are of another year`);
    });
}

test('most times were compared with node-ical', () => assert.ok(compared > all * 0.75, `${compared} of ${all}`));

const shapeOf = (mail) => [...mail.headerLines.map(({ key }) => key), ...mail.attachments.map((a) => a.contentType)];
let reference;

for (const mail of manifest.mails) {
    test(`mailparser takes ${mail.file} apart like every other`, async () => {
        const parsed = await simpleParser(read(mail.file), { skipTextToHtml: true, skipTextLinks: true });
        reference ??= shapeOf(parsed);
        assert.deepEqual(shapeOf(parsed), reference);
        assert.equal(parsed.messageId, `<${mail.message_id}>`);
        assert.equal(parsed.subject, mail.subject);
        const people = { from: 'events@example.org', to: 'adaeze@example.net', replyTo: 'marta@example.org' };
        for (const [field, address] of Object.entries(people)) {
            assert.deepEqual(parsed[field].value.map((x) => x.address), [address]);
            assert.equal(parsed[field].value[0].name, mail.name);
        }
        assert.equal(parsed.bcc, undefined);
        assert.equal(parsed.text.trimEnd(), mail.plain.trimEnd());
        assert.equal(parsed.html.trimEnd(), mail.html.trimEnd());
        const invite = read(mail.invite).toString('utf8');
        assert.equal(parsed.attachments.length, 2);
        for (const attachment of parsed.attachments) assert.equal(attachment.content.toString('utf8'), invite);
        assert.deepEqual(parsed.attachments.map((a) => a.contentType), ['text/calendar', 'application/ics']);
        assert.equal(parsed.attachments[1].filename, mail.file_name);
    });
}
