// Every kind of page in both schemes and at both widths: nothing for axe to find, nothing wider than a small telephone, nothing
// on the console; and what the first view weighs on the wire.
// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { connect } from 'node:net';
import test, { after, before } from 'node:test';
import { beginIn, demoFolder, Lectern, shape, unlimited } from '../support/lectern.mjs';
import { open, overflow, picture, startBrowser, stopBrowser, violations, visit } from '../support/browser.mjs';
import { mailTo } from '../support/mailbox.mjs';

let server, pages, operator;
before(async () => {
    const data = demoFolder();
    beginIn(data, 12, 5); // one that can be joined
    shape(data, 'UPDATE edition SET capacity = seats_taken WHERE id = 15'); // one with a waiting list
    server = await Lectern.serve({ data, env: unlimited });
    const links = {};
    for (const [edition, name] of [[12, 'live'], [8, 'place'], [15, 'waits'], [10, 'workshop']]) {
        await server.register(edition, `${name}@example.net`);
        links[name] = new URL((await mailTo(data, `${name}@example.net`)).link('me')).pathname;
    }
    const joinOf = async (name) => (await server.get(`/api/v1/registrations/${links[name].split('/').at(-1)}`)).json.join_url;
    const mail = await mailTo(data, 'place@example.net');
    operator = new URL(server.operatorLink).hash.slice(1);
    const signed = await server.request('POST', '/admin', { form: { token: operator } });
    operator = signed.headers['set-cookie'][0].split(';')[0].split('=');
    const speakers = (await server.get('/api/v1/events/grievance-mechanisms-people-trust')).json.appearances;
    const home = (await server.get('/api/v1/home')).json;
    const past = (await server.get('/api/v1/events?when=past')).json.items;
    const unsubscribe = /https?:\S+\/u\/\S+?(?=[\s>)])/.exec(mail.text)?.[0];
    pages = {
        home: '/', month: '/months/closing-well', 'month-running': `/months/${home.month.slug}`, event: '/events/grievance-mechanisms-people-trust', 'event-es': '/es/events/mujeres-en-la-mesa-de-negociacion',
        'event-workshop': '/pt/events/mapear-riscos-em-conjunto', 'event-past': `/events/${past[0].slug}`, 'event-live': '/events/closure-starts-on-day-one', community: `/communities/${home.community.slug}`,
        series: `/series/${(await server.get('/api/v1/months/closing-well')).json.series.slug}`, speaker: `/speakers/${speakers[0].speaker.slug}`,
        library: '/library', search: '/search?q=water', 'search-empty': '/search', about: '/about', privacy: '/fr/privacy', terms: '/terms', 'not-found': '/events/nothing-here',
        me: links.place, 'me-waits': links.waits, 'me-workshop': links.workshop, 'join-early': await joinOf('place'), 'join-open': await joinOf('live'),
        door: '/admin', mailbox: '/admin/mail', mail: `/admin/mail/${mail.name}`, ...(unsubscribe ? { unsubscribe: new URL(unsubscribe).pathname } : {}),
    };
    await startBrowser();
});
after(async () => {
    await stopBrowser();
    await server?.stop();
});

const seenMost = ['home', 'month', 'event', 'me', 'join-open'];
const needsOperator = (name) => name.startsWith('mail');
const lookAt = (name, options, see) => visit(server, async (page, context) => {
    if (needsOperator(name)) await context.addCookies([{ name: operator[0], value: operator[1], url: server.url }]);
    await open(page, pages[name], options);
    return see(page);
}, { expected: name === 'not-found' ? [/404/] : name === 'mail' ? [/Blocked script execution/] : [], ...options });

