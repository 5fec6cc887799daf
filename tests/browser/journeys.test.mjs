// What people come for, as they do it: register, register for the month, join, leave, change; each within its limits of screens,
// fields and requests, with script and without.
// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { beginIn, demoFolder, Lectern, shape, unlimited } from '../support/lectern.mjs';
import { open, overflow, picture, ready, startBrowser, stopBrowser, violations, visit } from '../support/browser.mjs';
import { mailTo } from '../support/mailbox.mjs';
import { until } from '../support/wait.mjs';

const event = '/events/ce-qui-repousse';
const twoEditions = '/events/grievance-mechanisms-people-trust';
let server;
before(async () => {
    const data = demoFolder();
    beginIn(data, 12, 5);
    beginIn(data, 14, -90);
    shape(data, 'UPDATE edition SET capacity = seats_taken WHERE id = 15'); // one with a waiting list
    server = await Lectern.serve({ data, env: unlimited });
    await startBrowser();
});
after(async () => {
    await stopBrowser();
    await server?.stop();
});

let count = 0;
const somebody = () => `person${(count += 1)}@example.net`;
const meOf = async (address, as) => new URL((await mailTo(server.data, address, as)).link('me')).pathname;
const standing = async (me) => (await server.get(`/api/v1/registrations/${me.split('/').at(-1)}`)).json;
async function placed(edition, more) {
    const address = somebody();
    await server.register(edition, address, more);
    return meOf(address);
}
/** The required fields of a form that a person must fill. */
const required = (page) => page.locator('form[data-form=register] :is(input,select,textarea):visible').evaluateAll((all) => all.filter((it) => it.required && !it.value).map((it) => it.name));

