// The OpenAPI document is valid, and what the real program answers is what the document says.
// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { Validator } from '@seriousme/openapi-schema-validator';
import Ajv from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { beginIn, demoFolder, Lectern, shape, unlimited } from '../support/lectern.mjs';
import { mailTo } from '../support/mailbox.mjs';

const languages = ['en', 'fr', 'es', 'pt'];
const collections = ['communities', 'series', 'months', 'events', 'speakers'];
let server;
let document;
let administrator; // cookie of a login
let valid; // name of a schema → validator
const seen = new Set(); // "get /api/v1/events 200"

before(async () => {
    const data = demoFolder();
    shape(data, `UPDATE edition SET state = 'cancelled' WHERE id = 15;
        INSERT INTO former_slug (noun, noun_id, slug) SELECT 'event', id, 'its-former-name' FROM event WHERE state = 'published' LIMIT 1;`);
    server = await Lectern.serve({ data, env: unlimited });
    document = (await server.get('/api/v1/openapi.json')).json;
    const made = await server.request('POST', '/setup', { form: { token: server.setupToken, email: 'ada@example.org', name: 'Ada' } });
    administrator = made.headers['set-cookie'].map((it) => it.split(';')[0]).join('; ');
    const ajv = new Ajv({ allErrors: true, strict: true, allowUnionTypes: true });
    addFormats(ajv);
    ajv.addSchema(JSON.parse(JSON.stringify({ $id: 'api', $defs: document.components.schemas }).replaceAll('#/components/schemas/', '#/$defs/')));
    valid = (name) => ajv.getSchema(`api#/$defs/${name}`) ?? assert.fail(`no schema ${name}`);
});
after(() => server?.stop());

const fits = (name, json, where) => {
    const check = valid(name);
    assert.ok(check(json), `${where} is no ${name}: ${JSON.stringify(check.errors?.slice(0, 5), null, 1)}\n${JSON.stringify(json).slice(0, 600)}`);
};

/** Asks, and holds the answer to what the document says of the operation. */
async function ask(method, pattern, values = {}, { query = '', of = server, ...options } = {}) {
    const path = pattern.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(values[name]));
    if (options.cookie) options.headers = { 'sec-fetch-site': 'same-origin', ...options.headers }; // as browsers do
    const answer = await of.request(method.toUpperCase(), path + query, options);
    const where = `${method} ${path}${query} ${answer.status}`;
    const told = document.paths[pattern]?.[method]?.responses[answer.status] ?? assert.fail(`${where} is not in the document: ${answer.text}`);
    const { content } = told.$ref ? document.components.responses[told.$ref.split('/').at(-1)] : told;
    seen.add(`${method} ${pattern} ${answer.status}`);
    if (!content) {
        assert.equal(answer.text, '', where);
        return answer;
    }
    const type = answer.headers['content-type'];
    assert.ok(content[type], `${where}: ${type}`);
    fits(content[type].schema.$ref.split('/').at(-1), answer.json, where);
    if (answer.status >= 400) {
        assert.equal(answer.json.status, answer.status);
        assert.equal(answer.json.instance, answer.headers['x-request-id']);
        assert.notEqual(answer.json.title, '');
    }
    return answer;
}

/** Every item of a list, by pages of two. */
async function all(pattern, more = '') {
    const items = [];
    for (let cursor = ''; cursor !== null; ) {
        const { json } = await ask('get', pattern, {}, { query: `?limit=2${more}${cursor && `&cursor=${cursor}`}` });
        assert.ok(json.items.length <= 2);
        items.push(...json.items);
        cursor = json.next;
    }
    return items;
}

const person = (email, more = {}) => ({ email, name: 'Ngozi Eze', locale: 'en', time_zone: 'Africa/Lagos', ...more });
const place = (edition, json, options = {}) => ask('post', '/api/v1/editions/{edition}/registrations', { edition }, { json, ...options });
const codeOf = (answer) => answer.json.type.replace('/problems/', '');
const errorsOf = (answer) => answer.json.errors.map((it) => `${it.pointer} ${it.code}`).sort();
const registrations = '/api/v1/registrations/{token}';

