// Raw sockets: heads that no honest client sends, and clients that say nothing for long.
// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { connect } from 'node:net';
import test, { after, before } from 'node:test';
import { Lectern, unlimited } from '../support/lectern.mjs';
import { until } from '../support/wait.mjs';

let server;
before(async () => {
    server = await Lectern.serve({ env: unlimited });
});
after(() => server?.stop());

/** Sends the bytes, whole or one by one, and gives what came back once the server has closed. */
function say(bytes, byteByByte = false) {
    return new Promise((done, failed) => {
        const socket = connect({ port: server.port, host: '127.0.0.1', noDelay: true });
        const chunks = [];
        let closed = false;
        const timer = setTimeout(() => {
            socket.destroy();
            failed(new Error(`not closed: ${JSON.stringify(bytes.toString('latin1').slice(0, 80))}, answered ${Buffer.concat(chunks).toString('latin1').slice(0, 80)}`));
        }, 20_000);
        socket.on('data', (chunk) => chunks.push(chunk));
        socket.on('error', () => {});
        socket.on('end', () => socket.end());
        socket.on('close', () => {
            closed = true;
            clearTimeout(timer);
            done(Buffer.concat(chunks).toString('latin1'));
        });
        if (!byteByByte) return socket.write(bytes);
        let at = 0;
        const next = () => {
            if (closed || at >= bytes.length || socket.destroyed) return;
            socket.write(bytes.subarray(at, (at += 1)), () => setImmediate(next));
        };
        socket.on('connect', next);
    });
}

const get = (path = '/healthz', more = '') => `GET ${path} HTTP/1.1\r\nHost: HOST\r\n${more}\r\n`;
const post = (more, body = '') => `POST /events/closure-starts-on-day-one/register HTTP/1.1\r\nHost: HOST\r\n${more}\r\n${body}`;
const bad = {
    'no request line': '\r\n\r\n', 'one word': 'GET\r\n\r\n', 'two words': 'GET /\r\n\r\n', 'HTTP/0.9': 'GET /\r\nHost: HOST\r\n\r\n', 'two spaces': 'GET  / HTTP/1.1\r\nHost: HOST\r\n\r\n',
    'a tab for a space': 'GET\t/ HTTP/1.1\r\nHost: HOST\r\n\r\n', 'a lower-case method': 'get / HTTP/1.1\r\nHost: HOST\r\n\r\n', TRACE: 'TRACE / HTTP/1.1\r\nHost: HOST\r\n\r\n', CONNECT: 'CONNECT HOST HTTP/1.1\r\nHost: HOST\r\n\r\n',
    'an unknown method': 'BREW / HTTP/1.1\r\nHost: HOST\r\n\r\n', 'HTTP/1.2': 'GET / HTTP/1.2\r\nHost: HOST\r\n\r\n', 'HTTP/2.0': 'GET / HTTP/2.0\r\nHost: HOST\r\n\r\n', 'http/1.1': 'GET / http/1.1\r\nHost: HOST\r\n\r\n',
    'the preface of HTTP/2': 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 'a target without a slash': 'GET healthz HTTP/1.1\r\nHost: HOST\r\n\r\n', 'an absolute target': 'GET http://HOST/ HTTP/1.1\r\nHost: HOST\r\n\r\n', 'a star': 'OPTIONS * HTTP/1.1\r\nHost: HOST\r\n\r\n',
    'a fragment': get('/#x'), 'a raw byte above 0x7f': get('/\xe9'), 'a NUL in the target': get('/\0'), 'a space in the target': get('/a b'), 'a bad escape': get('/%zz'), 'an escaped NUL': get('/%00'), 'an escaped slash': get('/events/a%2Fb'),
    'dot segments': get('/../etc/passwd'), 'escaped dot segments': get('/%2e%2e/etc/passwd'), 'a target of 9 KiB': get(`/${'a'.repeat(9000)}`),
    'no Host': 'GET / HTTP/1.1\r\n\r\n', 'two Hosts': get('/', 'Host: HOST\r\n'), 'an empty Host': 'GET / HTTP/1.1\r\nHost:\r\n\r\n', 'two names in Host': 'GET / HTTP/1.1\r\nHost: HOST, b\r\n\r\n', 'a Host with a user': 'GET / HTTP/1.1\r\nHost: a@HOST\r\n\r\n',
    'a Host with a path': 'GET / HTTP/1.1\r\nHost: HOST/x\r\n\r\n', 'a folded field': get('/', 'X: a\r\n b\r\n'), 'a space before the colon': get('/', 'X : a\r\n'), 'no name': get('/', ': a\r\n'), 'no colon': get('/', 'nonsense\r\n'),
    'a NUL in a value': get('/', 'X: a\0b\r\n'), 'a CR in a value': get('/', 'X: a\rb\r\n'), 'a LF for a line end': 'GET / HTTP/1.1\nHost: HOST\r\n\r\n', 'a control character': get('/', 'X: \x01\r\n'), 'a bracket in a name': get('/', 'X(: a\r\n'),
    '65 fields': get('/', 'X: a\r\n'.repeat(65)), 'a field of 17 KiB': get('/', `X: ${'a'.repeat(17_000)}\r\n`), 'a head without end': `GET / HTTP/1.1\r\nHost: HOST\r\n${'X: aaaaaaaa\r\n'.repeat(2000)}`,
    chunked: post('Transfer-Encoding: chunked\r\n', '0\r\n\r\n'), 'chunked and a length': post('Transfer-Encoding: chunked\r\nContent-Length: 3\r\n', '0\r\n\r\n'), 'an unknown encoding': post('Transfer-Encoding: gzip\r\nContent-Length: 3\r\n', 'abc'), 'identity': post('Transfer-Encoding: identity\r\n', 'GET /evil HTTP/1.1\r\n\r\n'),
    'an encoding with a blank': post('Transfer-Encoding : chunked\r\n', '0\r\n\r\n'), 'an encoding in quotes': post('Transfer-Encoding: "chunked"\r\n', '0\r\n\r\n'), 'two lengths': post('Content-Length: 3\r\nContent-Length: 3\r\n', 'abc'), 'two different lengths': post('Content-Length: 3\r\nContent-Length: 4\r\n', 'abcd'),
    'a list of lengths': post('Content-Length: 3, 3\r\n', 'abc'), 'a negative length': post('Content-Length: -3\r\n', 'abc'), 'a length with a sign': post('Content-Length: +3\r\n', 'abc'), 'a length in hex': post('Content-Length: 0x3\r\n', 'abc'), 'an empty length': post('Content-Length:\r\n', 'abc'),
    'a length of 16 digits': post('Content-Length: 1000000000000000\r\n', 'abc'), 'a length too great': post('Content-Length: 999999999999999\r\n', 'abc'), 'another expectation': post('Expect: 200-ok\r\nContent-Length: 3\r\n', 'abc'), 'a foreign Host': 'GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n',
};

