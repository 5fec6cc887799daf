// Sends mails with the program built from deliver.cpp to real SMTP servers (smtp-server) that refuse, break off, pretend
// and hang, each on a port of the loopback that the system chooses. Nothing sleeps.
// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after } from 'node:test';
import { SMTPServer } from 'smtp-server';
import { built } from '../support/lectern.mjs';

const program = built('mail_deliver');
const folder = mkdtempSync(join(tmpdir(), 'lectern-smtp-'));
after(() => rmSync(folder, { recursive: true }));

const from = 'events@example.org';
const mail = ['Subject: dots', '', '.', '..', '.one', 'two.', '. ', '.', 'From here', 'x'.repeat(76), '', '.', ''].join('\r\n');
writeFileSync(join(folder, 'mail.eml'), mail);
const dots = `.first line is a dot line\r\n${mail}`;
writeFileSync(join(folder, 'dots.eml'), dots);

// An authority, a certificate of it for localhost, and one for another name.
const openssl = (...options) => execFileSync('openssl', options, { cwd: folder, stdio: 'pipe' });
openssl('req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2', '-subj', '/CN=Test authority',
    '-keyout', 'ca.key', '-out', 'ca.pem');
for (const name of ['localhost', 'other.example']) {
    writeFileSync(join(folder, 'ext'), `subjectAltName=DNS:${name}\n`);
    openssl('req', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-subj', `/CN=${name}`, '-keyout', `${name}.key`, '-out', `${name}.csr`);
    openssl('x509', '-req', '-in', `${name}.csr`, '-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-days', '2', '-extfile', 'ext', '-out', `${name}.pem`);
}
const certificate = (name) => ({ key: readFileSync(join(folder, `${name}.key`)), cert: readFileSync(join(folder, `${name}.pem`)) });

const refusal = (code, message) => Object.assign(new Error(message), { responseCode: code });

function listen(server) {
    return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve((server.server ?? server).address().port)));
}

// Starts a server that notes what it saw, calls `use` with its port, and stops it.
async function serving(options, use) {
    const seen = { connections: 0, signedIn: [], mails: [] };
    const server = new SMTPServer({
        authOptional: true,
        disabledCommands: ['AUTH', 'STARTTLS'],
        disableReverseLookup: true,
        logger: false,
        closeTimeout: 1,
        onConnect(session, done) {
            seen.connections += 1;
            done();
        },
        onData(stream, session, done) {
            const chunks = [];
            stream.on('data', (chunk) => chunks.push(chunk));
            stream.on('end', () => {
                seen.mails.push({ from: session.envelope.mailFrom, to: session.envelope.rcptTo.map((x) => x.address), bytes: Buffer.concat(chunks).toString('latin1'), hello: session.hostNameAppearsAs, secure: session.secure });
                done(null, 'taken');
            });
        },
        ...options,
    });
    server.on('error', () => {});
    const port = await listen(server);
    try {
        await use(port, seen, server);
    } finally {
        await new Promise((resolve) => server.close(resolve));
    }
    return seen;
}

function deliver(url, { to = ['ann@example.net'], authorities = '-', reply = 20, perConnection = 100, file = 'mail.eml', sender = from } = {}) {
    return new Promise((resolve, reject) => {
        execFile(program, [url, authorities, String(reply), String(perConnection), join(folder, file), sender, ...to],
            { env: { ...process.env, http_proxy: '', all_proxy: '' } },
            (error, out, err) => (error ? reject(new Error(err || error.message)) : resolve(out.trim().split('\n').map((line) => JSON.parse(line)))));
    });
}

const kinds = (outcomes) => outcomes.map(({ kind, code, status }) => [kind, code, status]);
const tls = { disabledCommands: [], authMethods: ['PLAIN', 'LOGIN'], onAuth: (auth, session, done) => done(null, { user: auth.username }) };
const ca = join(folder, 'ca.pem');

