// Keeps visited pages readable without network: network first for four seconds, then what was kept. SPDX-License-Identifier: MIT
const kept = 'lectern-__VERSION__';
const neverKept = /^\/(?:(?:fr|es|pt)\/)?(?:me|j|u|desk|studio|admin|sign-in|files|calendar)(?:\/|$)/;
const patience = 4000;

self.addEventListener('install', (event) => {
  event.waitUntil(caches.open(kept).then((it) => it.add('/offline.html')));
  self.skipWaiting();
});

self.addEventListener('activate', (event) => {
  const tidy = async () => {
    const old = (await caches.keys()).filter((it) => it.startsWith('lectern-') && it !== kept);
    await Promise.all(old.map((it) => caches.delete(it)));
    await self.clients.claim();
    await Promise.all((await self.clients.matchAll()).map(keepOpen));
  };
  event.waitUntil(tidy());
});

const keepable = (answer) => answer.ok && answer.type === 'basic' && !/no-store|private/.test(answer.headers.get('Cache-Control') ?? '');

async function fetchAndKeep(request) {
  const answer = await fetch(request);
  if (keepable(answer)) {
    const copy = answer.clone();
    const store = await caches.open(kept);
    await store.put(request, copy);
  }
  return answer;
}

// The page that brought the worker was there before it: it is taken from the browser's own cache, with what it needs, without network.
async function keepOpen({ url }) {
  if (!isPage(new URL(url))) return;
  const own = (path) => fetchAndKeep(new Request(path, { cache: 'force-cache' })).catch(() => undefined);
  const page = await own(url.split('#')[0]);
  const store = await caches.open(kept);
  const text = await (await store.match(url.split('#')[0]))?.text();
  if (page && text) await Promise.all([...new Set(text.match(/\/assets\/[\w.-]+/g))].map(own));
}

// Names of assets change with their content: what is kept is right.
const assetFirst = async (request) => (await caches.match(request)) ?? fetchAndKeep(request);

const languageOf = (url) => /^\/(fr|es|pt)(?=\/|$)/.exec(new URL(url).pathname)?.[1] ?? 'en';

/** What was kept says since when: a page in its language, a document to the client. */
async function withAge(kept, { url, mode }) {
  const headers = new Headers(kept.headers);
  const date = headers.get('Date');
  if (!date) return kept;
  headers.delete('Content-Encoding');
  headers.delete('Content-Length');
  headers.set('Kept', date);
  if (mode !== 'navigate') return new Response(kept.body, { headers });
  const language = languageOf(url);
  const time = new Date(date).toLocaleString(language === 'en' ? 'en-GB' : language, { dateStyle: 'full', timeStyle: 'long' });
  const says = `<p class="wrap crumb small muted" role="status">${__KEPT__[language].replace('{time}', time)}</p>`;
  return new Response(
    (await kept.text()).replace(/<main [^>]*>/, (main) => main + says),
    { headers },
  );
}

/** Its style is its own, which the policy of a page from the server would not allow. */
async function offline({ url }) {
  const page = await caches.match('/offline.html');
  if (!page) return Response.error();
  const language = languageOf(url);
  const text = (await page.text()).replace('lang="en"', `lang="${language}"`);
  const title = new RegExp(`<section lang="${language}">\\s*<h1>(.*?)<`).exec(text)?.[1] ?? '';
  const policy = "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'";
  return new Response(text.replace(/<title>.*?</, `<title>${title}<`), {
    headers: { 'Content-Type': 'text/html; charset=utf-8', 'Content-Security-Policy': policy },
  });
}

async function networkFirst(event) {
  const { request } = event;
  const fresh = fetchAndKeep(request);
  event.waitUntil(fresh.catch(() => undefined));
  const old = await caches.match(request);
  const late = new Promise((go) => setTimeout(go, patience, undefined));
  try {
    return (await Promise.race(old ? [fresh, late] : [fresh])) ?? (await withAge(old, request));
  } catch (problem) {
    if (old) return withAge(old, request);
    if (request.mode === 'navigate') return offline(request);
    throw problem;
  }
}

// Never kept, so without network there is only the page that says so.
const orOffline = (request) => fetch(request).catch(() => offline(request));
const isPage = ({ origin, pathname }) => origin === location.origin && !neverKept.test(pathname) && !pathname.endsWith('/registered');

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const address = new URL(request.url);
  const { origin, pathname } = address;
  if (origin !== location.origin || request.method !== 'GET' || request.headers.has('Range')) return;
  if (!isPage(address)) {
    if (request.mode === 'navigate' && !/^\/(?:files|calendar)\//.test(pathname)) event.respondWith(orOffline(request));
    return;
  }
  if (/^\/api\/v1\/(?:registrations|join|receipts|uploads|stream)/.test(pathname)) return;
  if (pathname.startsWith('/assets/')) event.respondWith(assetFirst(request));
  else if (request.mode === 'navigate' || pathname.startsWith('/api/v1/')) event.respondWith(networkFirst(event));
});
