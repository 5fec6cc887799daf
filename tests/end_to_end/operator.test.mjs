// The operator's one-time link and the built-in mailbox behind it.
// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { Lectern } from '../support/lectern.mjs';
import { mailTo } from '../support/mailbox.mjs';

let server, token;
before(async () => {
    server = await Lectern.serve();
    token = new URL(server.operatorLink).hash.slice(1);
});
after(() => server?.stop());

const enter = (code, more) => server.request('POST', '/admin', { form: { token: code }, ...more });
const cookieOf = (answer) => answer.headers['set-cookie']?.[0].split(';')[0];

test('before and without the link nobody sees the mailbox, not even from this machine', async () => {
    await server.register(12, 'seen@example.net');
    const { name } = await mailTo(server.data, 'seen@example.net');
    const paths = ['/admin/mail', `/admin/mail/${name}`, `/admin/mail/${name}/html`, `/admin/mail/${name}/eml`, '/fr/admin/mail'];
    for (const cookie of ['', 'operator=', 'operator=guess', `operator=${token}`])
        for (const path of paths) assert.equal((await server.get(path, { cookie })).status, 404, `${path} ${cookie}`);
    for (const headers of [{ 'x-forwarded-for': '127.0.0.1' }, { authorization: `Bearer ${token}` }]) assert.equal((await server.get(paths[0], { headers })).status, 404);
    for (const wrong of ['', 'guess', `${token}x`, token.slice(0, -1)]) {
        const answer = await enter(wrong);
        assert.equal(answer.status, 403, wrong);
        assert.equal(cookieOf(answer), undefined);
    }
});

test('the link opens the mailbox once; whoever has it second stays outside', async () => {
    const first = await enter(token);
    assert.equal(first.status, 303);
    assert.equal(first.headers.location, '/admin/mail');
    assert.match(first.headers['set-cookie'][0], /HttpOnly/);
    const second = await enter(token);
    assert.equal(second.status, 403);
    assert.equal(cookieOf(second), undefined);

    const cookie = cookieOf(first);
    const list = await server.get('/admin/mail', { cookie });
    assert.equal(list.status, 200);
    assert.equal(list.headers['cache-control'], 'no-store');
    assert.ok(list.text.includes('seen@example.net'));
    const { name, html, bytes } = await mailTo(server.data, 'seen@example.net');
    const page = await server.get(`/admin/mail/${name}`, { cookie });
    assert.match(page.headers['content-security-policy'], /frame-src 'self'/);
    const frame = await server.get(`/admin/mail/${name}/html`, { cookie });
    assert.equal(frame.text.trim(), html.trim());
    assert.match(frame.headers['content-security-policy'], /^sandbox; default-src 'none'/);
    assert.equal(frame.headers['x-frame-options'], undefined);
    const file = await server.get(`/admin/mail/${name}/eml`, { cookie });
    assert.equal(file.headers['content-type'], 'message/rfc822');
    assert.match(file.headers['content-disposition'], /^attachment/);
    assert.deepEqual(Buffer.from(file.text), bytes);
    for (const odd of ['..%2F..%2Flectern.db', '.part-1.eml', 'x.eml', '%2e%2e']) assert.ok([400, 404].includes((await server.get(`/admin/mail/${odd}`, { cookie })).status), odd);
    assert.equal((await server.get('/admin/mail')).status, 404, 'without the cookie');
});

test('another site cannot make a browser use the door, and the next start prints another link', async () => {
    const answer = await enter('guess', { headers: { origin: 'https://evil.example', cookie: 'a=b' } });
    assert.equal(answer.status, 403);
    const next = await Lectern.serve();
    assert.notEqual(new URL(next.operatorLink).hash.slice(1), token);
    await next.stop();
});