test('a mail arrives byte for byte, dots and all, over one connection', async () => {
    await serving({}, async (port, seen) => {
        const outcomes = await deliver(`smtp://127.0.0.1:${port}`, { to: ['ann@example.net', 'bo@example.net', 'cy@example.net'], file: 'dots.eml' });
        assert.deepEqual(outcomes.map((x) => x.kind), ['sent', 'sent', 'sent']);
        assert.equal(seen.connections, 1);
        assert.deepEqual(seen.mails.map((x) => x.to), [['ann@example.net'], ['bo@example.net'], ['cy@example.net']]);
        for (const { bytes, from: sender, hello } of seen.mails) {
            assert.equal(bytes, dots);
            assert.equal(sender.address, from);
            assert.equal(hello, 'lectern.example.org');
        }
    });
});

test('a connection is left after as many mails as it may carry', async () => {
    await serving({}, async (port, seen) => {
        await deliver(`smtp://127.0.0.1:${port}`, { to: ['a@x.org', 'b@x.org', 'c@x.org'], perConnection: 2 });
        assert.equal(seen.connections, 2);
        assert.equal(seen.mails.length, 3);
    });
});

test('refusals of a recipient are told apart, and the next mail goes through', async () => {
    const answers = {
        'grey@x.org': [450, '4.2.0 Greylisted, try again'], 'gone@x.org': [550, '5.1.1 No such user'],
        'full@x.org': [552, '5.2.2 Mailbox full'], 'policy@x.org': [550, '5.7.1 Not from you'], 'bare@x.org': [550, 'User unknown'],
    };
    const onRcptTo = ({ address }, session, done) => done(answers[address] ? refusal(...answers[address]) : null);
    await serving({ onRcptTo }, async (port, seen) => {
        const outcomes = await deliver(`smtp://127.0.0.1:${port}`, { to: [...Object.keys(answers), 'fine@x.org'] });
        assert.deepEqual(kinds(outcomes), [
            ['later', 450, '4.2.0'], ['refused_address', 550, '5.1.1'], ['refused', 552, '5.2.2'], ['refused', 550, '5.7.1'],
            ['refused', 550, ''], ['sent', 250, ''],
        ]);
        assert.equal(outcomes[1].reason, 'No such user');
        assert.deepEqual(seen.mails.map((x) => x.to), [['fine@x.org']]);
    });
});

test('a refused sender pauses sending, a mail that is too big does not', async () => {
    await serving({ onMailFrom: (address, session, done) => done(refusal(550, '5.7.1 Sender not allowed')) }, async (port) => {
        assert.deepEqual(kinds(await deliver(`smtp://127.0.0.1:${port}`)), [['paused', 550, '5.7.1']]);
    });
    await serving({ onMailFrom: (address, session, done) => done(refusal(451, '4.3.0 Later')) }, async (port) => {
        assert.deepEqual(kinds(await deliver(`smtp://127.0.0.1:${port}`)), [['later', 451, '4.3.0']]);
    });
    await serving({ size: 10 }, async (port) => {
        const [outcome] = await deliver(`smtp://127.0.0.1:${port}`);
        assert.deepEqual([outcome.kind, outcome.code], ['refused', 552]);
    });
});

test('an answer after the dot is the answer to the mail', async () => {
    const after = (code, text) => ({ onData: (stream, session, done) => { stream.resume(); stream.on('end', () => done(refusal(code, text))); } });
    await serving(after(451, '4.7.1 Try again'), async (port) => assert.deepEqual(kinds(await deliver(`smtp://127.0.0.1:${port}`)), [['later', 451, '4.7.1']]));
    await serving(after(554, '5.7.1 Spam'), async (port) => assert.deepEqual(kinds(await deliver(`smtp://127.0.0.1:${port}`)), [['refused', 554, '5.7.1']]));
    await serving(after(550, '5.1.1 No such user'), async (port) => assert.deepEqual(kinds(await deliver(`smtp://127.0.0.1:${port}`)), [['refused_address', 550, '5.1.1']]));
});

test('a busy server is asked again later, one that sends us away pauses sending', async () => {
    await serving({ onConnect: (session, done) => done(refusal(421, '4.3.2 Busy')) }, async (port) => {
        const [outcome] = await deliver(`smtp://127.0.0.1:${port}`);
        assert.deepEqual([outcome.kind, outcome.code], ['later', 421]);
    });
    await serving({ onConnect: (session, done) => done(refusal(554, '5.7.1 Blocked')) }, async (port) => {
        const [outcome] = await deliver(`smtp://127.0.0.1:${port}`);
        assert.deepEqual([outcome.kind, outcome.code], ['paused', 554]);
    });
});

