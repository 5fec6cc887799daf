// Many at once: 2,000 people for 100 seats, and a stop in the middle of a rush.
// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import test from 'node:test';
import { demoFolder, keepAlive, Lectern, rows, run, shape, unlimited } from '../support/lectern.mjs';
import { crowd, until } from '../support/wait.mjs';

test('of 2,000 sign-ups from 64 clients for 100 seats exactly 100 have a place, and the others wait in line without a gap', { timeout: 120_000 }, async (t) => {
    const data = demoFolder();
    shape(data, 'UPDATE edition SET capacity = seats_taken + 100 WHERE id = 14');
    const server = await Lectern.serve({ data, env: unlimited });
    const agents = Array.from({ length: 64 }, () => keepAlive(1));
    const answers = [];
    const began = performance.now();
    await crowd(64, 2000, async (i, client) => {
        const answer = await server.register(14, `person${i}@example.net`, {}, { agent: agents[client] });
        answers.push([answer.status, answer.json.state, answer.json.position ?? 0]);
    });
    t.diagnostic(`${Math.round(2000 / ((performance.now() - began) / 1000))} sign-ups a second`);
    for (const agent of agents) agent.destroy();

    assert.equal(answers.filter(([status, state]) => status === 201 && state === 'confirmed').length, 100);
    const positions = answers.filter(([status, state]) => status === 202 && state === 'waitlisted').map(([, , position]) => position).sort((a, b) => a - b);
    assert.deepEqual(positions, Array.from({ length: 1900 }, (_, i) => i + 1));
    assert.equal((await server.get('/api/v1/events/pozos-abandonados-quien-paga')).json.editions[0].seats_left, 0);
    assert.equal((await server.stop()).code, 0);
    const checked = await run(['check', '--data', data]);
    assert.equal(checked.code, 0, checked.out + checked.err);
});

test('a stop under load answers what is in flight, loses nothing that was answered, and takes less than 20 seconds', { timeout: 60_000 }, async (t) => {
    const data = demoFolder();
    const server = await Lectern.serve({ data, env: unlimited });
    const acknowledged = [];
    const cut = [];
    let stopping = false;
    const one = async (client) => {
        const agent = keepAlive(1);
        for (let i = 0; ; i += 1) {
            const email = `c${client}n${i}@example.net`;
            try {
                const answer = await server.register(12, email, {}, { agent });
                assert.equal(answer.status, 201, answer.text);
                acknowledged.push(email);
                if (answer.headers.connection === 'close') return agent.destroy();
            } catch (error) {
                if (error.name === 'AssertionError') throw error;
                cut.push(`${error.code} ${stopping}`);
                return agent.destroy();
            }
        }
    };
    const rush = Promise.all(Array.from({ length: 16 }, (_, client) => one(client)));
    await until(() => acknowledged.length > 200, 'a rush');
    stopping = true;
    const { code, ms } = await server.stop();
    await rush;

    assert.equal(code, 0, server.log.slice(-2000));
    assert.ok(ms < 20_000, `${ms} ms`);
    assert.deepEqual(cut, [], 'every request in flight was answered, and its connection closed with a word');
    const there = new Set(rows(data, "SELECT email FROM registration WHERE state = 'confirmed'").map((it) => it.email));
    assert.deepEqual(acknowledged.filter((it) => !there.has(it)), []);
    t.diagnostic(`${acknowledged.length} acknowledged, stopped in ${Math.round(ms)} ms`);
});

test('a stop with idle connections only is quick, and says goodbye to them', async () => {
    const server = await Lectern.serve();
    const agent = keepAlive(1);
    await server.get('/api/v1/home', { agent });
    const { code, ms } = await server.stop();
    agent.destroy();
    assert.equal(code, 0);
    assert.ok(ms < 6000, `${ms} ms`);
});

test('people of one network are not refused in a rush: beyond the limit their address is to be confirmed first', async () => {
    const server = await Lectern.serve({ env: { LECTERN_LIMITS_REGISTRATIONS_PER_MINUTE: '1', LECTERN_LIMITS_REGISTRATION_BURST: '5' } });
    const states = [];
    for (let i = 0; i < 7; i += 1) {
        const answer = await server.register(12, `class${i}@example.net`);
        states.push(`${answer.status} ${answer.json.state}`);
    }
    await server.stop();
    assert.deepEqual(states, [...Array(5).fill('201 confirmed'), ...Array(2).fill('202 unverified')]);
});
