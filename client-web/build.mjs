// Builds dist/: bundles and splits the client, inlines the first sheet, hashes names, writes .br and .gz, and the manifest.
// SPDX-License-Identifier: MIT
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { build, transformSync } from 'esbuild';

const here = dirname(fileURLToPath(import.meta.url));
const at = (...path) => join(here, ...path);
const dist = at('dist');
const languages = ['en', 'fr', 'es', 'pt'];
const target = ['chrome105', 'safari16', 'firefox110'];
const hash = (text) => createHash('sha256').update(text).digest('hex').slice(0, 10);

// --- icons: only those named are read from lucide -----------------------------------------------------------------
const shapes = (name) => {
  const svg = readFileSync(at('node_modules/lucide-static/icons', `${name}.svg`), 'utf8');
  return [...svg.slice(svg.indexOf('>', svg.indexOf('<svg'))).matchAll(/<(\w+) ([^>]*?)\/>/g)].map(([, tag, attributes]) => [tag, Object.fromEntries([...attributes.matchAll(/([\w-]+)="([^"]*)"/g)].map((it) => it.slice(1)))]);
};
const mark = ([tag, all]) => `<${tag}${Object.entries(all).map(([key, value]) => ` ${key}="${value}"`).join('')}/>`;
const iconMarkup = (name) => `<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">${shapes(name).map(mark).join('')}</svg>`;
const withIcons = (html) => html.replace(/\[\[([a-z-]+)\]\]/g, (_, name) => iconMarkup(name));
const icons = {
  name: 'icons',
  setup(it) {
    it.onResolve({ filter: /^icon:/ }, ({ path }) => ({ path: path.slice(5), namespace: 'icon' }));
    it.onLoad({ filter: /.*/, namespace: 'icon' }, ({ path }) => ({ contents: JSON.stringify(shapes(path)), loader: 'json' }));
  },
};

// --- bundle -------------------------------------------------------------------------------------------------------------
const words = Object.fromEntries(languages.map((it) => [it, JSON.parse(readFileSync(at('i18n', `${it}.json`), 'utf8'))]));
const texts = /^(about|privacy|terms)_(title|text)$/;
const textKeys = Object.keys(words.en).filter((key) => texts.test(key));
const cities = JSON.parse(readFileSync(at('src/time/cities.json'), 'utf8'));
const wordsHash = hash(JSON.stringify([words, cities]));
const sheet = async (name) => (await build({ entryPoints: [at('styles', name)], bundle: true, minify: true, write: false, target })).outputFiles[0].text.trim();
const css = await sheet('first.css');
const staffCss = await sheet('staff.css');
const js = await build({
  entryPoints: { main: at('src/main.tsx') }, outdir: join(dist, 'assets'), entryNames: '[name]-[hash]', chunkNames: '[name]-[hash]', absWorkingDir: here,
  bundle: true, splitting: true, format: 'esm', minify: true, write: false, metafile: true, target, plugins: [icons], legalComments: 'none',
  jsx: 'automatic', jsxImportSource: 'preact',
  define: { WORDS_HASH: JSON.stringify(wordsHash) },
});
const outputs = Object.entries(js.metafile.outputs);
const [entryPath, entry] = outputs.find(([, it]) => it.entryPoint?.endsWith('src/main.tsx'));
const script = `/assets/${basename(entryPath)}`;
const preload = entry.imports.filter((it) => it.kind === 'import-statement').map((it) => `/assets/${basename(it.path)}`);

// --- words: the client's catalogues hold only what their chunks name -----------------------------------------------
const keysIn = (names) => {
  const text = names.filter((it) => it.startsWith('src/')).map((it) => readFileSync(at(it), 'utf8')).join('\n');
  const quoted = new Set([...text.matchAll(/['"`]([a-z_0-9]+)(?:['"`]|\$\{)/g)].map(([, key]) => key));
  const families = [...quoted].filter((it) => it.endsWith('_'));
  return Object.keys(words.en).filter((key) => !texts.test(key) && (quoted.has(key) || families.some((it) => key.startsWith(it))));
};
const first = new Set([entryPath, ...entry.imports.filter((it) => it.kind === 'import-statement').map((it) => it.path)]);
const inputsOf = (wanted) => outputs.filter(([path]) => first.has(path) === wanted).flatMap(([, it]) => Object.keys(it.inputs));
const firstKeys = keysIn(inputsOf(true));
const moreKeys = keysIn(inputsOf(false)).filter((it) => !firstKeys.includes(it));
const pick = (all, keys, more) => JSON.stringify({ ...Object.fromEntries(keys.map((key) => [key, all[key]])), ...more });
const union = Object.keys(words.en).map((key) => `  | '${key}'`).join('\n');
const keysFile = `// Keys of the catalogue, made by build.mjs from i18n/en.json. SPDX-License-Identifier: MIT\nexport type Key =\n${union};\n`;
if (!existsSync(at('src/words/keys.d.ts')) || readFileSync(at('src/words/keys.d.ts'), 'utf8') !== keysFile) writeFileSync(at('src/words/keys.d.ts'), keysFile);
const longest = (text) => text.replace(/\{\w+\}|[aeiou]/g, (it) => (it.length > 1 ? it : it + it));
const pseudo = JSON.stringify(words.en, (_, value) => (typeof value === 'string' ? longest(value) : value));

// --- write ------------------------------------------------------------------------------------------------------------
const written = [];
const put = (path, text) => {
  mkdirSync(dirname(join(dist, path)), { recursive: true });
  const bytes = Buffer.from(text);
  writeFileSync(join(dist, path), bytes);
  writeFileSync(join(dist, `${path}.br`), brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }));
  writeFileSync(join(dist, `${path}.gz`), gzipSync(bytes, { level: 9 }));
  written.push(path);
};
rmSync(dist, { recursive: true, force: true });
for (const it of languages) {
  put(`assets/words-${it}-${wordsHash}.json`, pick(words[it], firstKeys));
  put(`assets/more-${it}-${wordsHash}.json`, pick(words[it], moreKeys, { cities: cities[it] }));
  put(`assets/texts-${it}-${wordsHash}.json`, pick(words[it], textKeys));
}
for (const file of js.outputFiles) put(`assets/${basename(file.path)}`, file.text);
const links = [
  `<link rel="preload" as="fetch" crossorigin href="/assets/words-{{lang}}-${wordsHash}.json">`, ...preload.map((it) => `<link rel="modulepreload" href="${it}">`),
  `<style>${css}</style>`, `<script type="module" src="${script}"></script>`,
].join('\n');
const shell = withIcons(readFileSync(at('index.html'), 'utf8')).replace(/<!-- The shell.*?-->\n/, '').replace('<!--build:assets-->', () => links);
put('index.html', shell);
const staff = `assets/staff-${hash(staffCss)}.css`;
put(staff, staffCss);
for (const name of readdirSync(at('fragments')).filter((it) => it.endsWith('.html'))) {
  put(`fragments/${name}`, withIcons(readFileSync(at('fragments', name), 'utf8')).replace(/^\{\{![^}]*\}\}\n/, '').replace('<!--build:staff-->', `<link rel="stylesheet" href="/${staff}">`));
}
const kept = Object.fromEntries(languages.map((it) => [it, words[it].as_of]));
for (const name of readdirSync(at('public'))) {
  const text = readFileSync(at('public', name), 'utf8');
  put(name, name === 'sw.js' ? transformSync(text.replace('__VERSION__', hash(shell + script)).replace('__KEPT__', JSON.stringify(kept)), { minify: true }).code : text);
}
cpSync(at('i18n'), join(dist, 'i18n'), { recursive: true });
writeFileSync(join(dist, 'i18n/pseudo.json'), pseudo);
const fragments = written.filter((it) => it.startsWith('fragments/')).map((it) => basename(it, '.html'));
const manifest = {
  script, preload, assets: written.filter((it) => it.startsWith('assets/')).map((it) => `/${it}`),
  words: Object.fromEntries(languages.map((it) => [it, `/assets/words-${it}-${wordsHash}.json`])),
  public: readdirSync(at('public')).map((it) => `/${it}`), fragments, css: { text: css, sha256: createHash('sha256').update(css).digest('base64') },
};
writeFileSync(join(dist, 'manifest.json'), `${JSON.stringify(manifest, null, 1)}\n`);