test('signing in goes over STARTTLS and over TLS, with the right password only', async () => {
    const onAuth = (auth, session, done) => (auth.username === 'us er' && auth.password === 'p:w/d' ? done(null, { user: 1 }) : done(refusal(535, '5.7.8 Wrong')));
    for (const [scheme, secure] of [['smtp', false], ['smtps', true]])
        await serving({ ...tls, ...certificate('localhost'), onAuth, secure }, async (port, seen) => {
            const good = await deliver(`${scheme}://us%20er:p%3Aw%2Fd@localhost:${port}`, { authorities: ca, to: ['a@x.org', 'b@x.org'] });
            assert.deepEqual(good.map((x) => x.kind), ['sent', 'sent']);
            assert.ok(seen.mails.every((x) => x.secure));
            assert.equal(seen.connections, 1);
            const bad = await deliver(`${scheme}://us%20er:wrong@localhost:${port}`, { authorities: ca });
            assert.deepEqual(kinds(bad), [['paused', 535, '5.7.8']]);
            assert.ok(!bad[0].reason.includes('wrong'));
            assert.equal(seen.mails.length, 2);
        });
});

test('a temporary failure of signing in is temporary', async () => {
    await serving({ ...tls, ...certificate('localhost'), onAuth: (auth, session, done) => done(refusal(454, '4.7.0 Later')) }, async (port) => {
        assert.deepEqual(kinds(await deliver(`smtp://a:b@localhost:${port}`, { authorities: ca })), [['later', 454, '4.7.0']]);
    });
});

test('where STARTTLS has been taken away, neither password nor mail is sent', async () => {
    let asked = 0;
    const onAuth = (auth, session, done) => { asked += 1; done(null, { user: 1 }); };
    await serving({ ...tls, onAuth, disabledCommands: ['STARTTLS'], allowInsecureAuth: true }, async (port, seen) => {
        const [outcome] = await deliver(`smtp://a:b@localhost:${port}`, { authorities: ca });
        assert.equal(outcome.kind, 'paused');
        assert.equal(asked, 0);
        assert.equal(seen.mails.length, 0);
    });
});

test('a certificate that is not trusted or is for another name pauses sending', async () => {
    for (const secure of [false, true])
        for (const [name, authorities] of [['localhost', '-'], ['other.example', ca]])
            await serving({ ...tls, ...certificate(name), secure }, async (port, seen) => {
                const [outcome] = await deliver(`${secure ? 'smtps' : 'smtp'}://a:b@localhost:${port}`, { authorities });
                assert.equal(outcome.kind, 'paused', `${name} ${outcome.reason}`);
                assert.match(outcome.reason, /certificate/);
                assert.equal(seen.mails.length, 0);
            });
});

test('an address in UTF-8 goes only to a server that takes such', async () => {
    await serving({}, async (port, seen) => {
        const outcomes = await deliver(`smtp://127.0.0.1:${port}`, { to: ['ann@x.org', 'josé@x.org', 'bo@x.org'] });
        assert.deepEqual(outcomes.map((x) => x.kind), ['sent', 'sent', 'sent']);
        assert.deepEqual(seen.mails[1].to, ['josé@x.org']);
        assert.ok(seen.mails[1].from.args?.SMTPUTF8, 'MAIL says SMTPUTF8');
        assert.ok(!seen.mails[0].from.args?.SMTPUTF8);
    });
    await serving({ hideSMTPUTF8: true }, async (port, seen) => {
        const outcomes = await deliver(`smtp://127.0.0.1:${port}`, { to: ['ann@x.org', 'josé@x.org', 'bo@x.org'] });
        assert.deepEqual(kinds(outcomes).map(([kind, , status]) => [kind, status]), [['sent', ''], ['refused', '5.6.7'], ['sent', '']]);
        assert.deepEqual(seen.mails.map((x) => x.to[0]), ['ann@x.org', 'bo@x.org']);
    });
    await serving({ ...tls, ...certificate('localhost'), hideSMTPUTF8: true }, async (port) => {
        const [outcome] = await deliver(`smtp://a:b@localhost:${port}`, { authorities: ca, to: ['josé@x.org'] });
        assert.equal(outcome.status, '5.6.7');
    });
});

