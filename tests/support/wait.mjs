// Waiting for a condition instead of for a time; every end-to-end and browser test uses it.
// SPDX-License-Identifier: MIT
import { setTimeout as pause } from 'node:timers/promises';

/** Asks again and again until `condition` gives something true, and gives that; says what was waited for otherwise. */
export async function until(condition, what, limit = 15_000) {
    const end = performance.now() + limit;
    let last;
    for (;;) {
        try {
            const found = await condition();
            if (found) return found;
            last = undefined;
        } catch (error) {
            last = error;
        }
        if (performance.now() > end) throw new Error(`${what}: not within ${limit} ms`, { cause: last });
        await pause(15);
    }
}

/** The same numbers for the same seed: a test that failed can be played again. */
export function numbers(seed) {
    let state = seed >>> 0;
    return () => {
        state = (state + 0x6d2b79f5) >>> 0;
        let x = Math.imul(state ^ (state >>> 15), 1 | state);
        x = (x + Math.imul(x ^ (x >>> 7), 61 | x)) ^ x;
        return ((x ^ (x >>> 14)) >>> 0) / 4294967296;
    };
}

/** Runs `work(i)` for i in 0…count-1 from `clients` at a time. */
export async function crowd(clients, count, work) {
    let next = 0;
    const one = async (client) => {
        while (next < count) await work(next++, client);
    };
    await Promise.all(Array.from({ length: clients }, (_, client) => one(client)));
}
