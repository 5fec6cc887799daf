// What operators see: metrics, and a log in which nobody can be found.
// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import test from 'node:test';
import { ask, freePort, Lectern, unlimited } from '../support/lectern.mjs';
import { mailTo } from '../support/mailbox.mjs';
import { until } from '../support/wait.mjs';

test('metrics count, at an address of their own, and the site does not show them', async () => {
    const port = await freePort();
    const server = await Lectern.serve({ env: { LECTERN_METRICS_LISTEN: `127.0.0.1:${port}` } });
    await server.get('/');
    await server.get('/');
    await server.register(12, 'count@example.net');
    const { status, text, headers } = await ask(`http://127.0.0.1:${port}`, 'GET', '/metrics');
    assert.equal(status, 200);
    assert.match(headers['content-type'], /^text\/plain; version=0\.0\.4/);
    assert.match(text, /^lectern_requests_total\{route="\/",status="200"\} [1-9]/m);
    assert.match(text, /^lectern_requests_total\{route="\/api\/v1\/editions\/\{edition\}\/registrations",status="201"\} 1$/m);
    assert.match(text, /^lectern_prepared_answers_total [0-9]+$/m);
    assert.match(text, /^lectern_request_seconds_bucket/m);
    assert.match(text, /^lectern_written_jobs_total [1-9]/m);
    assert.match(text, /^lectern_biggest_batch [1-9]/m);
    assert.match(text, /^lectern_read_queue \d/m);
    assert.match(text, /^lectern_connections \d/m);
    for (const state of ['queued', 'sending', 'sent', 'failed', 'skipped']) assert.match(text, new RegExp(`^lectern_mails\\{state="${state}"\\} \\d`, 'm'));
    assert.match(text, /^lectern_mail_oldest_due_seconds \d/m);
    assert.match(text, /^lectern_suppressed_addresses 0$/m);
    for (const line of text.split('\n').filter(Boolean)) assert.match(line, /^(# (HELP|TYPE) \S+ .+|[a-z_]+(\{[^}]*(\{[^}]*\}[^}]*)*\})? \S+)$/);
    assert.equal((await server.get('/metrics')).status, 404);
    const other = await ask(`http://127.0.0.1:${port}`, 'GET', '/');
    assert.deepEqual([other.status, other.text], [404, 'This listener has nothing but /metrics.\n']);
    await server.stop();
});

test('the log of a whole journey is lines of JSON without an address, a name, a token or a question', async () => {
    const server = await Lectern.serve({ env: { ...unlimited, LECTERN_LOG_LEVEL: 'debug' } });
    const operator = new URL(server.operatorLink).hash.slice(1);
    const secrets = ['Findme', 'findme', 'Whereabouts', 'Hiddenorg', operator];
    const email = 'findme@example.net';
    await server.get('/search?q=Findme');
    await server.request('POST', '/events/closure-starts-on-day-one/register', { form: { email, name: 'Findme Person', organisation: 'Hiddenorg', question: 'Whereabouts?' } });
    await server.request('POST', '/events/closure-starts-on-day-one/register', { form: { email: 'Findme@broken', name: 'Findme' } });
    const mail = await mailTo(server.data, email);
    const me = mail.link('me').split('/').at(-1);
    const { json } = await server.get(`/api/v1/registrations/${me}`);
    const join = json.join_url.split('/').at(-1);
    const answer = await server.register(13, email, { name: 'Findme', question: 'Whereabouts' });
    const signed = await server.request('POST', '/admin', { form: { token: operator } });
    const session = signed.headers['set-cookie'][0].split(';')[0].split('=')[1];
    await server.get('/admin/mail', { cookie: `operator=${session}` });
    await server.get(`/me/${me}`);
    await server.get(`/j/${join}`);
    await server.request('POST', `/me/${me}`, { form: { action: 'change', name: 'Findme Too' } });
    await server.request('DELETE', `/api/v1/registrations/${me}`);
    await server.get(`/me/${me}x`);
    await server.request('POST', `/api/v1/receipts/${answer.json.receipt}/resend`, { json: {} });
    await server.get('/findme?email=findme@example.net');
    await mailTo(server.data, email, (it) => it.calendar?.method === 'CANCEL');
    await until(() => server.log.includes('/api/v1/receipts/{receipt}/resend'), 'the last line');
    await server.stop();

    secrets.push(me, join, session, answer.json.receipt, '127.0.0.1"');
    assert.ok(server.logLines.length > 15);
    for (const line of server.logLines) {
        const entry = JSON.parse(line);
        assert.match(entry.time, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
        assert.ok(['debug', 'info', 'warning', 'error'].includes(entry.level), line);
        for (const secret of secrets) assert.ok(!line.includes(secret), `${secret} in ${line}`);
        assert.ok(!/@example/.test(line), line);
    }
    const ids = server.logLines.map((it) => JSON.parse(it)).filter((it) => it.event === 'request').map((it) => it.id);
    assert.equal(new Set(ids).size, ids.length);
    assert.ok(ids.length > 10);
});

test('answers carry the id under which the log has them, and the fields that browsers obey', async () => {
    const server = await Lectern.serve();
    const answer = await server.get('/me/nobody');
    assert.ok(answer.headers['x-request-id']);
    await until(() => server.log.includes(answer.headers['x-request-id']), 'its line');
    const page = await server.get('/');
    for (const [name, value] of Object.entries({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'same-origin', 'x-frame-options': 'DENY', 'cross-origin-opener-policy': 'same-origin' }))
        assert.equal(page.headers[name], value);
    assert.match(page.headers['content-security-policy'], /^default-src 'none'; script-src 'self';/);
    assert.ok(!/unsafe/.test(page.headers['content-security-policy']));
    assert.ok(page.headers.etag);
    assert.equal(page.headers['cache-control'], 'no-cache');
    assert.equal((await server.get('/', { headers: { 'if-none-match': page.headers.etag } })).status, 304);
    await server.stop();
});

test('what has a name for its content is not sent twice', async () => {
    const server = await Lectern.serve();
    for (const path of ['/sw.js', '/favicon.svg', '/robots.txt', '/search?q=water', '/api/v1/search?q=water']) {
        const first = await server.get(path);
        assert.equal(first.status, 200, path);
        assert.ok(first.headers.etag, path);
        assert.equal((await server.get(path, { headers: { 'if-none-match': first.headers.etag } })).status, 304, path);
    }
    await server.stop();
});

test('who is refused for the head finds the request in the log', async () => {
    const server = await Lectern.serve();
    const { headers } = await server.get('/', { headers: { expect: 'a-miracle' } });
    await until(() => server.log.includes(headers['x-request-id']), 'its line');
    const line = JSON.parse(server.logLines.find((it) => it.includes(headers['x-request-id'])));
    assert.deepEqual([line.level, line.event, line.status, line.why], ['info', 'refused', 417, 'expect']);
    await server.stop();
});