// A server of a few lines, for what no proper one does: `script` answers each line and may close the socket.
async function scripted(script, use) {
    const seen = { connections: 0, lines: [] };
    const server = createServer((socket) => {
        seen.connections += 1;
        const connection = seen.connections;
        let rest = '';
        socket.on('error', () => {});
        socket.write('220 test ESMTP\r\n');
        socket.on('data', (data) => {
            rest += data;
            for (let at = rest.indexOf('\r\n'); at >= 0; at = rest.indexOf('\r\n')) {
                const line = rest.slice(0, at);
                rest = rest.slice(at + 2);
                seen.lines.push(line);
                const answer = script(line, { seen, connection, socket });
                if (answer) socket.write(`${answer}\r\n`);
            }
        });
    });
    const port = await listen(server);
    try {
        await use(port, seen);
    } finally {
        server.closeAllConnections?.();
        await new Promise((resolve) => { server.close(resolve); });
    }
}
const polite = (line) => (/^DATA/.test(line) ? '354 go on' : /^\.$/.test(line) ? '250 2.0.0 taken' : /^(EHLO|MAIL|RCPT|RSET)/.test(line) ? '250 2.0.0 ok' : /^QUIT/.test(line) ? '221 bye' : '');

test('a connection that is cut in the middle of a mail, or before the last answer, is tried again later', async () => {
    for (const cut of [/^Subject/, /^\.$/, /^RCPT/, /^EHLO/])
        await scripted((line, { socket }) => (cut.test(line) ? void socket.destroy() : polite(line)), async (port) => {
            assert.deepEqual(kinds(await deliver(`smtp://127.0.0.1:${port}`)), [['later', 0, '']], String(cut));
        });
});

test('a server that says nothing is left after the time that is allowed', async () => {
    await scripted((line) => (/^RCPT/.test(line) ? '' : polite(line)), async (port) => {
        assert.deepEqual(kinds(await deliver(`smtp://127.0.0.1:${port}`, { reply: 1 })), [['later', 0, '']]);
    });
});

test('a kept connection that the server has closed in the meantime costs no mail', async () => {
    const stale = {
        closes: (line, { connection, socket }) => {
            if (connection === 1 && /^\.$/.test(line)) return void socket.end('250 2.0.0 taken\r\n');
            return polite(line);
        },
        'says 421': (line, { connection, seen }) => (connection === 1 && /^MAIL/.test(line) && seen.lines.some((x) => x === '.') ? '421 4.4.2 idle too long' : polite(line)),
        'cuts at MAIL': (line, { connection, seen, socket }) => (connection === 1 && /^MAIL/.test(line) && seen.lines.some((x) => x === '.') ? void socket.destroy() : polite(line)),
    };
    for (const [how, script] of Object.entries(stale))
        await scripted(script, async (port, seen) => {
            const outcomes = await deliver(`smtp://127.0.0.1:${port}`, { to: ['a@x.org', 'b@x.org'] });
            assert.deepEqual(outcomes.map((x) => x.kind), ['sent', 'sent'], how);
            assert.equal(seen.connections, 2, how);
        });
});

test('a server that wants a password where there is none pauses sending', async () => {
    await scripted((line) => (/^RCPT/.test(line) ? '530 5.7.0 Authentication required' : polite(line)), async (port) => {
        assert.deepEqual(kinds(await deliver(`smtp://127.0.0.1:${port}`)), [['paused', 530, '5.7.0']]);
    });
});

test('a host that is not there is tried again later', async () => {
    const server = createServer();
    const port = await listen(server);
    await new Promise((resolve) => { server.close(resolve); });
    assert.equal((await deliver(`smtp://127.0.0.1:${port}`))[0].kind, 'later');
});
