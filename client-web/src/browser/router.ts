// Addresses without reloading: one listener for links, the history, and what the frame of the page shows of it.
// SPDX-License-Identifier: MIT
import { base } from '../words/t.ts';
import { closeMenus } from './menus.ts';
import { Shared } from './shared.ts';

export interface Place {
  path: string;
  search: string;
}
const here = (): Place => ({ path: location.pathname.slice(base.length) || '/', search: location.search });
export const place = new Shared<Place>(here());

/** Only what a route draws is taken, and got ready once it is pressed; all else is an ordinary link. */
export function listen(isOurs: (path: string) => boolean, getReady: (path: string) => void) {
  const taken = (event: MouseEvent) => {
    const link = (event.target as Element).closest?.('a');
    if (!link || event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    if (link.target || link.hasAttribute('download') || link.origin !== location.origin || link.dataset.lang) return;
    const path = link.pathname;
    if (!(path === base || path.startsWith(`${base}/`)) || (!base && /^\/(fr|es|pt)(\/|$)/.test(path))) return;
    const samePage = path === location.pathname && link.search === location.search;
    // The joining page is loaded whole: its own policy alone lets a form lead to another site.
    if ((samePage && link.hash) || path.startsWith(`${base}/j/`)) return;
    return isOurs(path.slice(base.length) || '/') ? link : undefined;
  };
  document.addEventListener('pointerdown', (event) => {
    const link = taken(event);
    if (link) getReady(link.pathname.slice(base.length) || '/');
  });
  document.addEventListener('click', (event) => {
    const link = taken(event);
    if (!link) return;
    event.preventDefault();
    closeMenus();
    go(link.pathname + link.search + link.hash);
  });
  addEventListener('popstate', () => {
    if (here().path !== place.value.path || here().search !== place.value.search) place.value = here();
  });
}

let arriving = false;
export function go(address: string, how: 'push' | 'replace' = 'push') {
  const fromPath = place.value.path;
  if (how === 'push') history.pushState(null, '', address);
  else history.replaceState(null, '', address);
  arriving = here().path !== fromPath;
  place.value = here();
}

const standing = { path: '' };
const prefixOf = (language: string) => (language === 'en' || language === 'x-default' ? '' : `/${language}`);

/** What the server said of the first page for others (description, preview, data, calendar) is not said of another. */
const ofFirst = [
  ...document.querySelectorAll(
    'head :is(meta[name=description], meta[property^="og:"], meta[name^="twitter:"], script[type="application/ld+json"], link[type])',
  ),
].filter((it) => it.getAttribute('rel') !== 'icon');
const first = here().path;
function tellOthers(path: string) {
  if (path === first) document.head.append(...ofFirst.filter((it) => !it.isConnected));
  else for (const it of ofFirst) it.remove();
  document.querySelector('link[rel=canonical]')?.setAttribute('href', location.origin + base + path);
  for (const it of document.querySelectorAll('link[hreflang]')) it.setAttribute('href', location.origin + prefixOf(it.getAttribute('hreflang') ?? '') + path);
}

/** Title, addresses, languages and the marked entry of the bar stay in step with the view. */
export function tellFrame(title: string, theme: string) {
  const { path, search } = place.value;
  document.title = title;
  document.documentElement.dataset.month = theme;
  if (standing.path && standing.path !== path) tellOthers(path);
  for (const it of document.querySelectorAll<HTMLAnchorElement>('a[data-lang]')) {
    // The root leads by the choice made before, so there the link is the choice.
    it.href = path === '/' ? `/?lang=${it.dataset.lang}` : prefixOf(it.dataset.lang ?? '') + path + search;
  }
  for (const it of document.querySelectorAll<HTMLAnchorElement>('.bar nav a, .menu.slim a')) {
    if (it.pathname.slice(base.length) === (path === '/' ? '/' : path)) it.setAttribute('aria-current', 'page');
    else it.removeAttribute('aria-current');
  }
  if (arriving) scrollTo({ top: 0, behavior: 'instant' });
  arriving = false;
  const moved = standing.path !== '' && standing.path !== path;
  standing.path = path;
  return moved;
}