/** An edition that is registered for like this, with its event. */
async function anEdition(registration, fits = () => true) {
    for (const event of await all('/api/v1/events'))
        for (const edition of event.editions) if (edition.registration === registration && fits(event, edition)) return { ...edition, event };
    return assert.fail(`the demo has no edition whose registration is ${registration}`);
}

async function registered(email, edition) {
    const answer = await place(edition, person(email));
    assert.equal(answer.status, 201, answer.text);
    const mail = await mailTo(server.data, email);
    return { ...answer.json, token: mail.link('me').split('/').at(-1), join: mail.link('j').split('/').at(-1) };
}

test('the document is a valid OpenAPI 3.1 document that is cached', async () => {
    const result = await new Validator().validate(structuredClone(document));
    assert.ok(result.valid, JSON.stringify(result.errors, null, 1));
    assert.equal(document.openapi, '3.1.0');
    assert.equal(document.servers[0].url, server.url);
    const { etag } = (await ask('get', '/api/v1/openapi.json')).headers;
    const again = await ask('get', '/api/v1/openapi.json', {}, { headers: { 'if-none-match': etag } });
    assert.equal(again.status, 304);
});

test('each schema compiles in strict mode', () => {
    for (const name of Object.keys(document.components.schemas)) assert.equal(typeof valid(name), 'function', name);
});

test('every public document of the demo fits its schema in four languages', async () => {
    for (const lang of languages) {
        await ask('get', '/api/v1/home', {}, { query: `?lang=${lang}` });
        for (const it of collections) {
            const items = await all(`/api/v1/${it}`, `&lang=${lang}`);
            assert.ok(items.length > 0, it);
            for (const { slug } of items) await ask('get', `/api/v1/${it}/{slug}`, { slug }, { query: `?lang=${lang}` });
        }
        for (const it of ['products', 'materials']) assert.ok((await all(`/api/v1/${it}`, `&lang=${lang}`)).length > 0, it);
        for (const words of ['mine', 'water', 'mina', 'eau', 'closure']) await all('/api/v1/search', `&q=${words}&lang=${lang}`);
    }
});

const asAnybody = (...given) => ask(...given);

test('every parameter of the document is known to its route, with all its values, and no other is', async () => {
    for (const [pattern, { get }] of Object.entries(document.paths)) {
        const known = { community: 'common-strata' };
        const ask = (method, path, _, options) => asAnybody(method, path, known, get.security ? { ...options, cookie: administrator } : options);
        const given = (get?.parameters ?? []).map((it) => document.components.parameters[it.$ref.split('/').at(-1)]).filter((it) => it.in === 'query');
        if (!given.some((it) => it.name !== 'lang')) continue;
        for (const { name, schema } of given)
            for (const value of schema.enum ?? [{ limit: '1', cursor: undefined, language: 'en', lang: 'fr' }[name] ?? 'water'])
                if (name !== 'cursor') assert.equal((await ask('get', pattern, {}, { query: `?${name}=${value}` })).status, 200, `${pattern} ${name}=${value}`);
        assert.deepEqual(errorsOf(await ask('get', pattern, {}, { query: '?colour=red' })), ['?colour unknown']);
        assert.deepEqual(errorsOf(await ask('get', pattern, {}, { query: '?limit=0' })), ['?limit range']);
        assert.deepEqual(errorsOf(await ask('get', pattern, {}, { query: '?cursor=!' })), ['?cursor cursor']);
    }
});

test('a slug that is not there is 404, a former one 308', async () => {
    for (const it of collections) assert.equal((await ask('get', `/api/v1/${it}/{slug}`, { slug: 'nothing-here' })).status, 404);
    const moved = await ask('get', '/api/v1/events/{slug}', { slug: 'its-former-name' });
    assert.equal(moved.status, 308);
    assert.match(moved.headers.location, /^\/api\/v1\/events\/./);
});

