// What the program says when it cannot start, and what it refuses to do.
// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import test from 'node:test';
import { binary, demoFolder, environment, Lectern, newFolder, root, run, shape } from '../support/lectern.mjs';
import { until } from '../support/wait.mjs';

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
        [{}, ['--listen', 'nonsense'], /--listen "nonsense" is no address with a port/], [{}, ['--listen', '8114'], /--listen "8114" is no address with a port/],
        [{}, ['--listen', '127.0.0.1:99999'], /--listen "127\.0\.0\.1:99999"/], [{ LECTERN_METRICS_LISTEN: 'here' }, ['--listen', '127.0.0.1:0'], /LECTERN_METRICS_LISTEN "here" is no address/],
        [{ LECTERN_HTTP_TRUSTED_PROXIES: '10.0.0.1' }, ['--listen', '0.0.0.0:0'], /set site\.url/],
        [{ LECTERN_TLS_CERTIFICATE: '/x.pem' }, ['--listen', '127.0.0.1:0'], /tls\.key/],
        [{ LECTERN_TLS_CERTIFICATE: '/x.pem', LECTERN_TLS_KEY: '/y.pem' }, ['--listen', '127.0.0.1:0'], /LECTERN_TLS_CERTIFICATE \/x\.pem/],
    ]) {
        const { code, err } = await run(['serve', '--data', data, ...args], { env });
        assert.equal(code, 1, String(says));
        assert.match(err, says);
    }
});

test('check sees what serve would refuse, and a folder is no configuration', async () => {
    const data = demoFolder();
    const { code, err } = await run(['check', '--data', data, '--config', configured('listen = "192.0.2.1:80"\n[tls]\nkey = "/x.pem"\n')]);
    assert.equal(code, 1);
    assert.match(err, /lectern\.toml:3: tls\.key /);
    assert.match((await run(['check', '--data', data, '--config', newFolder('config')])).err, /is a folder/);
});

test('keys that are lost are told by check, and serve makes none for a data folder that was used', async () => {
    const data = demoFolder();
    const keys = join(data, 'keys');
    chmodSync(join(keys, 'sealing.key'), 0o644);
    rmSync(join(keys, 'links.key'));
    const checked = await run(['check', '--data', data]);
    assert.equal(checked.code, 1);
    assert.match(checked.out, /links\.key: No such file/);
    assert.match(checked.out, /sealing\.key can be read by other users/);
    for (const command of [['serve', '--listen', '127.0.0.1:0'], ['init'], ['rehearse', '--out', join(newFolder('out'), 'mails')]]) {
        const { code, err } = await run([command[0], '--data', data, ...command.slice(1)]);
        assert.equal(code, 1, command[0]);
        assert.match(err, /links\.key is missing.*backup/, command[0]);
    }
    assert.ok(!readdirSync(keys).includes('links.key'));
    const made = await run(['init', '--new-keys', '--data', data]);
    assert.equal(made.code, 0, made.err);
    assert.match(made.out, /Every link that was mailed until now is dead/);
    const server = await Lectern.serve({ data });
    await server.stop();
    const mended = await run(['check', '--data', data]);
    assert.equal(mended.code, 0, mended.out);
});

test('a damaged key is replaced only when that is asked for, and kept; sound ones stay', async () => {
    const data = demoFolder();
    const keys = join(data, 'keys');
    const sound = readFileSync(join(keys, 'links.key'));
    writeFileSync(join(keys, 'sealing.key'), 'half a key');
    for (const command of [['serve', '--listen', '127.0.0.1:0'], ['init']]) {
        const { code, err } = await run([command[0], '--data', data, ...command.slice(1)]);
        assert.equal(code, 1, command[0]);
        assert.match(err, /sealing\.key: is no key: it should hold 32 octets\. .*backup.*--new-keys/, command[0]);
    }
    const made = await run(['init', '--new-keys', '--data', data]);
    assert.equal(made.code, 0, made.err);
    const kept = /the damaged one is kept as (\S+)\. /.exec(made.out)[1];
    assert.match(made.out, /sealing\.key;/);
    assert.ok(!made.out.includes('links.key') && !made.out.includes('link that was mailed'), made.out);
    assert.equal(readFileSync(kept, 'utf8'), 'half a key');
    assert.deepEqual(readFileSync(join(keys, 'links.key')), sound);
    assert.match((await run(['init', '--new-keys', '--data', data])).out, /No key is missing or damaged/);
    assert.equal((await run(['check', '--data', data])).code, 0);
});

