// Chromium as people have it in Lagos: fresh each time, with every complaint of the console and of the policy collected.
// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { chromium } from 'playwright-core';

const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update',
    '--disable-sync', '--font-render-hinting=none', '--disable-lcd-text', '--hide-scrollbars', '--force-color-profile=srgb'];

let running;
export async function startBrowser() {
    running ??= await chromium.launch({ executablePath: process.env.LECTERN_CHROMIUM ?? '/usr/bin/chromium', args: flags });
    return running;
}
export async function stopBrowser() {
    await running?.close();
    running = undefined;
}

/** Runs `journey(page, context)` in a fresh browser at the server; afterwards nothing may have complained. */
export async function visit(server, journey, { width = 1280, height = 800, script = true, scheme = 'light', locale = 'en-GB', zone = 'Africa/Lagos', expected = [], ...more } = {}) {
    const browser = await startBrowser();
    const context = await browser.newContext({ baseURL: server.url, viewport: { width, height }, locale, timezoneId: zone, colorScheme: scheme, javaScriptEnabled: script, reducedMotion: 'reduce', ...more });
    const complaints = [];
    const posts = [];
    context.on('page', (page) => {
        page.on('console', (message) => ['error', 'warning'].includes(message.type()) && complaints.push(`${page.url()}: ${message.text()}`));
        page.on('pageerror', (error) => complaints.push(`${page.url()}: ${error.message}`));
        page.on('request', (request) => {
            if (!request.url().startsWith(server.url) && !request.url().startsWith('data:')) complaints.push(`asked another site: ${request.url()}`);
            if (request.method() !== 'GET') posts.push(`${request.method()} ${new URL(request.url()).pathname}`);
        });
    });
    const page = await context.newPage();
    page.setDefaultTimeout(10_000);
    page.posts = posts;
    try {
        const result = await journey(page, context);
        assert.deepEqual(complaints.filter((it) => !expected.some((pattern) => pattern.test(it))), []);
        return result;
    } finally {
        await context.close();
    }
}

/** Until script has taken the place of the first view: the tools of the footer are its last act. */
export const ready = (page) => page.waitForFunction(() => document.querySelector('#tools')?.childElementCount > 0);

/** Opens an address and waits for script where there is some. */
export async function open(page, path, { script = true } = {}) {
    const answer = await page.goto(path, { waitUntil: 'load' });
    if (script) await ready(page);
    return answer;
}

const axe = {
    runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] },
    rules: { 'target-size': { enabled: true }, 'label-content-name-mismatch': { enabled: true } },
};
// What colours and widths can change; all else is the same in every scheme.
const looks = { runOnly: { type: 'rule', values: ['color-contrast', 'target-size', 'scrollable-region-focusable', 'link-in-text-block'] } };
/** What axe finds wrong, one line each; `looksOnly` leaves out what was asked of the same page before. */
export async function violations(page, { looksOnly = false } = {}) {
    // The mode that opens no second page: one frame is all there is to look at.
    const found = await new AxeBuilder({ page }).setLegacyMode(true).options(looksOnly ? looks : axe).exclude('iframe').analyze();
    return found.violations.flatMap((it) => it.nodes.map((node) => `${it.id}: ${node.target.join(' ')} (${node.failureSummary?.split('\n')[1]?.trim()})`));
}

/** How many pixels the page is wider than the window, and by which elements. */
export const overflow = (page) => page.evaluate(() => {
    const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
    return wide <= 0 ? 0 : `${wide} px by ${[...document.querySelectorAll('body *')].filter((it) => it.getBoundingClientRect().right > innerWidth + 0.5).map((it) => it.tagName + '.' + it.className).slice(0, 5)}`;
});

/** A picture for people to look at, where LECTERN_SHOTS names a folder. */
export async function picture(page, name) {
    if (!process.env.LECTERN_SHOTS) return;
    mkdirSync(process.env.LECTERN_SHOTS, { recursive: true });
    await page.screenshot({ path: join(process.env.LECTERN_SHOTS, `${name}.png`), fullPage: true });
}
