// What the program says when it cannot start, and what it refuses to do.
// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import test from 'node:test';
import { demoFolder, Lectern, newFolder, root, run } from '../support/lectern.mjs';

function configured(text) {
    const file = join(newFolder('config'), 'lectern.toml');
    writeFileSync(file, text);
    return file;
}

test('a second server on the same data folder names the process that holds it, and disturbs nobody', async () => {
    const server = await Lectern.serve();
    for (const command of [['serve', '--listen', '127.0.0.1:0'], ['init'], ['migrate']]) {
        const { code, err } = await run([command[0], '--data', server.data, ...command.slice(1)]);
        assert.equal(code, 1);
        assert.match(err, new RegExp(`in use by process ${server.child.pid}\\b`), command[0]);
    }
    assert.equal((await server.get('/readyz')).status, 200);
    const checked = await run(['check', '--data', server.data]);
    assert.equal(checked.code, 0, checked.err);
    await server.stop();
});

test('a port in use is said plainly, with the way out', async () => {
    const other = createServer();
    await new Promise((done) => other.listen(0, '127.0.0.1', done));
    const { port } = other.address();
    const { code, err } = await run(['serve', '--data', demoFolder(), '--listen', `127.0.0.1:${port}`]);
    other.close();
    assert.equal(code, 1);
    assert.match(err, new RegExp(`127\\.0\\.0\\.1:${port} is in use by another program`));
    assert.match(err, /--listen/);
});

test('a wrong configuration lists all its mistakes at once, each with its line', async () => {
    const file = configured('listn = "127.0.0.1:80"\n[site]\nurl = "learn.example.org"\n[mail]\nsmtp_url = "http://x"\nfrom = "nobody"\n[log]\nlevel = "loud"\n[limits]\nconnections = 0\n');
    const { code, err } = await run(['serve', '--data', demoFolder(), '--config', file], { env: { LECTERN_THREADS_LANES: 'many', LECTERN_SITE_NAM: 'x' } });
    assert.equal(code, 1);
    for (const [line, key] of [[1, 'listn'], [3, 'site\\.url'], [5, 'mail\\.smtp_url'], [6, 'mail\\.from'], [8, 'log\\.level'], [10, 'limits\\.connections']])
        assert.match(err, new RegExp(`${file}:${line}: ${key} `), err);
    assert.match(err, /LECTERN_THREADS_LANES /);
    assert.match(err, /LECTERN_SITE_NAM is not known/);
});

test('broken TOML is told with its line, and a configuration that is not there by its name', async () => {
    const file = configured('listen = "127.0.0.1:0"\n[site\n');
    assert.match((await run(['serve', '--data', demoFolder(), '--config', file])).err, new RegExp(`${file}:2: `));
    assert.match((await run(['serve', '--config', '/nowhere/lectern.toml'])).err, /\/nowhere\/lectern\.toml/);
});

test('to listen beyond the loopback without TLS or a proxy is refused, with both keys named', async () => {
    for (const listen of ['0.0.0.0:0', '[::]:0', '192.0.2.1:80']) {
        const { code, err } = await run(['serve', '--data', demoFolder(), '--listen', listen]);
        assert.equal(code, 1, listen);
        assert.match(err, /tls\.certificate/);
        assert.match(err, /http\.trusted_proxies/);
    }
});

test('an address that is none, a certificate without its key and a missing certificate are told', async () => {
    const data = demoFolder();
    for (const [env, args, says] of [
        [{}, ['--listen', 'nonsense'], /listen = "nonsense"/], [{}, ['--listen', '127.0.0.1:99999'], /listen = "127\.0\.0\.1:99999"/],
        [{ LECTERN_TLS_CERTIFICATE: '/x.pem' }, ['--listen', '127.0.0.1:0'], /tls\.key/],
        [{ LECTERN_TLS_CERTIFICATE: '/x.pem', LECTERN_TLS_KEY: '/y.pem' }, ['--listen', '127.0.0.1:0'], /tls\.certificate \/x\.pem/],
    ]) {
        const { code, err } = await run(['serve', '--data', data, ...args], { env });
        assert.equal(code, 1, String(says));
        assert.match(err, says);
    }
});

test('the example configuration is taken as it stands', async () => {
    const example = readFileSync(join(root, 'config/lectern.example.toml'), 'utf8');
    const data = demoFolder();
    const { code, err } = await run(['check', '--data', data, '--config', configured(example.replace('data = "data"', `data = "${data}"`))]);
    assert.equal(code, 0, err);
});

test('a demo is made in an empty folder only, and its keys are for their owner alone', async () => {
    const data = demoFolder();
    const { code, err } = await run(['init', '--demo', '--data', data]);
    assert.equal(code, 1);
    assert.match(err, /holds a community already/);
    assert.equal(statSync(join(data, 'keys')).mode & 0o077, 0);
});

test('an empty server works, and invites to fill it', async () => {
    const data = join(newFolder('empty'), 'data');
    assert.equal((await run(['init', '--data', data])).code, 0);
    const server = await Lectern.serve({ data });
    for (const path of ['/', '/library', '/search', '/about', '/api/v1/events', '/api/v1/home', '/sitemap.xml']) assert.equal((await server.get(path)).status, 200, path);
    await server.stop();
});

test('without a data folder serve makes one and says where it listens; a metrics port in use is only a warning', async () => {
    const taken = createServer();
    await new Promise((done) => taken.listen(0, '127.0.0.1', done));
    const server = await Lectern.serve({ data: join(newFolder('new'), 'data'), env: { LECTERN_METRICS_LISTEN: `127.0.0.1:${taken.address().port}` } });
    assert.match(server.out, /^Lectern serves http:\/\/127\.0\.0\.1:\d+$/m);
    assert.match(server.log, /"level":"warning".*no metrics/);
    assert.equal((await server.get('/healthz')).status, 200);
    await server.stop();
    taken.close();
});

test('the word of the command line: an unknown command, no command, help and version', async () => {
    assert.notEqual((await run(['dance'])).code, 0);
    assert.notEqual((await run([])).code, 0);
    assert.match((await run(['--help'])).out, /serve[\s\S]*init[\s\S]*check[\s\S]*rehearse/);
    assert.match((await run(['--version'])).out, /^lectern \d+\.\d+/);
});