test('axe finds nothing on any page, light on a telephone and dark on a desk, the most seen ones also the other way, and nothing is on the console', { timeout: 240_000 }, async () => {
    const found = [];
    for (const name of Object.keys(pages))
        await lookAt(name, { width: 360, height: 780 }, async (page) => {
            const look = async (how, options) => {
                await picture(page, `${name}-${how}`);
                for (const one of await violations(page, options)) found.push(`${name}, ${how}: ${one}`);
            };
            await look('360-light');
            await page.emulateMedia({ colorScheme: 'dark' });
            if (seenMost.includes(name)) await look('360-dark', { looksOnly: true });
            await page.setViewportSize({ width: 1280, height: 800 });
            await look('1280-dark', { looksOnly: true });
            if (!seenMost.includes(name)) return;
            await page.emulateMedia({ colorScheme: 'light' });
            await look('1280-light', { looksOnly: true });
        }).catch((error) => found.push(`${name}: ${error.message}`));
    assert.deepEqual(found, []);
});

test('axe finds nothing in what the server itself writes', { timeout: 60_000 }, async () => {
    const found = [];
    for (const name of ['home', 'month', 'event', 'event-past', 'me', 'join-open', 'about'])
        await visit(server, async (page) => {
            await page.route(/\/assets\/.*\.js$/, (route) => route.abort()); // script stays away, so that axe sees the page of before
            await page.goto(pages[name]);
            await picture(page, `${name}-360-no-script`);
            for (const one of await violations(page)) found.push(`${name}: ${one}`);
        }, { width: 360, serviceWorkers: 'block', expected: [/ERR_FAILED/, /was preloaded using link preload/] }).catch((error) => found.push(`${name}: ${error.message}`));
    assert.deepEqual(found, []);
});

test('no page is wider than a window of 320 px, with and without script, nor with letters twice as big', { timeout: 120_000 }, async () => {
    const found = [];
    for (const script of [true, false])
        await visit(server, async (page, context) => {
            await context.addCookies([{ name: operator[0], value: operator[1], url: server.url }]);
            for (const name of Object.keys(pages).filter((it) => it !== 'door')) {
                await page.setViewportSize({ width: 320, height: 640 });
                await open(page, pages[name], { script });
                const wide = await overflow(page);
                if (wide) found.push(`${name} ${script ? 'with' : 'without'} script: ${wide}`);
                if (!script) continue;
                await page.setViewportSize({ width: 360, height: 640 });
                await page.evaluate(() => {
                    document.documentElement.style.fontSize = '200%';
                });
                const big = await overflow(page);
                if (big) found.push(`${name} with big letters: ${big}`);
            }
        }, { script, width: 320, expected: [/404/, /Blocked script execution/] });
    assert.deepEqual(found, []);
});

/** Everything a browser asks for, counted as bytes on the wire, heads included. */
function wire(path) {
    return new Promise((done, failed) => {
        const socket = connect(server.port, '127.0.0.1');
        let total = 0;
        socket.on('data', (chunk) => {
            total += chunk.length;
        });
        socket.on('end', () => done(total));
        socket.on('error', failed);
        socket.write(`GET ${path} HTTP/1.1\r\nHost: ${server.host}\r\nAccept-Encoding: gzip, deflate, br\r\nConnection: close\r\n\r\n`);
    });
}

for (const [name, first] of [['home', '/'], ['month', '/months/closing-well'], ['event', '/events/grievance-mechanisms-people-trust']])
    test(`the ${name} page is ready to read after one answer of 14 KB`, async () => {
        const size = await wire(first);
        assert.ok(size <= 14 * 1024, `${size} bytes`);
    });

test('nothing on a page moves while script takes over, wherever it is read', async () => {
    const zones = ['Africa/Lagos', 'Africa/Maputo', 'America/Argentina/Buenos_Aires'];
    const paths = ['/', '/months/closing-well', '/events/grievance-mechanisms-people-trust', '/pt/events/mapear-riscos-em-conjunto'];
    for (const [path, zone] of paths.flatMap((it) => zones.map((zone) => [it, zone])))
        await visit(server, async (page) => {
            await page.addInitScript(() => {
                window.moved = 0;
                new PerformanceObserver((list) => {
                    for (const it of list.getEntries()) window.moved += it.value;
                }).observe({ type: 'layout-shift', buffered: true });
            });
            await open(page, path);
            const moved = await page.evaluate(() => window.moved);
            assert.ok(moved <= 0.02, `${path} in ${zone}: ${moved}`);
        }, { width: 360, zone });
});
