// Starts the real program on a data folder of its own, talks to it, and stops it.
// SPDX-License-Identifier: MIT
import { execFile, execFileSync, spawn } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { Agent, request as plainRequest } from 'node:http';
import { Agent as SecureAgent, request as secureRequest } from 'node:https';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
export const binary = resolve(root, process.env.LECTERN_BINARY ?? 'build/dev/lectern');

/** A program of the tests themselves, such as mail_deliver, beside the binary. */
export const built = (name) => join(resolve(root, process.env.LECTERN_BUILD ?? dirname(binary)), 'tests', name);

const folders = [];
const running = new Set();
process.on('exit', () => {
    for (const child of running) child.kill('SIGKILL');
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

export function newFolder(kind = 'test') {
    const folder = mkdtempSync(join(tmpdir(), `lectern-${kind}-`));
    folders.push(folder);
    return folder;
}

/** Nothing of the caller's settings reaches the program; metrics are off, for their port is one. */
export const environment = (more = {}) => ({
    PATH: process.env.PATH, HOME: newFolder('home'), TZ: 'UTC', LECTERN_METRICS_LISTEN: '', ...more,
});

/** Runs a command to its end: {code, out, err}. */
export function run(args, { env = {}, cwd = newFolder('cwd') } = {}) {
    return new Promise((done) => {
        execFile(binary, args, { env: environment(env), cwd, timeout: 30_000 }, (error, out, err) => done({ code: error ? (error.code ?? error.signal) : 0, out, err }));
    });
}

let sample;
/** A data folder with the demo. It is made once and copied. */
export function demoFolder() {
    if (!sample) {
        sample = join(newFolder('sample'), 'data');
        execFileSync(binary, ['init', '--demo', '--data', sample], { env: environment(), stdio: 'pipe' });
    }
    const data = join(newFolder('data'), 'data');
    cpSync(sample, data, { recursive: true, preserveTimestamps: true });
    return data;
}

/** Changes the data of a stopped server as no program may: to have a full event, or one that begins in five minutes. */
export function shape(data, sql) {
    const script = 'import sqlite3, sys\ndb = sqlite3.connect(sys.argv[1])\ndb.executescript(sys.stdin.read())\ndb.commit()\ndb.execute("PRAGMA wal_checkpoint(TRUNCATE)")\ndb.close()';
    execFileSync('python3', ['-c', script, join(data, 'lectern.db')], { input: sql });
}

/** Rows of the database, as objects; read-only, also while the server runs. */
export function rows(data, sql) {
    const script = 'import json, sqlite3, sys\ndb = sqlite3.connect("file:" + sys.argv[1] + "?mode=ro", uri=True)\ndb.row_factory = sqlite3.Row\nprint(json.dumps([dict(r) for r in db.execute(sys.argv[2])]))';
    return JSON.parse(execFileSync('python3', ['-c', script, join(data, 'lectern.db'), sql], { maxBuffer: 1 << 26 }));
}

/** Lets the only session of an edition begin `minutes` from now and last an hour, in a zone where it is now what it is in UTC. */
export function beginIn(data, edition, minutes) {
    const start = new Date(Date.now() + minutes * 60_000);
    const end = new Date(start.getTime() + 3_600_000);
    const local = (time) => time.toISOString().slice(0, 16);
    shape(data, `UPDATE session SET starts_at = ${start.getTime()}, ends_at = ${end.getTime()}, local_start = '${local(start)}',
        local_end = '${local(end)}', time_zone = 'Africa/Accra' WHERE edition_id = ${edition};`);
}

/** A port that was free a moment ago. */
export async function freePort() {
    const server = createServer();
    await new Promise((done) => server.listen(0, '127.0.0.1', done));
    const { port } = server.address();
    await new Promise((done) => server.close(done));
    return port;
}

/** No limits of one network: all clients of a test come from one. */
export const unlimited = {
    LECTERN_LIMITS_WRITES_PER_MINUTE: '1000000', LECTERN_LIMITS_REGISTRATIONS_PER_MINUTE: '1000000',
    LECTERN_LIMITS_REGISTRATION_BURST: '1000000', LECTERN_LIMITS_READS_PER_MINUTE: '10000000',
    LECTERN_LIMITS_SIGN_INS_PER_HOUR: '1000000',
};

export class Lectern {
    static async serve({ data = demoFolder(), env = {}, listen = '127.0.0.1:0', config, args = [] } = {}) {
        const own = new Lectern();
        Object.assign(own, { data, out: '', log: '' });
        if (env.LECTERN_SITE_URL && listen.endsWith(':0')) listen = `127.0.0.1:${await freePort()}`; // it says its site's address then
        const all = ['serve', '--data', data, '--listen', listen, ...(config ? ['--config', config] : []), ...args];
        own.child = spawn(binary, all, { env: environment(env), cwd: newFolder('cwd'), stdio: ['ignore', 'pipe', 'pipe'] });
        running.add(own.child);
        own.ended = new Promise((done) => {
            own.child.on('exit', (code, signal) => {
                running.delete(own.child);
                done({ code, signal });
            });
        });
        own.child.stderr.setEncoding('utf8').on('data', (text) => {
            own.log += text;
        });
        await new Promise((ready, failed) => {
            own.child.stdout.setEncoding('utf8').on('data', (text) => {
                own.out += text;
                if (/^Lectern serves \S+\n/m.test(own.out)) ready();
            });
            own.ended.then(({ code, signal }) => failed(new Error(`lectern serve ended with ${code ?? signal}: ${own.log}`)));
        });
        own.url = /^Lectern serves (\S+)$/m.exec(own.out)[1]; // what it calls itself
        own.at = env.LECTERN_SITE_URL ? `${env.LECTERN_TLS_KEY ? 'https' : 'http'}://${listen}` : own.url; // where it listens
        return own;
    }

    get host() {
        return new URL(this.url).host;
    }

    get port() {
        return Number(new URL(this.at).port);
    }

    get operatorLink() {
        return /\S+\/admin#\S+/.exec(this.out)?.[0];
    }

    get setupToken() {
        return /\/setup#(\S+)/.exec(this.out)?.[1];
    }

    get logLines() {
        return this.log.split('\n').filter(Boolean);
    }

    /** Ends it the polite way; how it ended, and how long it took. */
    async stop() {
        const began = performance.now();
        this.child.kill('SIGTERM');
        const ended = await this.ended;
        return { ...ended, ms: performance.now() - began };
    }

    async kill() {
        this.child.kill('SIGKILL');
        return this.ended;
    }

    /** One request without anything that browsers add: {status, headers, text, json}. */
    request(method, path, { headers = {}, ...options } = {}) {
        return ask(this.at, method, path, { ...options, headers: { host: this.host, ...headers } });
    }

    get(path, options) {
        return this.request('GET', path, options);
    }

    /** Takes a place, as programs do. */
    register(edition, email, more = {}, options = {}) {
        return this.request('POST', `/api/v1/editions/${edition}/registrations`, {
            json: { email, name: 'Ngozi Eze', locale: 'en', time_zone: 'Africa/Lagos', ...more }, ...options,
        });
    }
}

export function ask(to, method, path, { json, form, headers = {}, agent, cookie, ca } = {}) {
    const url = new URL(path, to);
    const body = json !== undefined ? JSON.stringify(json) : form !== undefined ? new URLSearchParams(form).toString() : undefined;
    const fields = { ...headers };
    if (json !== undefined) fields['content-type'] = 'application/json';
    if (form !== undefined) fields['content-type'] = 'application/x-www-form-urlencoded';
    if (body !== undefined) fields['content-length'] = Buffer.byteLength(body);
    if (cookie) fields.cookie = cookie;
    const start = url.protocol === 'https:' ? secureRequest : plainRequest;
    return new Promise((done, failed) => {
        const request = start(url, { method, headers: fields, agent: agent ?? false, ca }, (response) => {
            const chunks = [];
            response.on('data', (chunk) => chunks.push(chunk));
            response.on('error', failed);
            response.on('end', () => {
                const raw = Buffer.concat(chunks);
                const bytes = response.headers['content-encoding'] === 'gzip' ? gunzipSync(raw) : raw;
                const text = bytes.toString('utf8');
                done({
                    status: response.statusCode, headers: response.headers, text, wire: raw.length,
                    get json() {
                        return JSON.parse(text);
                    },
                });
            });
        });
        request.on('error', failed);
        request.end(body);
    });
}

export const keepAlive = (clients) => new Agent({ keepAlive: true, maxSockets: clients });
export const secureKeepAlive = (options) => new SecureAgent({ keepAlive: true, ...options });
