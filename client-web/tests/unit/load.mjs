// Bundles one source of the client for a test, as the build does, without a browser.
// SPDX-License-Identifier: MIT
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

export const root = join(dirname(fileURLToPath(import.meta.url)), '../..');

/** `own`: apart from others of the same source, for what remembers. */
export async function load(path, own = '') {
  const made = await build({
    entryPoints: [join(root, path)],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'neutral',
    mainFields: ['module', 'main'],
    target: 'node20',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    define: { WORDS_HASH: '"test"' },
  });
  return import(`data:text/javascript;base64,${Buffer.from(made.outputFiles[0].text).toString('base64')}#${own}`);
}