for (const byteByByte of [false, true])
    test(`${Object.keys(bad).length} malformed heads, ${byteByByte ? 'byte by byte' : 'whole'}, are each refused once and the connection is closed`, { timeout: 90_000 }, async () => {
        const wrong = [];
        await Promise.all(Object.entries(bad).map(async ([name, text]) => {
            const bytes = Buffer.from(text.replaceAll('HOST', server.host), 'latin1');
            const answer = await say(bytes, byteByByte).catch((error) => error.message);
            const heads = answer.match(/HTTP\/1\.1 \d{3}/g) ?? [];
            if (heads.length !== 1 || !/^HTTP\/1\.1 (4\d\d|50[15])/.test(answer) || !/\r\nConnection: close\r\n/i.test(answer)) wrong.push(`${name}: ${answer.slice(0, 90)}`);
        }));
        assert.deepEqual(wrong, []);
        assert.equal((await server.get('/healthz')).status, 200);
    });

test('requests that follow each other without waiting are each answered, in order', async () => {
    const answer = await say(Buffer.from((get('/healthz') + get('/readyz') + get('/healthz', 'Connection: close\r\n')).replaceAll('HOST', server.host)));
    assert.deepEqual(answer.match(/^(ok|ready)$/gm), ['ok', 'ready', 'ok']);
});

test('HTTP/1.0 is answered and closed, Expect is honoured, HEAD has no body', async () => {
    const old = await say(Buffer.from(`GET /healthz HTTP/1.0\r\nHost: ${server.host}\r\n\r\n`));
    assert.match(old, /^HTTP\/1\.1 200/);
    const body = 'email=expect%40example.net&name=Expect';
    const form = `Content-Type: application/x-www-form-urlencoded\r\nConnection: close\r\nContent-Length: ${body.length}\r\n`;
    const expecting = await say(Buffer.from(post(`Expect: 100-continue\r\n${form}`, '').replace('HOST', server.host) + body));
    assert.match(expecting, /HTTP\/1\.1 303/);
    const head = await say(Buffer.from(`HEAD / HTTP/1.1\r\nHost: ${server.host}\r\nConnection: close\r\n\r\n`));
    assert.match(head, /^HTTP\/1\.1 200[\s\S]*\r\n\r\n$/);
});

test('other sites cannot send forms or JSON in a reader\'s name, and other types of body are refused', async () => {
    const form = { email: 'a@example.net', name: 'A' };
    const send = (headers, options) => server.request('POST', '/events/closure-starts-on-day-one/register', { form, headers, ...options });
    assert.equal((await send({ origin: 'https://evil.example' })).status, 403);
    assert.equal((await send({ 'sec-fetch-site': 'cross-site' })).status, 403);
    assert.equal((await send({ cookie: 'x=y' })).status, 403);
    assert.equal((await send({ origin: server.url, cookie: 'x=y' })).status, 303);
    assert.equal((await server.request('POST', '/api/v1/editions/12/registrations', { form })).status, 415);
    assert.equal((await server.request('POST', '/api/v1/editions/12/registrations', { json: form, headers: { origin: 'null' } })).status, 403);
});

