// `lectern rehearse` plays a month of mails into a folder and leaves the data as they are.
// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { demoFolder, Lectern, newFolder, run } from '../support/lectern.mjs';
import { mailTo, takeApart } from '../support/mailbox.mjs';

/** Every file below the folder with what is in it. */
function contents(folder) {
    return Object.fromEntries(readdirSync(folder, { recursive: true }).filter((it) => statSync(join(folder, it)).isFile())
        .map((it) => [it, createHash('sha256').update(readFileSync(join(folder, it))).digest('hex')]));
}

test('a rehearsal writes the reminders of the coming month, and not a byte of the data folder changes', async () => {
    const server = await Lectern.serve();
    const events = (await server.get('/api/v1/events?when=upcoming')).json.items;
    const soon = events.filter((it) => Date.parse(it.starts_at) - Date.now() < 30 * 864e5).at(-1); // the demo always has one
    await server.register(soon.editions[0].id, 'rehearsal@example.net');
    const confirmation = await mailTo(server.data, 'rehearsal@example.net');
    await server.stop();
    const before = contents(server.data);
    const out = join(newFolder('rehearsal'), 'mails');

    const { code, out: said, err } = await run(['rehearse', '--data', server.data, '--out', out]);

    assert.equal(code, 0, err);
    const { 'lectern.db-shm': _memory, 'lectern.db-wal': log, ...rest } = contents(server.data); // SQLite's own, of any reader
    assert.deepEqual(rest, before);
    assert.ok(log === undefined || statSync(join(server.data, 'lectern.db-wal')).size === 0);
    const names = readdirSync(out);
    assert.deepEqual(names.filter((it) => !it.endsWith('.eml')), []);
    const mails = await Promise.all(names.map((it) => takeApart(readFileSync(join(out, it)))));
    assert.equal(Number(/^(\d+) mails/m.exec(said)[1]), mails.length);
    const mine = mails.filter((it) => it.to === 'rehearsal@example.net');
    assert.ok(mine.length >= 2, 'the day before and an hour before');
    assert.deepEqual(mails.filter((it) => !/@example\.(org|net)$/.test(it.to)), [], 'the others are people of the demo');
    assert.ok(mine.some((it) => it.mail.references?.includes(confirmation.mail.messageId) || it.mail.inReplyTo === confirmation.mail.messageId), 'they stand in the thread of the confirmation');
    for (const { mail } of mails.filter((it) => !it.calendar)) assert.ok(mail.headers.get('list')?.unsubscribe, 'a reminder can be stopped');
});

test('a rehearsal while the server runs disturbs nobody', async () => {
    const server = await Lectern.serve();
    await server.register(12, 'during@example.net');
    await mailTo(server.data, 'during@example.net');
    const { code, err } = await run(['rehearse', '--data', server.data, '--out', join(newFolder('rehearsal'), 'mails')]);
    assert.equal(code, 0, err);
    assert.equal((await server.register(12, 'still@example.net')).status, 201);
    await server.stop();
});

test('a rehearsal writes only where nothing is, never into the data folder, and leaves no copy behind', async () => {
    const data = demoFolder();
    const temporary = newFolder('tmp');
    const full = newFolder('full');
    writeFileSync(join(full, 'mine.txt'), 'mine');
    for (const [out, says] of [[full, /is not empty/], [join(data, 'mails'), /lies in the data folder/], [data, /lies in the data folder/], [join(full, 'mine.txt'), /is no folder/]]) {
        const { code, err } = await run(['rehearse', '--data', data, '--out', out], { env: { TMPDIR: temporary } });
        assert.equal(code, 1, out);
        assert.match(err, says);
    }
    assert.deepEqual(readdirSync(full), ['mine.txt']);
    const { code, err } = await run(['rehearse', '--data', data, '--out', join(newFolder('out'), 'mails')], { env: { TMPDIR: temporary } });
    assert.equal(code, 0, err);
    assert.deepEqual(readdirSync(temporary), []);
});

test('a rehearsal of no data folder says so', async () => {
    const { code, err } = await run(['rehearse', '--data', join(newFolder('none'), 'nothing'), '--out', newFolder('out')]);
    assert.notEqual(code, 0);
    assert.match(err, /^lectern: .*lectern init/m);
});
