// A full disk: writes are refused with 507, reads go on, and everything works again once there is room.
// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { demoFolder, keepAlive, Lectern, newFolder, run, unlimited } from '../support/lectern.mjs';
import { until } from '../support/wait.mjs';

function smallDisk() {
    const folder = newFolder('disk');
    try {
        execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=12m', 'lectern-test', folder], { stdio: 'pipe' });
        return folder;
    } catch {
        return undefined;
    }
}

test('a full disk costs no acknowledged registration and no reader, and mends itself', { timeout: 60_000 }, async (t) => {
    const disk = smallDisk();
    if (!disk) return t.skip('a small file system cannot be mounted here (this needs root)');
    let server;
    try {
        const data = join(disk, 'data');
        mkdirSync(data);
        cpSync(demoFolder(), data, { recursive: true });
        server = await Lectern.serve({ data, env: unlimited });
        const agent = keepAlive(1);
        const { bavail, bsize } = statfsSync(disk);
        const ballast = join(disk, 'ballast');
        writeFileSync(ballast, Buffer.alloc(bavail * bsize - 1024 * 1024, 1));
        const acknowledged = [];
        const refusals = new Set();
        for (let i = 0; refusals.size === 0 || i < 100; i += 1) {
            assert.ok(i < 5000, 'the disk becomes full');
            const answer = await server.register(12, `person${i}@example.net`, { question: 'Why? '.repeat(150) }, { agent });
            if (answer.status === 201) acknowledged.push(`person${i}@example.net`);
            else refusals.add(`${answer.status} ${answer.headers['content-type']}`);
        }
        assert.deepEqual([...refusals], ['507 application/problem+json']);
        for (const path of ['/', '/events/closure-starts-on-day-one', '/api/v1/home', '/search?q=water', '/healthz'])
            assert.equal((await server.get(path)).status, 200, path);
        assert.equal((await server.get('/readyz')).status, 503);
        const page = await until(async () => { // a short row may still fit where a long one did not
            const email = `page${Math.random()}@example.net`;
            const answer = await server.request('POST', '/events/closure-starts-on-day-one/register', { form: { email, name: 'A', question: 'Why? '.repeat(150) } });
            return answer.status !== 303 && answer;
        }, 'the form is refused too');
        assert.equal(page.status, 507);
        assert.match(page.headers['content-type'], /^text\/html/);

        rmSync(ballast);
        await until(async () => (await server.register(12, 'after@example.net')).status === 201, 'a place is given again', 10_000);
        assert.equal((await server.get('/readyz')).status, 200);
        agent.destroy();
        assert.equal((await server.stop()).code, 0);
        const checked = await run(['check', '--data', data]);
        assert.equal(checked.code, 0, checked.out + checked.err);
        server = await Lectern.serve({ data, env: unlimited });
        const states = new Set();
        for (const email of acknowledged.slice(-5)) states.add((await server.register(12, email)).json.state);
        assert.deepEqual([...states], ['confirmed']);
    } finally {
        await server?.kill();
        execFileSync('umount', ['-l', disk], { stdio: 'pipe' });
    }
});
