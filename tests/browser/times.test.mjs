// Times as people read them: the day where it is another, whose hours they are, and in which zone on the pages of a place.
// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { Lectern, unlimited } from '../support/lectern.mjs';
import { open, ready, startBrowser, stopBrowser, visit } from '../support/browser.mjs';
import { mailTo } from '../support/mailbox.mjs';

const twoEditions = '/events/grievance-mechanisms-people-trust';
let server, starts;
before(async () => {
    server = await Lectern.serve({ env: unlimited });
    starts = (await server.get(`/api/v1${twoEditions}`)).json.editions.map((it) => new Date(it.sessions[0].starts_at));
    await startBrowser();
});
after(async () => {
    await stopBrowser();
    await server?.stop();
});

/** A zone where a UTC hour is 23 o'clock; those names count the other way round. */
const lateAt = (utc) => {
    const ahead = (23 - utc.getUTCHours() + 36) % 24 - 12;
    return `Etc/GMT${ahead >= 0 ? '-' : '+'}${Math.abs(ahead)}`;
};
async function placed(address, zone) {
    await server.register(8, address, { time_zone: zone });
    return new URL((await mailTo(server.data, address)).link('me')).pathname;
}
const plain = (text) => text.replace(/\s+/g, ' ');

test('an edition on another day than the one shown has its day, on the page of the event and of a place', () => visit(server, async (page) => {
    await open(page, twoEditions);
    const [shown, other] = (await page.locator('.editions a').allInnerTexts()).map(plain);
    assert.match(shown, /English 23:\d\d/);
    assert.match(other, /Español (Mon|Tue|Wed|Thu|Fri|Sat|Sun) \d+ \w+, 0\d:\d\d/);
    assert.match(plain(await page.locator('.when').first().innerText()), /your time, UTC[+−]\d/);
    await open(page, await placed('late@example.net', lateAt(starts[0])));
    assert.match(plain(await page.locator('label[for=f-edition-9]').innerText()), /Español · \w{3} \d+ \w+, 0\d:\d\d/);
}, { zone: lateAt(starts[0]) }));

test('cards, and the bar at the foot, say whose hours they show', () => visit(server, async (page) => {
    await open(page, '/months/closing-well');
    assert.match(plain(await page.locator('.hours').first().innerText()), /your time, Nigeria/);
    await open(page, twoEditions);
    assert.match(await page.locator('.dock').innerText(), /your time, Nigeria/);
}, { width: 360 }));

test('where a browser has no name for a city, people read what its time is called', () => visit(server, async (page) => {
    await open(page, '/es/events/ce-qui-repousse');
    const said = plain(await page.locator('.when').first().innerText());
    assert.match(said, /tu hora, hora de Terranova/);
    assert.doesNotMatch(said, /St Johns/);
}, { zone: 'America/St_Johns' }));

for (const script of [true, false])
    test(`the pages of a place speak of the zone that was chosen for it, ${script ? 'with' : 'without'} script`, () => visit(server, async (page) => {
        const me = await placed(`zone-${script}@example.net`, 'America/Lima');
        const join = (await server.get(`/api/v1/registrations/${me.split('/').at(-1)}`)).json.join_url;
        for (const path of [me, join]) {
            await open(page, path, { script });
            const main = plain(await page.locator('main').innerText());
            assert.match(main, /your time, Peru/, path);
            assert.doesNotMatch(main, /your time, Nigeria/, path);
        }
        assert.match(plain(await page.locator('main').innerText()), /The button appears here on \w+ \d+ \w+( \d{4})? at \d\d:\d\d, your time, Peru\./);
        if (!script) return;
        assert.match(await page.locator('#tools').innerText(), /Peru/);
        await page.locator('#tools').getByRole('button', { name: /^change/i }).click();
        await page.locator('dialog').getByRole('button', { name: 'As on this device: Nigeria' }).click();
        await page.locator('dialog').waitFor({ state: 'detached' });
        assert.match(plain(await page.locator('main').innerText()), /your time, Nigeria/);
    }, { script, width: 360 }));

test('a zone saved on the personal page is the one its hours are in', () => visit(server, async (page) => {
    await open(page, await placed('saves@example.net', 'America/Lima'));
    await page.locator('#f-time_zone option[value="Asia/Tokyo"]').waitFor({ state: 'attached' });
    await page.selectOption('#f-time_zone', 'Asia/Tokyo');
    await page.getByRole('button', { name: 'Save changes' }).click();
    await page.locator('.notice.ok').waitFor();
    assert.match(plain(await page.locator('.when').first().innerText()), /your time, Japan/);
}));

test('a city that was chosen in one language is called as in the next', () => visit(server, async (page) => {
    await open(page, '/events/ce-qui-repousse');
    await page.locator('#tools').getByRole('button', { name: /^change/i }).click();
    await page.locator('dialog #f-zone').fill('geneva');
    await page.locator('dialog').getByRole('button', { name: /^Geneva/ }).click();
    await page.locator('dialog').waitFor({ state: 'detached' });
    assert.match(await page.locator('#tools').innerText(), /Geneva/);
    await open(page, '/es/events/ce-qui-repousse');
    await page.locator('#tools', { hasText: 'Ginebra' }).waitFor();
    assert.doesNotMatch(await page.locator('#tools').innerText(), /Geneva/);
    await page.reload();
    await ready(page);
    assert.match(await page.locator('#tools').innerText(), /Ginebra/, 'it is kept under that name');
}));