test('registering: confirmed, waiting list, the whole month, the same again, and a body that is not taken', async () => {
    const open = await anEdition('open', (event) => event.month);
    const full = await anEdition('waiting_list');
    assert.equal((await place(open.id, person('first@example.net'))).json.state, 'confirmed');
    assert.equal((await place(open.id, person('first@example.net'))).status, 201, 'never says whether the address was known');
    const waiting = await place(full.id, person('waits@example.net', { country: 'NG', organisation: 'Ministry', question: 'Why?', whole_month: false }));
    assert.equal(waiting.status, 202);
    assert.ok(waiting.json.position >= 1);
    assert.ok((await place(open.id, person('whole@example.net', { whole_month: true }))).json.registrations.length > 0);
    const month = await ask('post', '/api/v1/months/{slug}/enrolments', { slug: open.event.month.slug }, { json: person('month@example.net') });
    assert.ok(month.json.registrations.length > 0);

    const key = { headers: { 'idempotency-key': 'a key of mine' } };
    const once = await place(open.id, person('key@example.net'), key);
    assert.equal((await place(open.id, person('key@example.net'), key)).text, once.text);
    assert.deepEqual(errorsOf(await place(open.id, person('other@example.net'), key)), [' idempotency_mismatch']);

    const wrong = await place(open.id, { email: 'nobody', colour: 'red', time_zone: 'Mars/Base', country: 'XX', locale: 'xx', question: 7 });
    assert.equal(wrong.status, 422);
    assert.deepEqual(errorsOf(wrong), ['/colour unknown', '/country country', '/email email', '/locale language', '/name required', '/question type', '/time_zone time_zone']);
    assert.ok(!valid('NewRegistration')({ email: 'a@example.net', colour: 'red' }));
    for (const lang of languages) await place(open.id, {}, { query: `?lang=${lang}` });
});

test('registering for what is over, cancelled or unknown', async () => {
    const over = await anEdition('closed', (event, edition) => edition.state === 'ended' && event.state !== 'cancelled');
    assert.equal(codeOf(await place(over.id, person('late@example.net'))), 'closed');
    const off = await anEdition('closed', (event, edition) => edition.state === 'cancelled');
    assert.equal(codeOf(await place(off.id, person('off@example.net'))), 'cancelled');
    assert.equal((await place(999999, person('none@example.net'))).status, 404);
    assert.equal((await place('x', person('none@example.net'))).status, 404);
    assert.equal((await ask('post', '/api/v1/months/{slug}/enrolments', { slug: 'nothing-here' }, { json: person('none@example.net') })).status, 404);
    const past = (await all('/api/v1/months')).find((it) => it.standing === 'past');
    assert.equal(codeOf(await ask('post', '/api/v1/months/{slug}/enrolments', { slug: past.slug }, { json: person('none@example.net') })), 'closed');
});

test('what a request may be refused for before it is understood', async () => {
    const { id } = await anEdition('open');
    const raw = { json: person('raw@example.net') };
    assert.equal((await place(id, undefined, { form: { email: 'a@example.net' } })).status, 415);
    assert.equal((await place(id, person('raw@example.net'), { headers: { 'sec-fetch-site': 'cross-site' } })).status, 403);
    assert.equal((await place(id, person('raw@example.net'), { headers: { 'if-match': '"seen-before"' } })).status, 412);
    assert.equal((await place(id, person('raw@example.net'), { headers: { 'content-encoding': 'gzip' } })).status, 415);
    assert.equal((await place(id, ['no object'])).status, 400);
    assert.equal((await place(id, person('raw@example.net', { question: 'x'.repeat(300_000) }))).status, 413);
    assert.equal((await ask('get', '/api/v1/home', {}, { query: '?q=%FF' })).status, 400);
    for (const [method, path, status, options] of [
        ['GET', '/api/v1/nothing', 404],
        ['PUT', '/api/v1/events', 405, raw],
        ['GET', '/api/v1/events', 421, { headers: { host: 'elsewhere.example' } }],
    ]) {
        const answer = await server.request(method, path, options);
        assert.equal(answer.status, status);
        fits('Problem', answer.json, path);
    }
});