for (const script of [true, false])
    for (const width of [360, 1280]) {
        const how = `${script ? 'with' : 'without'} script, ${width} px wide`;
        test(`one registers on one screen, with two fields and one request, ${how}`, () => visit(server, async (page) => {
            const address = somebody();
            await open(page, event, { script });
            assert.deepEqual(await required(page), ['email', 'name']);
            await page.fill('#f-email', address);
            await page.fill('#f-name', 'Ngozi Eze');
            await page.locator('form[data-form=register] button').click();
            await page.waitForURL(/\/registered(#mend)?$/);
            if (script) await page.getByText(address).waitFor();
            assert.equal(page.posts.length, 1, page.posts.join());
            assert.match(await page.locator('main').innerText(), /You have a place/);
            assert.equal(await overflow(page), 0);
            await picture(page, `registered-${width}-${script ? 'light' : 'no-script'}`);
            if (script) {
                assert.deepEqual(await violations(page), []);
                assert.ok(await page.evaluate(() => document.activeElement?.closest('main') !== null), 'the focus is on what happened');
                await page.emulateMedia({ colorScheme: 'dark' });
                await picture(page, `registered-${width}-dark`);
                assert.deepEqual(await violations(page), []);
            }
            const me = await standing(await meOf(address));
            assert.deepEqual([me.state, me.time_zone, me.time_zone_guessed], script ? ['confirmed', 'Africa/Lagos', false] : ['confirmed', 'Africa/Dakar', true]);
        }, { script, width }));

        test(`the whole month takes one tick more, ${how}`, () => visit(server, async (page) => {
            const address = somebody();
            await open(page, event, { script });
            await page.check('#f-whole_month');
            await page.fill('#f-email', address);
            await page.fill('#f-name', 'Ngozi Eze');
            await page.locator('form[data-form=register] button').click();
            await page.waitForURL(/\/registered(#mend)?$/);
            await page.getByText('What grows back').first().waitFor();
            assert.equal(page.posts.length, 1);
            const text = await page.locator('main').innerText();
            for (const other of ['Closure starts on day one', 'O que fica']) assert.ok(text.includes(other) || /What stays|What remains/.test(text), `${other}: ${text}`);
            const me = await standing(await meOf(address));
            assert.ok(me.others.length >= 2, JSON.stringify(me.others));
        }, { script, width }));
    }

for (const script of [true, false])
    test(`a month with a place here and a waiting list there says both, ${script ? 'with' : 'without'} script`, () => visit(server, async (page) => {
        await open(page, '/months/closing-well', { script });
        await page.fill('#f-email', somebody());
        await page.fill('#f-name', 'Ngozi Eze');
        await page.locator('form[data-form=register] button').click();
        await page.waitForURL(/\/registered(#mend)?$/);
        await page.getByText('What grows back').first().waitFor();
        const text = await page.locator('main').innerText();
        assert.match(text, /You have a place in part of it, and are on the waiting list for the rest/);
        assert.match(text, /place confirmed/);
        assert.match(text, /number \d+ on the waiting list/);
        assert.doesNotMatch(text, /You are number/);
        assert.equal(await page.locator('a[href="/calendar/months/closing-well.ics"]').count(), 1);
    }, { script, width: 360 }));

test('without script a mistake is seen, has the focus and stands in the title of the page', () => visit(server, async (page) => {
    await open(page, event, { script: false });
    await page.fill('#f-email', 'nobody@nowhere');
    await page.fill('#f-name', 'Ngozi Eze');
    await page.locator('form[data-form=register] button').click();
    await page.locator('#mend').waitFor();
    assert.match(await page.title(), /^Error: /);
    assert.match(await page.locator('#mend').innerText(), /Email: /);
    const box = await page.locator('#mend').boundingBox();
    assert.ok(box.y >= 0 && box.y + box.height <= 780, JSON.stringify(box));
}, { script: false, width: 360, height: 780, expected: [/422/] }));

for (const script of [true, false])
    test(`a workshop of several days shows all of them on the personal page, and the file alone, ${script ? 'with' : 'without'} script`, () => visit(server, async (page) => {
        await open(page, await placed(10), { script });
        assert.ok(await page.locator('.sittings li').count() > 1);
        assert.equal(await page.locator('main a', { hasText: 'Google' }).count(), 0);
        assert.equal(await page.locator('main a', { hasText: 'Calendar file' }).count(), 1);
    }, { script, width: 360 }));

test('the month is added afterwards with one tap', () => visit(server, async (page) => {
    const address = somebody();
    await open(page, event);
    await page.fill('#f-email', address);
    await page.fill('#f-name', 'Ngozi Eze');
    await page.locator('form[data-form=register] button').click();
    await page.waitForURL(/\/registered(#mend)?$/);
    await page.getByRole('button', { name: /month/i }).click();
    await until(() => page.posts.length === 2, 'a second request');
    await until(async () => (await standing(await meOf(address))).others.length >= 2, 'the other places');
    assert.equal(await page.getByRole('button', { name: /month/i }).count(), 0, 'it is not offered again');
}, { width: 360 }));

test('a wrong address is said beside its field, all that was typed stays, and one corrects and goes on', async () => {
    for (const script of [true, false])
        await visit(server, async (page) => {
            await open(page, event, { script });
            await page.fill('#f-email', 'nobody@nowhere'); // what the browser lets through
            await page.fill('#f-name', 'Ngozi Eze');
            await page.locator('details.more summary').click();
            await page.fill('#f-organisation', 'Kept & safe');
            await page.locator('form[data-form=register] button').click();
            await page.locator('#e-email').waitFor();
            assert.equal(await page.inputValue('#f-organisation'), 'Kept & safe');
            assert.equal(await page.inputValue('#f-email'), 'nobody@nowhere');
            assert.ok((await page.getAttribute('#f-email', 'aria-describedby')).includes('e-email'));
            assert.equal(await overflow(page), 0);
            await picture(page, `mistake-360-${script ? 'light' : 'no-script'}`);
            await page.fill('#f-email', somebody());
            await page.locator('form[data-form=register] button').click();
            await page.waitForURL(/\/registered(#mend)?$/);
        }, { script, width: 360, expected: [/422/] });
});

test('with script too a mistake stands in the title, and leaves it with the mistake', () => visit(server, async (page) => {
    await open(page, event);
    const title = await page.title();
    await page.fill('#f-name', 'Ngozi');
    await page.locator('form[data-form=register] button').click();
    await page.locator('#e-email').waitFor();
    assert.equal(await page.title(), `Error: ${title}`);
    await page.locator('form[data-form=register] button').click();
    assert.equal(await page.title(), `Error: ${title}`, 'once');
}, { width: 360 }));

for (const script of [true, false])
    test(`who has had the message sent again may still correct the address, ${script ? 'with' : 'without'} script`, () => visit(server, async (page) => {
        await open(page, event, { script });
        await page.fill('#f-email', somebody());
        await page.fill('#f-name', 'Ngozi');
        await page.locator('form[data-form=register] button').click();
        await page.waitForURL(/\/registered(#mend)?$/);
        await page.getByRole('button', { name: 'Send it again' }).click();
        await page.getByText('Sent again.').waitFor();
        assert.equal(await page.getByRole('button', { name: 'Send it again' }).count(), 0);
        const right = somebody();
        await page.fill('#f-email', right);
        await page.getByRole('button', { name: 'Send it there' }).click();
        await page.getByText('on its way to the new address').waitFor();
        assert.equal((await standing(await meOf(right))).state, 'confirmed');
    }, { script, width: 360 }));

test('whoever says "this was not me" hears it in the title, with the focus on the heading', () => visit(server, async (page) => {
    await open(page, await placed(13));
    await page.getByRole('button', { name: 'This was not me' }).click();
    await page.locator('h1', { hasText: 'Thank you for telling us' }).waitFor();
    assert.match(await page.title(), /^Thank you for telling us/);
    assert.equal(await page.evaluate(() => document.activeElement.tagName), 'H1');
}));

test('what was typed before script arrived stays, with focus and caret', () => visit(server, async (page) => {
    let release;
    const held = new Promise((done) => {
        release = done;
    });
    await page.route('**/assets/*.js', async (route) => {
        await held;
        await route.continue();
    });
    await page.goto(event, { waitUntil: 'commit' });
    await page.locator('#f-name').waitFor();
    await page.locator('#f-email').pressSequentially('early@example.net');
    await page.locator('#f-name').pressSequentially('Ibrahim');
    await page.check('#f-whole_month');
    await page.locator('#f-name').focus();
    await page.evaluate(() => document.querySelector('#f-name').setSelectionRange(3, 3));
    release();
    await ready(page);
    assert.deepEqual(await page.evaluate(() => ({
        email: document.querySelector('#f-email').value, name: document.querySelector('#f-name').value, month: document.querySelector('#f-whole_month').checked,
        focus: document.activeElement.id, caret: document.activeElement.selectionStart,
    })), { email: 'early@example.net', name: 'Ibrahim', month: true, focus: 'f-name', caret: 3 });
}));

for (const script of [true, false])
    test(`one leaves with two taps from the mail and comes back with one, ${script ? 'with' : 'without'} script`, () => visit(server, async (page) => {
        const address = somebody();
        await server.register(13, address);
        const me = await meOf(address);
        await open(page, me, { script });
        assert.equal((await standing(me)).state, 'confirmed', 'opening changes nothing');
        await page.getByRole('button', { name: /Give up my place|give up/i }).click();
        await page.getByRole('button', { name: /Register again/i }).waitFor();
        assert.equal((await standing(me)).state, 'cancelled');
        await picture(page, `me-left-360-${script ? 'light' : 'no-script'}`);
        await page.getByRole('button', { name: /Register again/i }).click();
        const back = await meOf(address, (it) => it.calendar?.method === 'REQUEST' && !it.link('me').endsWith(me));
        assert.equal((await standing(back)).state, 'confirmed');
        if (script) await page.getByRole('button', { name: /Register again/i }).waitFor({ state: 'detached' }); // who has registered again is not asked to
        await picture(page, `me-back-360-${script ? 'light' : 'no-script'}`);
    }, { script, width: 360 }));

test('who says "this was not me" where nothing comes through is told to try again, not that it is done', () => visit(server, async (page) => {
    const me = await placed(13);
    const notMe = '**/not_me';
    await open(page, me);
    await page.route(notMe, (route) => route.abort());
    const button = page.getByRole('button', { name: 'This was not me' });
    await button.click();
    await page.locator('.notice, h1:text("Thank you")').waitFor({ timeout: 20_000 }); // after all that is tried again
    assert.match(await page.locator('.notice.bad').innerText(), /connection was cut.*send them again/);
    assert.doesNotMatch(await page.locator('main').innerText(), /Thank you|is given up/);
    assert.equal((await standing(me)).state, 'confirmed');
    await page.unroute(notMe);
    await button.click();
    await page.locator('h1', { hasText: 'Thank you for telling us' }).waitFor();
    assert.equal((await standing(me)).state, 'declined');
}, { width: 360, serviceWorkers: 'block', expected: [/ERR_FAILED/, /registration blocked by Playwright/] }));

for (const script of [true, false])
    test(`one changes name, language and zone on the personal page, ${script ? 'with' : 'without'} script`, () => visit(server, async (page) => {
        const me = await placed(13);
        await open(page, me, { script });
        await page.fill('#f-name', 'Adaeze N.');
        await page.selectOption('#f-locale', 'fr');
        if (script) await page.selectOption('#f-time_zone', 'America/Lima');
        else await page.fill('#f-time_zone', 'America/Lima');
        await page.getByRole('button', { name: 'Save changes' }).click();
        await page.locator('.notice.ok').waitFor();
        const { name, locale, time_zone } = await standing(me);
        assert.deepEqual([name, locale, time_zone], ['Adaeze N.', 'fr', 'America/Lima']);
        assert.deepEqual(page.posts.length, 1);
    }, { script, width: 360 }));

for (const script of [true, false])
    test(`whoever switches to the other language edition can leave that one from the same page, ${script ? 'with' : 'without'} script`, () => visit(server, async (page) => {
        const address = somebody();
        await server.register(8, address);
        const me = await meOf(address);
        await open(page, me, { script });
        await page.check('input[name=edition][value="9"]');
        await page.getByRole('button', { name: 'Save changes' }).click();
        await page.locator('.notice.ok').waitFor();
        const next = await meOf(address, (it) => it.calendar?.method === 'REQUEST' && !it.link('me').endsWith(me));
        const { state, edition } = await standing(next);
        assert.deepEqual([state, edition.language], ['confirmed', 'es']);
        assert.equal((await standing(me)).token, next.split('/').at(-1), 'the link of the place that was given up leads to the new one');
        await page.getByRole('button', { name: /give up/i }).click();
        await page.getByRole('button', { name: /Register again/i }).waitFor();
        assert.equal((await standing(next)).state, 'cancelled', 'the place at the new edition is given up');
    }, { script, width: 360 }));

test('one joins with one tap: open from fifteen minutes before the start, shut before that and when it is over', async () => {
    const join = async (edition) => (await standing(await placed(edition))).join_url;
    for (const script of [true, false]) {
        const early = await join(8);
        await visit(server, async (page) => {
            await open(page, early, { script });
            assert.equal(await page.locator('form[action*="/j/"]').count(), 0);
            assert.match(await page.locator('main').innerText(), /appears here (at|on)/i);
        }, { script, width: 360 });
        const now = await join(12);
        await visit(server, async (page) => {
            const asked = [];
            await page.route('https://meet.example.org/**', (route) => {
                asked.push(route.request());
                return route.fulfill({ body: 'in', contentType: 'text/plain' });
            });
            await open(page, now, { script });
            assert.match(await page.locator('main').innerText(), /meet\.example\.org/, 'the host is named before one leaves');
            await page.locator('form[action*="/j/"] button').click();
            await page.waitForURL('https://meet.example.org/**').catch(() => {});
            assert.equal(page.url(), 'https://meet.example.org/strata-day-one');
            assert.equal((await asked[0].allHeaders()).referer, undefined, 'the link stays here');
        }, { script, width: 360, expected: [/asked another site: https:\/\/meet\.example\.org\//] });
    }
    const gone = await server.request('POST', await join(8));
    assert.equal(gone.status, 303);
    assert.match(gone.headers.location, /^\/j\//, 'too early: back to the page');
});

test('an event that is over takes no registrations', async () => {
    assert.equal((await server.register(14, somebody())).status, 409);
});

test('another zone is chosen with the keyboard, is kept, and is shown on every page', () => visit(server, async (page) => {
    await open(page, event);
    assert.match(await page.locator('.when').first().innerText(), /Nigeria|Lagos|West Africa/);
    await page.locator('#tools').getByRole('button', { name: /^change/i }).click();
    await page.locator('dialog #f-zone').fill('lima');
    await page.locator('dialog').getByRole('button', { name: /^Lima/ }).press('Enter');
    await page.locator('dialog').waitFor({ state: 'detached' });
    assert.match(await page.locator('.when').first().innerText(), /Lima/);
    await open(page, '/months/closing-well');
    assert.match(await page.locator('#tools').innerText(), /Lima/);
    await page.locator('#tools').getByRole('button', { name: /^change/i }).click();
    assert.deepEqual(await violations(page), []);
    await page.keyboard.press('Escape');
    await page.locator('dialog').waitFor({ state: 'detached' });
}, { width: 360 }));

test('the links of the languages lead to the same page in that language, and the root remembers the choice', async () => {
    for (const script of [true, false])
        await visit(server, async (page) => {
            await open(page, event, { script });
            for (const [lang, word] of [['fr', /Ce qui repousse/], ['es', /Lo que vuelve a crecer/], ['pt', /O que volta a crescer/], ['en', /What grows back/]]) {
                await page.locator('details.menu summary').first().click();
                await page.locator(`details.menu a[hreflang=${lang}]`).click();
                await page.waitForURL(`${server.url}${lang === 'en' ? '' : `/${lang}`}${event}`);
                if (script) await ready(page);
                assert.match(await page.locator('h1').innerText(), word);
                assert.equal(await page.getAttribute('html', 'lang'), lang);
            }
            await open(page, '/', { script });
            await page.locator('details.menu summary').first().click();
            await page.locator('details.menu a[hreflang=es]').click();
            await page.waitForURL(`${server.url}/es/`);
            await open(page, '/', { script });
            assert.equal(page.url(), `${server.url}/es/`);
        }, { script, width: 360 });
});

test('pages follow each other without a reload, with title and focus, and back goes back', () => visit(server, async (page) => {
    await open(page, '/');
    const first = await page.title();
    await page.evaluate(() => {
        window.stayed = true;
    });
    await page.locator('main a[href^="/months/"]').first().click();
    await page.waitForURL(/\/months\//);
    await page.locator('#programme').waitFor();
    assert.notEqual(await page.title(), first);
    assert.equal(await page.evaluate(() => window.stayed), true);
    assert.equal(await page.evaluate(() => document.activeElement.tagName), 'H1');
    await page.locator('main a[href^="/events/"]').first().click();
    await page.waitForURL(/\/events\//);
    await page.locator('h1').waitFor();
    await page.goBack();
    await page.waitForURL(/\/months\//);
    await page.locator('#programme').waitFor();
}));

test('what is not there is said on a page of our own, with ways on', async () => {
    for (const script of [true, false])
        for (const path of ['/events/nothing-here', '/nowhere', '/me/AAAAAAAAACZqfXk8YH3UZQh4Iv-3PoVn', '/fr/months/rien'])
            await visit(server, async (page) => {
                const answer = await open(page, path, { script });
                assert.equal(answer.status(), 404, path);
                assert.ok((await page.locator('main h1').innerText()).length > 3);
                assert.ok(await page.locator('main a[href="/"], main a[href="/fr/"]').count() > 0, path);
            }, { script, expected: [/404/] });
});

test('search finds accents and word forms, and says so where there is nothing', () => visit(server, async (page) => {
    await open(page, '/es/search');
    await page.locator('main input[type=search], main input[name=q]').first().fill('negociacion');
    await page.keyboard.press('Enter');
    await page.getByText(/Mujeres en la mesa/).first().waitFor();
    await open(page, '/search?q=zzzzqqq');
    assert.ok((await page.locator('main').innerText()).length > 20);
}, { width: 360 }));

test('the operator opens the door with the printed link, reads a mail, and its HTML is in a sandboxed frame', () => visit(server, async (page) => {
    const address = somebody();
    await server.register(13, address, { name: '<b>Bold</b> & "quoted"' });
    await mailTo(server.data, address);
    await page.goto(server.operatorLink);
    await page.waitForURL(`${server.url}/admin/mail`);
    assert.ok(!(await page.content()).includes(new URL(server.operatorLink).hash.slice(1)));
    await ready(page);
    await page.locator('.card', { hasText: address }).locator('a').first().click();
    await page.locator('iframe.mail').waitFor();
    const frame = await (await page.locator('iframe.mail').elementHandle()).contentFrame();
    await frame.locator('body').waitFor();
    const text = await frame.locator('body').innerText();
    assert.ok(text.includes('<b>Bold</b> & "quoted"'), text.slice(0, 300));
    assert.equal(await page.getAttribute('iframe.mail', 'sandbox'), '');
    await picture(page, 'mail-opened-1280-light');
    const again = await visit(server, async (other) => {
        await other.goto(server.operatorLink);
        await other.locator('#e-token').waitFor();
        return other.url();
    }, { expected: [/403/] });
    assert.equal(again, `${server.url}/admin`);
}, { expected: [/Blocked script execution/] }));

test('without a connection the answers stay in the form, and nothing is sent later behind one\'s back', () => visit(server, async (page, context) => {
    await open(page, event);
    await page.fill('#f-email', 'offline@example.net');
    await page.fill('#f-name', 'Ngozi');
    await context.setOffline(true);
    await page.locator('form[data-form=register] button').click();
    await page.getByText(/offline/i).first().waitFor();
    assert.equal(await page.inputValue('#f-email'), 'offline@example.net');
    assert.deepEqual(page.posts, []);
    await context.setOffline(false);
    await page.locator('form[data-form=register] button').click();
    await page.waitForURL(/\/registered(#mend)?$/);
}, { width: 360, expected: [/ERR_INTERNET_DISCONNECTED/] }));

test('a page that was visited opens without a connection', () => visit(server, async (page, context) => {
    await open(page, event);
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
    await open(page, event);
    await context.setOffline(true);
    await page.goto(event);
    assert.match(await page.locator('h1').innerText(), /What grows back/);
    await context.setOffline(false);
}, { expected: [/ERR_INTERNET_DISCONNECTED|Failed to fetch/] }));

test('an editions page shows the hours of each language edition and registers for the one that was chosen', () => visit(server, async (page) => {
    const address = somebody();
    await open(page, twoEditions);
    await page.locator('.editions a', { hasText: 'Español' }).click();
    await page.fill('#f-email', address);
    await page.fill('#f-name', 'Ngozi');
    await page.locator('form[data-form=register] button').click();
    await page.waitForURL(/\/registered/);
    assert.equal((await standing(await meOf(address))).edition.language, 'es');
}, { width: 360 }));
