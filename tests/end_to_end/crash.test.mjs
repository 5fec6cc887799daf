// The program is killed in the middle of a rush, five times over: whatever it had acknowledged is there afterwards.
// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import test from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { demoFolder, keepAlive, Lectern, run, shape, unlimited } from '../support/lectern.mjs';
import { mailsIn } from '../support/mailbox.mjs';
import { numbers, until } from '../support/wait.mjs';

const edition = 12;
const scarce = 13;
const clients = 16;

/** Registers and leaves until the server is gone; notes what was acknowledged. */
async function hurry(server, round, client, random, ledger) {
    const agent = keepAlive(1);
    for (let i = 0; ; i += 1) {
        const email = `r${round}c${client}n${i}@example.net`;
        const where = i % 3 === 0 ? scarce : edition;
        try {
            const answer = await server.register(where, email, {}, { agent });
            if (answer.status !== 201 && answer.status !== 202) throw new Error(`unexpected ${answer.status} ${answer.text}`);
            ledger.set(email, { where, state: answer.json.state });
        } catch (error) {
            if (error.message.startsWith('unexpected')) throw error;
            return agent.destroy(); // killed under us: this one may be there or not
        }
        // sometimes somebody leaves, whose mail has come
        if (random() < 0.2) {
            const [someone, known] = [...ledger].at(Math.floor(random() * ledger.size)) ?? [];
            if (!known?.token || known.left) continue;
            known.left = 'asked';
            try {
                const answer = await server.request('DELETE', `/api/v1/registrations/${known.token}`, { agent });
                if (answer.status === 200) ledger.get(someone).left = 'done';
                else throw new Error(`unexpected ${answer.status}`);
            } catch (error) {
                if (error.message.startsWith('unexpected')) throw error;
                return agent.destroy();
            }
        }
    }
}

test('after each of five kills every acknowledged registration is there, seats are right, and its mail arrives', { timeout: 180_000 }, async (t) => {
    const random = numbers(20270309);
    const data = demoFolder();
    shape(data, `UPDATE edition SET capacity = seats_taken + 60 WHERE id = ${scarce}`);
    const ledger = new Map();
    const linked = async () => {
        for (const mail of await mailsIn(data)) {
            const known = ledger.get(mail.to);
            if (known && !known.token && mail.link('me')) known.token = mail.link('me').split('/').at(-1);
        }
    };
    for (let round = 0; round < 5; round += 1) {
        const server = await Lectern.serve({ data, env: unlimited });
        const before = ledger.size;
        const rush = Promise.all(Array.from({ length: clients }, (_, client) => hurry(server, round, client, random, ledger)));
        await pause(250 + random() * 750); // the moment of the kill, from the seed
        await server.kill();
        await rush;
        assert.ok(ledger.size > before + clients, `the rush of round ${round} was one: ${ledger.size - before}`);

        const checked = await run(['check', '--data', data]);
        assert.equal(checked.code, 0, `round ${round}: ${checked.out}${checked.err}`);
        const again = await Lectern.serve({ data, env: unlimited });
        const open = (it) => it.state !== undefined && !it.token;
        await until(async () => {
            await linked();
            return ![...ledger.values()].some(open);
        }, `round ${round}: a mail with a link for each of ${ledger.size} acknowledged registrations`, 60_000);
        const agent = keepAlive(8);
        for (const [email, known] of ledger) {
            if (known.seen) continue;
            const me = await again.get(`/api/v1/registrations/${known.token}`, { agent });
            assert.equal(me.status, 200, email);
            assert.equal(me.json.email, email);
            if (known.left === 'done') assert.equal(me.json.state, 'cancelled', email);
            else if (!known.left) assert.ok(me.json.state === known.state || (known.state === 'waitlisted' && me.json.state === 'confirmed'), `${email}: ${known.state}, now ${me.json.state}`);
        }
        agent.destroy();
        assert.equal((await again.stop()).code, 0);
    }
    const ids = new Map(); // a mail may come twice after a kill, then it is the same mail
    for (const { to, mail, calendar } of await mailsIn(data)) {
        const same = `${to} ${mail.subject} ${calendar?.method}`;
        ids.set(same, (ids.get(same) ?? new Set()).add(mail.messageId));
    }
    assert.deepEqual([...ids].filter(([, all]) => all.size > 1).map(([what]) => what), []);
    t.diagnostic(`${ledger.size} acknowledged registrations, ${[...ledger.values()].filter((it) => it.left === 'done').length} of them left again`);
});
