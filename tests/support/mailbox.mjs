// Reads mails: those of the built-in mailbox, and those that an SMTP server of ours was handed.
// SPDX-License-Identifier: MIT
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ICAL from 'ical.js';
import { simpleParser } from 'mailparser';
import nodeIcal from 'node-ical';
import { SMTPServer } from 'smtp-server';
import { until } from './wait.mjs';

/** A mail taken apart: what people see, its links, its calendar by two readers. */
export async function takeApart(bytes) {
    const mail = await simpleParser(bytes, { skipTextToHtml: true, skipTextLinks: true });
    const calendar = mail.attachments.find((it) => it.contentType === 'text/calendar')?.content.toString('utf8');
    return {
        mail,
        bytes: Buffer.from(bytes),
        to: mail.to?.value[0]?.address,
        subject: mail.subject,
        text: mail.text ?? '',
        html: mail.html || '',
        link: (kind) => new RegExp(`https?://[^\\s<>")]+/${kind}/[A-Za-z0-9_-]+`).exec(mail.text ?? '')?.[0],
        calendar: calendar && readCalendar(calendar),
    };
}

/** What ical.js finds by the zone in the file, and what node-ical finds by the zone's name. */
export function readCalendar(text) {
    const whole = new ICAL.Component(ICAL.parse(text));
    ICAL.TimezoneService.reset();
    for (const zone of whole.getAllSubcomponents('vtimezone')) ICAL.TimezoneService.register(zone);
    const events = whole.getAllSubcomponents('vevent').map((component) => {
        const event = new ICAL.Event(component);
        return {
            uid: event.uid, start: event.startDate.toJSDate().toISOString(), end: event.endDate.toJSDate().toISOString(), sequence: event.sequence,
            status: component.getFirstPropertyValue('status'), summary: event.summary,
            attendees: component.getAllProperties('attendee').map((it) => it.getFirstValue()),
            organizer: component.getFirstPropertyValue('organizer'),
        };
    });
    const others = Object.values(nodeIcal.sync.parseICS(text)).filter((it) => it.type === 'VEVENT');
    return {
        text, events, method: whole.getFirstPropertyValue('method'),
        nodeIcal: others.map((it) => ({ uid: it.uid, start: it.start.toISOString(), end: it.end.toISOString(), sequence: Number(it.sequence ?? 0), method: it.method })),
    };
}

const parsed = new Map(); // files never change once they have their name
export async function mailsIn(data) {
    const folder = join(data, 'mail');
    if (!existsSync(folder)) return [];
    const names = readdirSync(folder).filter((it) => it.endsWith('.eml') && !it.startsWith('.')).sort();
    return Promise.all(names.map((name) => {
        const path = join(folder, name);
        if (!parsed.has(path)) parsed.set(path, takeApart(readFileSync(path)).then((it) => ({ name, ...it })));
        return parsed.get(path);
    }));
}

/** Waits for `count` mails to the address that are as wanted, and gives all such. */
export function mailsTo(data, address, { count = 1, as = () => true, limit } = {}) {
    return until(async () => {
        const found = (await mailsIn(data)).filter((it) => it.to === address && as(it));
        return found.length >= count && found;
    }, `${count} mails to ${address}`, limit);
}

export const mailTo = async (data, address, as, limit) => (await mailsTo(data, address, { as, limit })).at(-1);

/** An SMTP server on the loopback. `answer(address)` may give [code, text] for a recipient. */
export class SmtpSink {
    mails = [];
    connections = 0;

    static async listen({ port = 0, answer = () => undefined, ...options } = {}) {
        const own = new SmtpSink();
        own.answer = answer;
        own.server = new SMTPServer({
            authOptional: true, disabledCommands: ['AUTH', 'STARTTLS'], disableReverseLookup: true, logger: false, closeTimeout: 200,
            onConnect: (session, done) => {
                own.connections += 1;
                done();
            },
            onRcptTo: ({ address }, session, done) => {
                const refused = own.answer(address);
                done(refused ? Object.assign(new Error(refused[1]), { responseCode: refused[0] }) : null);
            },
            onData: (stream, session, done) => {
                const chunks = [];
                stream.on('data', (chunk) => chunks.push(chunk));
                stream.on('end', () => {
                    own.mails.push({ to: session.envelope.rcptTo.map((it) => it.address), from: session.envelope.mailFrom.address, secure: session.secure, user: session.user, bytes: Buffer.concat(chunks) });
                    done(null, 'taken');
                });
            },
            ...options,
        });
        own.server.on('error', () => {});
        await new Promise((done) => own.server.listen(port, '127.0.0.1', done));
        own.port = own.server.server.address().port;
        return own;
    }

    to(address) {
        return this.mails.filter((it) => it.to.includes(address));
    }

    close() {
        return new Promise((done) => this.server.close(done));
    }
}
