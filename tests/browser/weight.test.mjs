// What a first visit costs on the wire until the page is interactive, heads included, for the pages people come to first, in every
// language: budgets of design/client.md, section 11. A proxy of our own counts, so that the worker's requests are seen as well.
// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { connect, createServer } from 'node:net';
import test, { after, before } from 'node:test';
import { freePort, Lectern, unlimited } from '../support/lectern.mjs';
import { open, startBrowser, stopBrowser, visit } from '../support/browser.mjs';
import { until } from '../support/wait.mjs';

const KB = 1024;
const budget = { page: 12 * KB, pageGzip: 14 * KB, total: 30 * KB, requests: 4, script: 18 * KB, words: 3 * KB, worker: 4 * KB }; // the worker: its own, for nobody waits for it; it keeps the page without a connection in four languages
const ofWorker = /^\/(sw\.js|offline\.html|favicon\.svg)$/; // and the browser's own wish for an icon

let server, proxy;
let asked = []; // {path, bytes, head} in the order of asking
before(async () => {
    const port = await freePort();
    server = await Lectern.serve({ env: { ...unlimited, LECTERN_SITE_URL: `http://127.0.0.1:${port}` } });
    proxy = createServer((browser) => {
        const upstream = connect(server.port, '127.0.0.1');
        let current;
        browser.on('data', (chunk) => {
            const line = /^[A-Z]+ (\S+) HTTP\/1\.1\r\n/.exec(chunk.toString('latin1'));
            if (line) asked.push((current = { path: line[1], bytes: 0, head: 0 }));
            upstream.write(chunk);
        });
        upstream.on('data', (chunk) => {
            if (current.bytes === 0) current.head = chunk.indexOf('\r\n\r\n') + 4;
            current.bytes += chunk.length;
            browser.write(chunk);
        });
        for (const [one, other] of [[browser, upstream], [upstream, browser]]) {
            one.on('close', () => other.destroy());
            one.on('error', () => other.destroy());
        }
    });
    await new Promise((done) => proxy.listen(port, '127.0.0.1', done));
    await startBrowser();
});
after(async () => {
    await stopBrowser();
    proxy?.close();
    await server?.stop();
});

const sum = (all, of = (it) => it.bytes) => all.reduce((total, it) => total + of(it), 0);
const within = (size, most, what) => assert.ok(size <= most, `${what}: ${size}, allowed ${most}`);
const body = (it) => it.bytes - it.head;

for (const prefix of ['', '/fr', '/es', '/pt'])
    for (const path of ['/', '/months/closing-well', '/events/grievance-mechanisms-people-trust', '/events/ce-qui-repousse'])
        test(`${prefix}${path} is interactive within 30 KB and four requests`, (t) => visit(server, async (page) => {
            asked = [];
            const address = prefix + path;
            await open(page, address);
            const all = [...asked];
            const own = all.filter((it) => !ofWorker.test(it.path));
            const [first] = own;
            const script = own.filter((it) => it.path.endsWith('.js'));
            const words = own.filter((it) => it.path.endsWith('.json'));
            t.diagnostic(`page ${body(first)}, script ${sum(script, body)}, words ${sum(words, body)}, heads ${sum(own, (it) => it.head)}, total ${sum(own)} in ${own.length}`);
            assert.deepEqual(all.slice(0, own.length), own, 'the worker waits until the page has all it needs');
            within(body(first), budget.page, 'page, brotli');
            within((await server.get(address, { headers: { 'accept-encoding': 'gzip' } })).wire, budget.pageGzip, 'page, gzip');
            within(sum(script, body), budget.script, 'script');
            within(sum(words, body), budget.words, 'words');
            within(sum(own), budget.total, own.map((it) => `${it.path} ${it.bytes}`).join(', '));
            within(own.length, budget.requests, 'requests');
        }, { width: 360 }));

test('the worker comes afterwards, and does not fetch again what the page has', (t) => visit(server, async (page) => {
    asked = [];
    await open(page, '/events/ce-qui-repousse');
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
    await until(() => asked.some((it) => it.path === '/offline.html'), 'the page for those without a connection');
    const its = asked.filter((it) => ofWorker.test(it.path) && it.path !== '/favicon.svg');
    t.diagnostic(its.map((it) => `${it.path} ${it.bytes}`).join(', '));
    within(sum(its), budget.worker, 'worker');
    const twice = asked.map((it) => it.path).filter((path, index, all) => all.indexOf(path) !== index);
    assert.deepEqual(twice, []);
}, { width: 360 }));
