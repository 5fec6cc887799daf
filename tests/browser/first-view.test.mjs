// The first view is the server's; script brings parts of it to life and fetches the views once somebody goes on. On a bad line too.
// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { Lectern, unlimited } from '../support/lectern.mjs';
import { open, picture, ready, startBrowser, stopBrowser, visit } from '../support/browser.mjs';
import { until } from '../support/wait.mjs';

const event = '/events/grievance-mechanisms-people-trust';
let server;
before(async () => {
    server = await Lectern.serve({ env: unlimited });
    await startBrowser();
});
after(async () => {
    await stopBrowser();
    await server?.stop();
});

const later = '**/assets/more-*';
const away = { serviceWorkers: 'block', expected: [/ERR_FAILED/, /dynamically imported module/, /registration blocked by Playwright/] };
const texts = (page, selector) => page.locator(selector).allInnerTexts();
/** Nothing is on its way, and the page has had time for what it put off: a late request would have been seen. */
async function quiet(page) {
    await page.waitForLoadState('networkidle');
    await page.evaluate(() => new Promise((done) => requestIdleCallback(done)));
}
async function chooseLima(page) {
    await page.locator('#tools').getByRole('button', { name: /^change/i }).click();
    await page.locator('dialog #f-zone').fill('lima');
    await page.locator('dialog').getByRole('button', { name: /^Lima/ }).press('Enter');
    await page.locator('dialog').waitFor({ state: 'detached' });
}

test('the views are asked for when one presses a link or comes to the form, not before', async () => {
    for (const act of [(page) => page.focus('#f-email'), (page) => page.locator('.crumb a').hover().then(() => page.mouse.down())])
        await visit(server, async (page) => {
            const asked = [];
            page.on('request', (it) => asked.push(it.url()));
            await open(page, event);
            await quiet(page);
            assert.deepEqual(asked.filter((it) => it.includes('/assets/more-') || it.includes('/api/')), []);
            await act(page);
            await until(() => asked.some((it) => it.includes('/assets/more-')), 'the views');
        });
});

test('every hour is in the reader\'s zone, and moves to another with the choice', async () => {
    for (const path of ['/', '/months/closing-well', event, '/pt/events/mapear-riscos-em-conjunto', '/communities/common-strata', '/library'])
        await visit(server, async (page) => {
            await open(page, path);
            const hours = 'main :is(.when strong, .hours time, .sittings time, .editions time, .dock time)';
            const count = await page.locator(hours).count();
            assert.ok(count > 0, path);
            const before = await texts(page, hours);
            await page.evaluate(() => {
                window.stayed = document.querySelector('main').firstElementChild;
            });
            if (path.startsWith('/pt')) return assert.ok(before.some((it) => it.includes('08:00')), before.join('; '));
            await chooseLima(page);
            const now = await texts(page, hours);
            assert.equal(now.length, count);
            for (const [index, text] of now.entries()) assert.ok(text !== before[index] || text === '', `${path}: ${text}`);
            assert.equal(await page.evaluate(() => window.stayed.isConnected), true, 'the page was not drawn anew');
        });
});