test('a database of another program, an empty one and none at all are told apart, with what to do', async () => {
    const commands = [['serve', '--listen', '127.0.0.1:0'], ['check'], ['migrate'], ['rehearse', '--out', join(newFolder('out'), 'mails')]];
    const data = newFolder('foreign');
    const file = join(data, 'lectern.db');
    writeFileSync(file, '');
    shape(data, 'CREATE TABLE recipe (id INTEGER PRIMARY KEY);');
    const before = readFileSync(file);
    for (const command of [...commands, ['init']]) {
        const { code, err } = await run([command[0], '--data', data, ...command.slice(1)]);
        assert.equal(code, 1, command[0]);
        assert.match(err, new RegExp(`${file} is another program's \\(it has the tables recipe\\).*--data`), command[0]);
    }
    assert.deepEqual(readFileSync(file), before);
    writeFileSync(file, '');
    assert.match((await run(['check', '--data', data])).err, new RegExp(`${file} is empty.*lectern init`));
    writeFileSync(file, 'x'.repeat(8192));
    assert.match((await run(['check', '--data', data])).err, new RegExp(`cannot open the database ${file}: .*backup`));
});

test('check misses files, sees damaged ones, and looks at the certificate', async () => {
    const data = demoFolder();
    const names = readdirSync(join(data, 'files'), { recursive: true }).map((it) => join(data, 'files', it)).filter((it) => statSync(it).isFile());
    const bytes = readFileSync(names[1]);
    rmSync(names[0]);
    writeFileSync(names[1], Buffer.concat([bytes, bytes]));
    writeFileSync(names[2], Buffer.alloc(statSync(names[2]).size));
    const folder = newFolder('certificate');
    const openssl = (...words) => execFileSync('openssl', words, { cwd: folder, stdio: 'pipe' });
    openssl('req', '-new', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-subj', '/CN=localhost', '-keyout', 'key.pem', '-out', 'asked.pem');
    const certificate = (...dates) => openssl('x509', '-req', '-in', 'asked.pem', '-signkey', 'key.pem', ...dates, '-out', 'cert.pem');
    certificate('-days', '3');
    const env = { LECTERN_TLS_CERTIFICATE: join(folder, 'cert.pem'), LECTERN_TLS_KEY: join(folder, 'key.pem') };
    const { code, out } = await run(['check', '--data', data], { env });
    assert.equal(code, 1);
    assert.match(out, new RegExp(`${names[0]} is missing`));
    assert.match(out, new RegExp(`${names[1]} is damaged: it has ${2 * bytes.length} bytes, not ${bytes.length}`));
    assert.match(out, new RegExp(`${names[2]} is damaged: its content`));
    assert.match(out, /cert\.pem expires on \d{4}-\d\d-\d\d: renew it/);
    certificate('-days', '-1');
    const late = await run(['check', '--data', demoFolder()], { env });
    assert.equal(late.code, 1);
    assert.match(late.out, /cert\.pem has expired on .*browsers refuse it/);
});

test('where fewer files may be open than there may be connections, the start says so and fewer are taken', async () => {
    const data = demoFolder();
    const child = spawn('bash', ['-c', `ulimit -n 300 && exec ${binary} serve --data ${data} --listen 127.0.0.1:0`], { env: environment(), stdio: ['ignore', 'pipe', 'pipe'] });
    let out = '';
    let log = '';
    child.stdout.on('data', (text) => { out += text; });
    child.stderr.on('data', (text) => { log += text; });
    const ended = new Promise((done) => child.on('exit', done));
    try {
        await until(() => /^Lectern serves/m.test(out), 'the start');
        await until(() => log.includes('limits.connections does not fit'), 'the warning');
        const line = JSON.parse(log.split('\n').find((it) => it.includes('does not fit')));
        assert.deepEqual([line.level, line.connections, line.files, line.taken], ['warning', 16000, 300, 44]);
        const port = /:(\d+)$/m.exec(/^Lectern serves (\S+)/m.exec(out)[1])[1];
        const held = [];
        let refused = 0;
        for (let i = 0; i < 60; i += 1) {
            const socket = connect({ port, host: '127.0.0.1' });
            socket.on('error', () => {});
            socket.on('close', () => { refused += 1; });
            held.push(socket);
        }
        await until(() => refused === 16 && log.includes('connections are refused'), 'the others are closed');
        held[0].write(`GET /healthz HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`);
        const [answer] = await once(held[0], 'data');
        assert.match(answer.toString(), /^HTTP\/1\.1 200 /);
        for (const socket of held) socket.destroy();
    } finally {
        child.kill('SIGTERM');
        assert.equal(await ended, 0);
    }
});

test('what the program writes is for its owner alone, also in a folder that others can read', async () => {
    const data = join(newFolder('open'), 'data');
    mkdirSync(data, { mode: 0o755 });
    chmodSync(data, 0o755);
    const server = await Lectern.serve({ data });
    for (const name of readdirSync(data, { recursive: true })) assert.equal(statSync(join(data, name)).mode & 0o077, 0, name);
    await server.stop();
});

test('migrate makes no database, and check says where a migration waits', async () => {
    const nowhere = join(newFolder('typo'), 'dtaa');
    const { code, err } = await run(['migrate', '--data', nowhere]);
    assert.equal(code, 1);
    assert.match(err, /no database at .*dtaa/);
    assert.throws(() => statSync(nowhere));
    const data = demoFolder();
    shape(data, 'DELETE FROM schema_migration WHERE number = (SELECT max(number) FROM schema_migration);');
    const checked = await run(['check', '--data', data]);
    assert.equal(checked.code, 1);
    assert.match(checked.err, /lectern migrate/);
});

test('check names the rule that is broken, and no other', async () => {
    for (const [sql, name] of [
        ['UPDATE event SET starts_at = starts_at + 1 WHERE id = 1;', 'invariant_event_times'],
        ['UPDATE edition SET seats_taken = seats_taken + 1 WHERE id = 1;', 'invariant_seats'],
    ]) {
        const data = demoFolder();
        shape(data, sql);
        const { code, out } = await run(['check', '--data', data]);
        assert.equal(code, 1, name);
        assert.deepEqual(out.match(/invariant_\w+/g), [name], out);
    }
});

test('a log that nobody reads holds up no request, and a reader that goes away ends nothing', async () => {
    const child = spawn(binary, ['serve', '--data', demoFolder(), '--listen', '127.0.0.1:0'], { env: environment({ LECTERN_LIMITS_READS_PER_MINUTE: '10000000' }), stdio: ['ignore', 'pipe', 'pipe'] });
    try {
        const url = await new Promise((done) => {
            let out = '';
            child.stdout.setEncoding('utf8').on('data', (text) => {
                const found = /^Lectern serves (\S+)\n/m.exec((out += text));
                if (found) done(found[1]);
            });
        });
        for (let i = 0; i < 2000; i += 1) await (await fetch(`${url}/healthz`)).text(); // its log is a pipe that nobody reads
        child.stderr.destroy();
        for (let i = 0; i < 200; i += 1) assert.equal((await fetch(`${url}/healthz`)).status, 200);
        assert.equal(child.exitCode, null);
    } finally {
        child.kill('SIGTERM');
        assert.equal(await new Promise((done) => child.on('exit', (code) => done(code))), 0);
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
    for (const words of [['dance'], []]) {
        const { code, err } = await run(words);
        assert.notEqual(code, 0);
        assert.match(err, /^Commands: serve, init, check, migrate, rehearse$/m);
    }
    assert.match((await run(['--help'])).out, /serve[\s\S]*init[\s\S]*check[\s\S]*rehearse/);
    assert.match((await run(['--version'])).out, /^lectern \d+\.\d+/);
});