test('bodies that are too long, too deep, twice the same key or no JSON are refused', async () => {
    const at = '/api/v1/editions/12/registrations';
    const raw = async (body) => {
        const answer = await say(Buffer.from(`POST ${at} HTTP/1.1\r\nHost: ${server.host}\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`));
        return Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1]);
    };
    assert.equal(await raw(JSON.stringify({ email: 'a@example.net', name: 'x'.repeat(300_000) })), 413);
    for (const body of ['{"email": "a@example.net", "email": "b@example.net", "name": "A"}', '{', 'null', '[]', '"x"', `${'['.repeat(10_000)}`, '{"email":"\\ud800"}', '\xff\xfe']) assert.ok([400, 422].includes(await raw(body)), `${body.slice(0, 20)}: ${await raw(body)}`);
});

test('while fifty clients dribble their heads and fifty never finish a body, others are served at once', { timeout: 60_000 }, async () => {
    const slow = Array.from({ length: 100 }, (_, i) => {
        const socket = connect({ port: server.port, host: '127.0.0.1' });
        socket.on('error', () => {});
        socket.ended = new Promise((done) => socket.on('close', () => done(performance.now())));
        socket.on('data', () => {});
        socket.on('end', () => socket.end());
        socket.write(i % 2 ? `GET / HTTP/1.1\r\nHost: ${server.host}\r\nX-` : post(`Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 100\r\n`, 'email=').replace('HOST', server.host));
        return socket;
    });
    const began = performance.now();
    const dribble = setInterval(() => slow.forEach((it) => it.writable && it.write('a')), 1000);
    const times = [];
    for (let i = 0; i < 200; i += 1) {
        const start = performance.now();
        assert.equal((await server.get('/api/v1/home')).status, 200);
        times.push(performance.now() - start);
    }
    times.sort((a, b) => a - b);
    assert.ok(times[195] < 500, `the slowest of a hundred took ${times[195]} ms`);
    const ends = await Promise.all(slow.map((it) => it.ended));
    clearInterval(dribble);
    // 10 s for a head, 15 s for a body, 2 s to linger
    ends.forEach((end, i) => assert.ok(end - began < (i % 2 ? 13_500 : 18_500), `${i}: ${end - began}`));
});

test('what depends on how it may be packed says so, once', async () => {
    const home = await server.get('/');
    const script = /src="(\/assets\/main-[^"]+)"/.exec(home.text)[1];
    for (const [path, vary] of [['/', 'Accept-Encoding, Save-Data'], [script, 'Accept-Encoding']]) {
        assert.equal((await server.get(path)).headers.vary, vary, path);
        assert.equal((await server.request('GET', path, { headers: { 'Accept-Encoding': 'br' } })).headers.vary, vary, path);
    }
});

test('who saves data is sent no pictures, whatever was prepared for others', async () => {
    const event = '/events/grievance-mechanisms-people-trust';
    const saving = { headers: { 'Save-Data': 'on' } };
    for (let time = 0; time < 2; time += 1) {
        assert.match((await server.get(event)).text, /<noscript><img class="avatar"/);
        assert.doesNotMatch((await server.get(event, saving)).text, /<img/);
    }
});

test('an address that cannot be read is answered by a page, and by a document where programs ask', async () => {
    const page = await say(Buffer.from(get('/%ff').replaceAll('HOST', server.host), 'latin1'));
    assert.match(page, /^HTTP\/1\.1 400 .*Content-Type: text\/html/is);
    assert.match(page, /We did not understand that/);
    const document = await say(Buffer.from(get('/api/v1/%ff').replaceAll('HOST', server.host), 'latin1'));
    assert.match(document, /^HTTP\/1\.1 400 .*Content-Type: application\/problem\+json/is);
});

test('too many connections of one network are closed at once, and the next is welcome when they are gone', async () => {
    const own = await Lectern.serve({ env: { LECTERN_LIMITS_CONNECTIONS_PER_NETWORK: '20' } });
    const sockets = [];
    const closed = [];
    for (let i = 0; i < 40; i += 1) {
        const socket = connect({ port: own.port, host: '127.0.0.1' });
        socket.on('error', () => {});
        socket.on('close', () => closed.push(i));
        sockets.push(socket);
    }
    await until(() => closed.length >= 20, 'twenty are closed');
    for (const socket of sockets) socket.destroy();
    await until(async () => (await own.get('/healthz')).status === 200, 'the next is welcome');
    await own.stop();
});