test('going on and back gives the first view as it was left, with what was typed', () => visit(server, async (page) => {
    await open(page, event);
    const title = await page.title();
    await page.fill('#f-email', 'half@example.net');
    await page.locator('.crumb a').click();
    await page.waitForURL(/\/months\//);
    await page.locator('#programme').waitFor();
    await page.goBack();
    await page.waitForURL(new RegExp(event));
    await until(async () => (await page.inputValue('#f-email')) === 'half@example.net', 'what was typed');
    assert.equal(await page.title(), title);
    await chooseLima(page);
    assert.match(await page.locator('.when').first().innerText(), /Lima/);
    await page.goForward();
    await page.locator('#programme').waitFor();
}));

test('another edition is shown with what was typed, and back is the first', () => visit(server, async (page) => {
    await open(page, event);
    const shown = await page.locator('.when strong').first().innerText();
    await page.fill('#f-email', 'half@example.net');
    await page.locator('.editions a', { hasText: 'Español' }).click();
    await until(async () => (await page.locator('.when strong').first().innerText()) !== shown, 'the other hours');
    assert.equal(await page.inputValue('#f-email'), 'half@example.net');
    assert.match(await page.locator('.editions [aria-current]').innerText(), /Español/);
    assert.match(await page.evaluate(() => document.activeElement.textContent), /Español/);
    await page.goBack();
    await until(async () => (await page.locator('.when strong').first().innerText()) === shown, 'the first hours');
}));

test('where the views do not come one registers all the same, and links lead on', () => visit(server, async (page) => {
    await page.route(later, (route) => route.abort());
    await open(page, event);
    await page.fill('#f-email', 'badline@example.net');
    await page.fill('#f-name', 'Ngozi');
    await page.locator('form[data-form=register] button').click();
    await page.waitForURL(/\/registered$/);
    await page.locator('form[data-form=register]').waitFor({ state: 'detached' });
    await page.locator('main h1').waitFor(); // the page that the server has of it
    await until(() => page.locator('#tools button').count(), 'script on the page of the server');
    assert.equal(page.posts.length, 1);
    await page.goto(event);
    await page.locator('.crumb a').click();
    await page.waitForURL(/\/months\//);
    await page.locator('#programme').waitFor();
}, away));

test('with the data saver on nobody pays for a photo, and all come back with it off', () => visit(server, async (page) => {
    const photos = [];
    page.on('request', (it) => it.resourceType() === 'image' && photos.push(it.url()));
    await open(page, event);
    const count = await page.locator('.person img').count();
    assert.ok(count > 0);
    const [heard] = photos.filter((it) => !it.endsWith('.svg'));
    assert.equal(heard, undefined, 'photos are far below, so they wait');
    await page.getByRole('button', { name: /data saver/i }).click();
    assert.deepEqual([await page.locator('.person img').count(), (await texts(page, '.person .avatar')).every((it) => /^\p{L}{1,2}$/u.test(it))], [0, true]);
    await page.getByRole('button', { name: /data saver/i }).click();
    assert.equal(await page.locator('.person img').count(), count);
}, { width: 360 }));

test('days in the results of a search, opened directly, are the reader\'s', () => visit(server, async (page) => {
    await open(page, '/search?q=grievance');
    const days = page.locator('main li time');
    assert.ok(await days.count() > 0);
    assert.deepEqual(await days.evaluateAll((all) => all.filter((it) => it.dataset.end).length), 0, 'script says them');
}));

test('with the data saver on from the start no photo is asked for, with it off all are, and without script they are there', async () => {
    for (const saving of [true, false])
        await visit(server, async (page) => {
            await page.addInitScript((on) => localStorage.setItem('saver', on ? 'on' : 'off'), saving);
            const photos = [];
            page.on('request', (it) => it.resourceType() === 'image' && !it.url().endsWith('.svg') && photos.push(it.url()));
            await open(page, '/speakers/ottilie-braendle');
            await quiet(page);
            assert.equal(photos.length, saving ? 0 : 1, photos.join());
        });
    for (const [headers, count] of [[{}, 1], [{ 'Save-Data': 'on' }, 0]])
        await visit(server, async (page) => {
            await page.goto(event);
            const person = page.locator('.person').first();
            assert.equal(await person.locator('img').count(), count);
            assert.equal(await person.locator('span.avatar').isVisible(), count === 0);
        }, { script: false, extraHTTPHeaders: headers });
});

test('what the head says to others moves along with the place, and comes back with it', () => visit(server, async (page) => {
    const head = () => page.evaluate(() => ({
        canonical: document.querySelector('link[rel=canonical]')?.getAttribute('href'),
        french: document.querySelector('link[hreflang=fr]')?.getAttribute('href'),
        described: document.querySelectorAll('meta[name=description], meta[property="og:title"], script[type="application/ld+json"]').length,
    }));
    await open(page, '/fr/events/ce-qui-repousse');
    const first = await head();
    await page.locator('.brand').click();
    await page.waitForURL(/\/fr\/$/);
    await page.locator('.poster').waitFor();
    assert.deepEqual(await head(), { canonical: `${server.url}/fr/`, french: `${server.url}/fr/`, described: 0 });
    await page.goBack();
    await until(async () => (await head()).described > 0, 'the head of before');
    assert.deepEqual(await head(), first);
}));

test('one menu is open at a time; Esc and a press elsewhere close it, and Esc the dialog at once', () => visit(server, async (page) => {
    await open(page, event);
    const opened = () => page.locator('.menu[open]').count();
    for (const menu of await page.locator('.menu summary').all()) await menu.click();
    assert.equal(await opened(), 1);
    await page.keyboard.press('Escape');
    assert.equal(await opened(), 0);
    assert.equal(await page.evaluate(() => document.activeElement.tagName), 'SUMMARY');
    await page.locator('.menu summary').first().click();
    await page.locator('h1').click();
    assert.equal(await opened(), 0);
    await page.locator('#tools').getByRole('button', { name: /^change/i }).click();
    await page.locator('dialog #f-zone').fill('geneva');
    await page.locator('dialog').getByRole('button', { name: /^Geneva · Switzerland/ }).waitFor();
    await page.keyboard.press('Escape');
    await page.locator('dialog').waitFor({ state: 'detached' });
}, { width: 360 }));

test('the first page visited opens without a connection; personal pages say that there is none, and are not kept', () => visit(server, async (page, context) => {
    await open(page, event);
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
    await until(() => page.evaluate((path) => caches.match(path).then(Boolean), event), 'the page in the cache');
    await until(() => page.evaluate(() => caches.match(document.querySelector('script[src]').src).then(Boolean)), 'its script in the cache');
    await context.setOffline(true);
    await page.goto(event);
    assert.match(await page.locator('h1').innerText(), /Grievance/);
    await ready(page);
    assert.match(await page.locator('main > [role=status]').innerText(), /^A saved copy: .*\d\d:\d\d.*\. The connection did not answer\.$/);
    await page.goto('/me/AAAAAAAAACZqfXk8YH3UZQh4Iv-3PoVn');
    assert.match(await page.locator('h1:visible').innerText(), /offline/i);
    await page.goto('/fr/events/never-seen');
    assert.deepEqual([await page.title(), await page.locator('h1:visible').allInnerTexts()], ['Vous êtes hors ligne', ['Vous êtes hors ligne']]);
    assert.equal(await page.locator('a:visible').getAttribute('href'), '/fr/');
    await picture(page, 'offline-fr');
    assert.equal(await page.evaluate(() => caches.match('/me/AAAAAAAAACZqfXk8YH3UZQh4Iv-3PoVn').then(Boolean)), false);
    await context.setOffline(false);
}, { expected: [/ERR_INTERNET_DISCONNECTED|Failed to fetch/] }));

test('a text in another language than its page is told so, and a page by itself is not called the next', async () => {
    for (const script of [true, false])
        await visit(server, async (page) => {
            await open(page, '/pt/events/ce-qui-repousse', { script });
            assert.equal(await page.locator('.elsewhere').count(), 0);
            await open(page, event, { script });
            assert.doesNotMatch(await page.locator('header .tag').first().innerText(), /Next/);
        }, { script });
});

test('with letters twice as big on a telephone the bar at the foot does not stay, and a month is printed on one sheet with both zones', async () => {
    await visit(server, async (page) => {
        await open(page, event);
        assert.equal(await page.evaluate(() => getComputedStyle(document.querySelector('.dock')).position), 'sticky');
        await page.evaluate(() => {
            document.documentElement.style.fontSize = '200%';
        });
        assert.equal(await page.evaluate(() => getComputedStyle(document.querySelector('.dock')).position), 'static');
    }, { width: 360 });
    await visit(server, async (page) => {
        await open(page, '/months/closing-well');
        await page.evaluate(() => {
            const [list] = document.querySelectorAll('.line');
            while (list.childElementCount < 5) list.append(list.firstElementChild.cloneNode(true));
        });
        const paper = (await page.pdf({ format: 'A4' })).toString('latin1');
        assert.equal(paper.match(/\/Type\s*\/Page\b/g).length, 1);
        await page.emulateMedia({ media: 'print' });
        assert.equal(await page.locator('form').first().isVisible(), false);
        assert.match(await page.locator('.hours').first().innerText(), /\d\d:\d\d.*\n.*\d\d:\d\d|your time/s);
        await page.emulateMedia({ media: 'screen' });
        await open(page, event);
        await page.emulateMedia({ media: 'print' });
        assert.deepEqual(await page.locator('.editions a:visible').count(), 1, 'which edition it is');
        assert.doesNotMatch(await page.locator('.when').first().innerText(), /·\s*$/m);
    });
});