test('the personal document, its changes, and its end', async () => {
    const edition = (await anEdition('open', (event) => event.editions.length === 1)).id;
    const mine = await registered('mine@example.net', edition);
    const other = (await anEdition('open', (event, it) => it.id !== edition)).id;
    await place(other, person('mine@example.net'));
    for (const lang of languages) {
        const { json } = await ask('get', registrations, mine, { query: `?lang=${lang}` });
        assert.equal(json.state, 'confirmed');
        assert.equal(json.others.length, 1);
    }
    const changed = await ask('patch', registrations, mine, { json: { name: 'Ngozi', locale: 'fr', time_zone: 'Africa/Dakar', organisation: 'Ministry', country: 'SN' } });
    assert.equal(changed.json.locale, 'fr');
    assert.deepEqual(errorsOf(await ask('patch', registrations, mine, { json: { country: 'XX', edition: 999999, colour: 'red' } })), ['/colour unknown', '/country country']);
    assert.deepEqual(errorsOf(await ask('patch', registrations, mine, { json: { edition: 999999 } })), ['/edition edition']);
    assert.equal((await ask('post', `${registrations}/confirm`, mine)).json.state, 'confirmed');
    assert.equal((await ask('get', '/api/v1/join/{token}', { token: mine.join })).json.open, false);
    assert.equal((await ask('delete', registrations, mine)).json.state, 'cancelled');
    assert.equal((await ask('patch', registrations, mine, { json: { name: 'Too late' } })).status, 409);
    assert.equal((await ask('post', `${registrations}/confirm`, mine)).status, 410);
    assert.equal((await ask('get', '/api/v1/join/{token}', { token: mine.join })).status, 410);
    for (const [method, path] of [['get', ''], ['patch', ''], ['delete', ''], ['delete', '/enrolment'], ['post', '/confirm'], ['post', '/not_me']])
        assert.equal((await ask(method, registrations + path, { token: 'unknown' }, method === 'patch' ? { json: {} } : {})).status, 404);
    assert.equal((await ask('get', '/api/v1/join/{token}', { token: 'unknown' })).status, 404);
});

test('a month is left as a whole', async () => {
    const { id } = await anEdition('open', (event) => event.month);
    await place(id, person('leaves@example.net', { whole_month: true }));
    const token = (await mailTo(server.data, 'leaves@example.net')).link('me').split('/').at(-1);
    assert.equal((await ask('get', registrations, { token })).json.whole_month, true);
    assert.equal((await ask('delete', `${registrations}/enrolment`, { token })).json.whole_month, false);
});

test('an edition can be switched, and the document names the new token', async () => {
    const from = await anEdition('open', (event, edition) => event.editions.some((it) => it.id !== edition.id && it.registration === 'open'));
    const to = from.event.editions.find((it) => it.id !== from.id && it.registration === 'open');
    const mine = await registered('switch@example.net', from.id);
    const { json } = await ask('patch', registrations, mine, { json: { edition: to.id } });
    assert.equal(json.edition.id, to.id);
    assert.notEqual(json.token, mine.token);
    await ask('get', registrations, json);
});

