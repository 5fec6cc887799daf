// The program alone with TLS: pages load, HSTS where the site is https, a new certificate on SIGHUP.
// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { after, before } from 'node:test';
import { connect as connectPlainly } from 'node:net';
import { connect } from 'node:tls';
import { ask, demoFolder, Lectern, newFolder, run } from '../support/lectern.mjs';
import { until } from '../support/wait.mjs';

const folder = newFolder('tls');
function certificate(name) {
    execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2', '-subj', `/CN=${name}`,
        '-addext', 'subjectAltName=IP:127.0.0.1,DNS:localhost', '-keyout', `${name}.key`, '-out', `${name}.pem`], { cwd: folder, stdio: 'pipe' });
    return readFileSync(join(folder, `${name}.pem`), 'utf8');
}
const use = (name) => {
    copyFileSync(join(folder, `${name}.pem`), join(folder, 'used.pem'));
    copyFileSync(join(folder, `${name}.key`), join(folder, 'used.key'));
};
const env = { LECTERN_TLS_CERTIFICATE: join(folder, 'used.pem'), LECTERN_TLS_KEY: join(folder, 'used.key') };
let server, first, second;
before(async () => {
    [first, second] = [certificate('first'), certificate('second')];
    use('first');
    server = await Lectern.serve({ env });
});
after(() => server?.stop());

function greet(options = {}) {
    return new Promise((done, failed) => {
        const socket = connect({ port: server.port, host: '127.0.0.1', rejectUnauthorized: false, ...options }, () => {
            done({ name: socket.getPeerCertificate().subject.CN, protocol: socket.getProtocol() });
            socket.destroy();
        });
        socket.on('error', failed);
    });
}

test('pages load over TLS, and the site calls itself https', async () => {
    assert.match(server.url, /^https:\/\/127\.0\.0\.1:\d+$/);
    const page = await server.get('/', { ca: first });
    assert.equal(page.status, 200);
    assert.match(page.text, /<h1/);
    assert.equal((await server.request('POST', '/events/closure-starts-on-day-one/register', { form: { email: 'tls@example.net', name: 'T' }, ca: first })).headers['set-cookie'][0].includes('; Secure'), true);
});

test('HSTS is sent where site.url is https, and only there', async () => {
    const secure = await Lectern.serve({ env: { LECTERN_SITE_URL: 'https://learn.example.org' } });
    assert.match((await secure.get('/')).headers['strict-transport-security'] ?? '', /max-age=63072000/);
    await secure.stop();
    const plain = await Lectern.serve();
    assert.equal((await plain.get('/')).headers['strict-transport-security'], undefined);
    await plain.stop();
    assert.equal((await server.get('/', { ca: first })).headers['strict-transport-security'], undefined, 'a certificate of one\'s own and no site.url');
});

test('TLS 1.2 and 1.3 are spoken, nothing older and no weak cipher', async () => {
    assert.equal((await greet({ maxVersion: 'TLSv1.2' })).protocol, 'TLSv1.2');
    assert.equal((await greet()).protocol, 'TLSv1.3');
    await assert.rejects(greet({ minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT:@SECLEVEL=0' }));
    await assert.rejects(greet({ maxVersion: 'TLSv1.2', ciphers: 'AES128-SHA' }));
});

test('plain HTTP on the same port is closed, and the next visitor is served', async () => {
    await assert.rejects(ask(`http://127.0.0.1:${server.port}`, 'GET', '/'));
    assert.equal((await server.get('/healthz', { ca: first })).status, 200);
});

test('a handshake that never ends does not hold up the stop', async () => {
    const own = await Lectern.serve({ env });
    const silent = connectPlainly({ port: own.port, host: '127.0.0.1' });
    silent.on('error', () => {});
    await new Promise((done) => silent.on('connect', done));
    assert.equal((await own.get('/healthz', { ca: first })).status, 200); // it is accepted by now
    const { code, ms } = await own.stop();
    silent.destroy();
    assert.equal(code, 0);
    assert.ok(ms < 8000, `${ms} ms`);
});

test('SIGHUP takes a new certificate, keeps the old one where the new is broken, and ends no connection', async () => {
    assert.equal((await greet()).name, 'first');
    use('second');
    server.child.kill('SIGHUP');
    await until(async () => (await greet()).name === 'second', 'the second certificate');
    assert.equal((await server.get('/', { ca: second })).status, 200);
    writeFileSync(join(folder, 'used.pem'), 'broken');
    server.child.kill('SIGHUP');
    await until(() => server.log.includes('kept the old certificate'), 'a word about it');
    assert.equal((await greet()).name, 'second');
});

test('a key with a pass phrase is refused with what to do, and nobody is asked at a terminal', async () => {
    const own = newFolder('tls-encrypted');
    execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-passout', 'pass:secret', '-days', '2', '-subj', '/CN=locked',
        '-keyout', 'key.pem', '-out', 'cert.pem'], { cwd: own, stdio: 'pipe' });
    for (const command of [['serve', '--listen', '127.0.0.1:0'], ['check']]) {
        const { code, err } = await run([...command, '--data', demoFolder()], { env: { LECTERN_TLS_CERTIFICATE: join(own, 'cert.pem'), LECTERN_TLS_KEY: join(own, 'key.pem') } });
        assert.equal(code, 1, command[0]);
        assert.match(err, /LECTERN_TLS_KEY .*key\.pem: .*pass phrase.*openssl pkey/, command[0]);
    }
});
