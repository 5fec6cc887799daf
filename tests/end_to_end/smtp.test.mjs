// Mails through a real SMTP server that is there, not there yet, refuses for a while, or wants STARTTLS and a password.
// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { demoFolder, freePort, Lectern, newFolder, rows, shape } from '../support/lectern.mjs';
import { SmtpSink, takeApart } from '../support/mailbox.mjs';
import { until } from '../support/wait.mjs';

const edition = 12;
const env = (port, user = '', more = {}) => ({ LECTERN_MAIL_SMTP_URL: `smtp://${user}${user ? 'localhost' : '127.0.0.1'}:${port}`, LECTERN_MAIL_FROM: 'events@learn.example.org', LECTERN_SITE_URL: 'https://learn.example.org', ...more });
const messages = (data) => rows(data, "SELECT email, state, attempts, reason, due_at FROM message WHERE kind = 'confirmation' ORDER BY id");

test('each mail arrives once, with links of the site, and the built-in mailbox is shut', async () => {
    const sink = await SmtpSink.listen();
    const server = await Lectern.serve({ env: env(sink.port) });
    try {
        const people = Array.from({ length: 12 }, (_, i) => `person${i}@example.net`);
        for (const person of people) assert.equal((await server.register(edition, person)).status, 201);
        await until(() => sink.mails.length >= people.length, 'all mails');
        await until(() => messages(server.data).every((it) => it.state === 'sent'), 'all are marked sent');
        assert.deepEqual(sink.mails.map((it) => it.to).flat().sort(), people.toSorted());
        const { mail, link, calendar } = await takeApart(sink.mails[0].bytes);
        assert.equal(mail.from.value[0].address, 'events@learn.example.org');
        assert.match(link('me'), /^https:\/\/learn\.example\.org\/me\//);
        assert.equal(calendar.events[0].organizer, 'mailto:events@learn.example.org');
        assert.equal(server.operatorLink, undefined);
        for (const path of ['/admin', '/admin/mail']) assert.equal((await server.get(path)).status, 404, path);
        const folder = join(server.data, 'mail');
        assert.ok(!existsSync(folder) || readdirSync(folder).length === 0);
    } finally {
        await server.stop();
        await sink.close();
    }
});

test('what was asked for while the mail server was away is sent once when it is back', async () => {
    const port = await freePort();
    const data = demoFolder();
    let server = await Lectern.serve({ data, env: env(port) });
    assert.equal((await server.register(edition, 'patient@example.net')).status, 201);
    await until(() => messages(data)[0]?.reason, 'the first attempt failed');
    const [row] = messages(data);
    assert.equal(row.state, 'queued');
    assert.ok(row.due_at > Date.now(), 'it is tried again later');
    await server.stop();
    shape(data, "UPDATE message SET due_at = 0 WHERE kind = 'confirmation'"); // later has come

    const sink = await SmtpSink.listen({ port });
    server = await Lectern.serve({ data, env: env(port) });
    try {
        await until(() => messages(data)[0].state === 'sent', 'the mail is sent');
        assert.equal(sink.to('patient@example.net').length, 1);
    } finally {
        await server.stop();
        await sink.close();
    }
});

test('a refusal for now is tried again, with the same bytes; one for ever is not, and the others go on', async () => {
    let greylisting = true;
    const answer = (address) => (address === 'gone@example.net' ? [550, '5.1.1 no such user'] : greylisting && address === 'grey@example.net' ? [451, '4.7.1 greylisted'] : undefined);
    const sink = await SmtpSink.listen({ answer });
    const data = demoFolder();
    let server = await Lectern.serve({ data, env: env(sink.port) });
    try {
        for (const name of ['grey', 'gone', 'fine']) await server.register(edition, `${name}@example.net`);
        await until(() => sink.to('fine@example.net').length === 1, 'the fine one is sent');
        const stateOf = (name) => messages(data).find((it) => it.email === `${name}@example.net`);
        await until(() => stateOf('gone').state === 'failed' && stateOf('grey').reason, 'both answers are noted');
        assert.match(stateOf('gone').reason, /550 5\.1\.1/);
        assert.match(stateOf('grey').reason, /451 4\.7\.1/);
        assert.deepEqual([stateOf('grey').state, stateOf('grey').attempts], ['queued', 1]);
        await server.stop();
        shape(data, "UPDATE message SET due_at = 0 WHERE state = 'queued' AND attempts > 0");
        greylisting = false;
        server = await Lectern.serve({ data, env: env(sink.port) });
        await until(() => stateOf('grey').state === 'sent', 'the greylisted one is sent');
        assert.equal(sink.to('grey@example.net').length, 1);
        assert.equal(sink.to('gone@example.net').length, 0);
    } finally {
        await server.stop();
        await sink.close();
    }
});

test('a mail server that falls silent after the dot does not hold up the stop, and the mail goes again', async () => {
    let atTheDot = 0;
    const silent = await SmtpSink.listen({
        onData: (stream) => {
            stream.resume();
            stream.on('end', () => { atTheDot += 1; }); // and not a word
        },
    });
    const data = demoFolder();
    const server = await Lectern.serve({ data, env: env(silent.port) });
    await server.register(edition, 'waiting@example.net');
    await until(() => atTheDot > 0, 'the mail is handed over');
    const { code, ms } = await server.stop();
    assert.equal(code, 0);
    assert.ok(ms < 20_000, `${ms} ms`);
    const [row] = messages(data);
    assert.equal(row.state, 'queued', 'nobody said that it was taken');
    await silent.close();

    shape(data, "UPDATE message SET due_at = 0 WHERE kind = 'confirmation'");
    const sink = await SmtpSink.listen();
    const next = await Lectern.serve({ data, env: env(sink.port) });
    try {
        await until(() => sink.to('waiting@example.net').length === 1, 'it is sent');
    } finally {
        await next.stop();
        await sink.close();
    }
});

test('where the mail server says nothing, the log says what happened instead of a code', async () => {
    const port = await freePort();
    const server = await Lectern.serve({ env: env(port) });
    await server.register(edition, 'nobody@example.net');
    const { outcome, code, instead } = await until(() => server.logLines.map((it) => JSON.parse(it)).find((it) => it.event === 'message'), 'the line');
    assert.deepEqual([outcome, code, instead], ['later', undefined, 'no answer from the mail server']);
    await until(() => messages(server.data)[0].reason === 'no answer from the mail server', 'the row says so too');
    await server.stop();
});

// That a trusted certificate is taken is seen in tests/mail/smtp.test.mjs, where authorities can be given.
test('a mail server whose certificate nobody vouches for is told neither password nor mail, and nothing fails for it', async () => {
    const folder = newFolder('certificate');
    execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2', '-subj', '/CN=localhost',
        '-addext', 'subjectAltName=DNS:localhost', '-keyout', 'key.pem', '-out', 'cert.pem'], { cwd: folder, stdio: 'pipe' });
    const pem = { key: readFileSync(join(folder, 'key.pem')), cert: readFileSync(join(folder, 'cert.pem')) };
    const tried = [];
    const onAuth = (auth, session, done) => {
        tried.push(auth.username);
        done(null, { user: auth.username });
    };
    const sink = await SmtpSink.listen({ ...pem, disabledCommands: [], authOptional: false, onAuth });
    const data = demoFolder();
    const server = await Lectern.serve({ data, env: env(sink.port, 'lectern:p%40ss@') });
    try {
        await server.register(edition, 'secret@example.net');
        await until(() => sink.connections > 0 && messages(data)[0].due_at > Date.now(), 'sending pauses');
        assert.equal(messages(data)[0].state, 'queued', 'nothing failed for it');
        assert.deepEqual(tried, [], 'no password to whom nobody vouches for');
        assert.deepEqual(sink.mails, []);
        assert.ok(!server.log.includes('p@ss') && !server.log.includes('p%40ss'));
    } finally {
        await server.stop();
        await sink.close();
    }
});