test('"this was not me", after which the address must be proven', async () => {
    const { id } = await anEdition('open');
    const mine = await registered('notme@example.net', id);
    await ask('post', `${registrations}/not_me`, mine);
    const again = await place(id, person('notme@example.net'));
    assert.equal(again.status, 202);
    assert.equal(again.json.state, 'unverified');
    const token = (await mailTo(server.data, 'notme@example.net', (it) => /#confirm/.test(it.text))).link('me').split('/').at(-1);
    assert.equal((await ask('get', registrations, { token })).json.state, 'unverified');
    assert.equal((await ask('post', `${registrations}/confirm`, { token })).json.state, 'confirmed');
});

test('a receipt does each thing once', async () => {
    const { id } = await anEdition('open', (event) => event.month);
    const { receipt } = (await place(id, person('receipt@example.net'))).json;
    const at = '/api/v1/receipts/{receipt}';
    assert.equal((await ask('post', `${at}/resend`, { receipt })).status, 202);
    assert.equal((await ask('post', `${at}/month`, { receipt })).json.registrations.length > 0, true);
    assert.deepEqual(errorsOf(await ask('post', `${at}/address`, { receipt }, { json: { email: 'x' } })), ['/email email']);
    assert.equal((await ask('post', `${at}/address`, { receipt }, { json: { email: 'right@example.net' } })).status, 202);
    for (const [what, json] of [['resend'], ['month'], ['address', { email: 'third@example.net' }]]) {
        assert.equal(codeOf(await ask('post', `${at}/${what}`, { receipt }, { json })), 'receipt_used');
        assert.equal((await ask('post', `${at}/${what}`, { receipt: 'unknown' }, { json })).status, 410);
    }
});

const cookieOf = (answer) => answer.headers['set-cookie'].map((it) => it.split(';')[0]).join('; ');
async function signInMail(email) {
    const { text } = await mailTo(server.data, email, (it) => /sign-in#/.test(it.text));
    return { token: /sign-in#([\w-]+)/.exec(text)[1], code: /\b(\d{4}) (\d{4})\b/.exec(text).slice(1).join('') };
}

test('signing in by code and by link, the account, its browsers, and the end of it', async () => {
    const at = '/api/v1/sign-in';
    assert.equal((await ask('get', '/api/v1/account')).status, 401);
    assert.deepEqual(errorsOf(await ask('post', at, {}, { json: { email: 'x' } })), ['/email email']);
    const asked = await ask('post', at, {}, { json: { email: 'door@example.net', next: '/months' } });
    assert.equal(asked.status, 202);
    const first = await signInMail('door@example.net');
    const code = String((Number(first.code) + 1) % 1e8).padStart(8, '0');
    assert.equal((await ask('post', `${at}/code`, {}, { json: { code }, cookie: cookieOf(asked) })).status, 410);
    assert.equal((await ask('post', `${at}/code`, {}, { json: { code: first.code } })).status, 410, 'only in the browser that asked');
    const entered = await ask('post', `${at}/code`, {}, { json: { code: first.code }, cookie: cookieOf(asked) });
    assert.equal(entered.json.next, '/months');
    assert.equal((await ask('post', `${at}/link`, {}, { json: { token: first.token } })).status, 410, 'it was used');
    const cookie = cookieOf(entered);

    assert.equal((await ask('get', '/api/v1/account', {}, { cookie })).json.email, 'door@example.net');
    const changed = await ask('patch', '/api/v1/account', {}, { cookie, json: { name: 'Ngozi Eze', time_zone: 'Africa/Lagos', country: 'NG' } });
    assert.equal(changed.json.time_zone, 'Africa/Lagos');
    assert.deepEqual(errorsOf(await ask('patch', '/api/v1/account', {}, { cookie, json: { time_zone: 'Mars/Base', colour: 'red' } })), ['/colour unknown', '/time_zone time_zone']);
    const { items } = (await ask('get', '/api/v1/account/logins', {}, { cookie })).json;
    assert.deepEqual(items.map((it) => it.is_this_one), [true]);
    assert.equal((await ask('delete', '/api/v1/account/logins/{login}', { login: 999999 }, { cookie })).status, 404);
    assert.equal((await ask('delete', '/api/v1/account/logins/{login}', { login: items[0].id }, { cookie })).status, 200);
    assert.equal((await ask('get', '/api/v1/account', {}, { cookie })).status, 401);

    await ask('post', at, {}, { json: { email: 'link@example.net' } });
    const linked = await signInMail('link@example.net');
    const other = cookieOf(await ask('post', `${at}/link`, {}, { json: { token: linked.token } }));
    assert.equal((await ask('post', '/api/v1/sign-out', {}, { cookie: other })).status, 200);
    assert.equal((await ask('get', '/api/v1/account', {}, { cookie: other })).status, 401);
});

test('members, roles, invitations, administrators, and the log of it', async () => {
    const at = '/api/v1/communities/{community}';
    const here = { community: 'common-strata' };
    const as = (cookie, json) => ({ cookie, json });
    assert.equal((await ask('post', `${at}/membership`, here, as(administrator))).json.role, 'member');
    assert.equal((await ask('delete', `${at}/membership`, here, as(administrator))).status, 200);
    const members = (await ask('get', `${at}/members`, here, { ...as(administrator), query: '?limit=100' })).json.items;
    assert.equal(members.length, 13);
    const { id } = members.find((it) => it.role === 'member');
    assert.equal((await ask('patch', `${at}/members/{person}`, { ...here, person: id }, as(administrator, { role: 'moderator' }))).status, 200);
    assert.equal((await ask('delete', `${at}/members/{person}`, { ...here, person: id }, as(administrator))).status, 200);
    const invite = (email) => ask('post', `${at}/invitations`, here, as(administrator, { email, role: 'facilitator', locale: 'en' }));
    assert.equal((await invite('invited@example.net')).status, 202);
    assert.equal((await invite('invited@example.net')).status, 409, 'one a minute');
    assert.equal((await invite('withdrawn@example.net')).status, 202);
    const [withdrawn] = (await ask('get', `${at}/invitations`, here, as(administrator))).json.items;
    assert.equal((await ask('delete', `${at}/invitations/{invitation}`, { ...here, invitation: withdrawn.id }, as(administrator))).status, 200);
    const { text } = await mailTo(server.data, 'invited@example.net', (it) => /invitation#/.test(it.text));
    const [, token] = /invitation#([\w-]+)/.exec(text);
    const cookie = cookieOf(await ask('post', '/api/v1/invitations/accept', {}, { json: { token } }));
    assert.equal((await ask('get', '/api/v1/account', {}, { cookie })).json.communities[0].role, 'facilitator');
    assert.equal((await ask('post', '/api/v1/invitations/accept', {}, { json: { token } })).status, 410);
    assert.equal((await ask('get', '/api/v1/people', {}, { cookie })).status, 404);
    const { items } = (await ask('get', '/api/v1/people', {}, { cookie: administrator, query: '?name=invited' })).json;
    for (const is of [true, false]) assert.equal((await ask('patch', '/api/v1/people/{person}', { person: items[0].id }, as(administrator, { is_administrator: is }))).status, 200);
    const { items: log } = (await ask('get', '/api/v1/audit', {}, { cookie: administrator, query: '?limit=3' })).json;
    assert.deepEqual(log.map((it) => it.action), ['administrator.removed', 'administrator.made', 'invitation.accepted']);
});

test('the way into a session that is about to begin', async () => {
    const { id } = await anEdition('open');
    const data = demoFolder();
    beginIn(data, id, 5);
    const soon = await Lectern.serve({ data, env: { ...unlimited, LECTERN_LIMITS_WRITES_PER_MINUTE: '1' } });
    try {
        await place(id, person('joins@example.net'), { of: soon });
        const link = (await mailTo(data, 'joins@example.net')).link('j');
        for (const lang of languages) {
            const { json } = await ask('get', '/api/v1/join/{token}', { token: link.split('/').at(-1) }, { of: soon, query: `?lang=${lang}` });
            assert.equal(json.open, json.host !== null);
            assert.equal(json.session.time_zone, 'Africa/Accra');
        }
        const many = [];
        for (let i = 0; i < 60; i++) many.push(ask('post', '/api/v1/receipts/{receipt}/resend', { receipt: 'unknown' }, { of: soon }));
        const refused = (await Promise.all(many)).find((it) => it.status === 429);
        assert.equal(refused?.headers['retry-after'], '1');
    } finally {
        await soon.stop();
    }
});

test('/api lists the same addresses in four languages, readable without script', async () => {
    for (const lang of languages) {
        const page = await server.get(`${lang === 'en' ? '' : `/${lang}`}/api`);
        assert.equal(page.status, 200);
        assert.match(page.text, /href="\/api\/v1\/openapi.json"/);
        for (const [pattern, methods] of Object.entries(document.paths)) {
            assert.ok(page.text.includes(`<code>${pattern}</code>`), pattern);
            for (const { summary } of Object.values(methods)) assert.ok(page.text.includes(summary.replaceAll('"', '&quot;')), summary);
        }
    }
});

test('every operation was asked and answered well above', () => {
    for (const [pattern, methods] of Object.entries(document.paths))
        for (const [method, { responses }] of Object.entries(methods))
            assert.ok(Object.keys(responses).some((it) => it < 300 && seen.has(`${method} ${pattern} ${it}`)), `${method} ${pattern}`);
});
