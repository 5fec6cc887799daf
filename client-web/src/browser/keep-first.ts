// What the server wrote stays until another place is asked for, and comes back with it as it was left.
// SPDX-License-Identifier: MIT
import { render } from 'preact';
import { fetchAhead } from '../api/known.ts';
import { more } from '../more.ts';
import { outcomeAt } from '../public/outcome.ts';
import { focusHeading } from './focus.ts';
import { place, tellFrame } from './router.ts';
import { onShared } from './shared.ts';

const after = (milliseconds: number) => new Promise((go) => setTimeout(go, milliseconds));
const linkTo = (root: ParentNode, address: string | null | undefined) => [...root.querySelectorAll('a')].find((it) => it.getAttribute('href') === address);

export function keepFirst(main: HTMLElement, draw: () => void) {
  const first = place.value;
  const nodes = [...main.childNodes];
  const [title, theme] = [document.title, document.documentElement.dataset.month ?? 'terrace'];
  let shown = true;
  tellFrame(title, theme);
  onShared(() => {
    const { path, search } = place.value;
    // Who has registered comes back to a form that is empty, and to seats as they are now.
    const here = path === first.path && search === first.search && (shown || !outcomeAt(`${path}/registered`));
    if (here === shown) return;
    shown = here;
    if (here) comeBack();
    else leave(path);
  });

  function comeBack() {
    main.inert = false;
    render(null, main);
    main.replaceChildren(...nodes);
    if (tellFrame(title, theme)) focusHeading();
  }

  async function leave(path: string) {
    const pressed = document.activeElement?.getAttribute('href');
    main.inert = path === first.path;
    await ready(path, main.inert);
    if (shown || main.firstChild !== nodes[0]) return;
    main.inert = false;
    draw();
    if (path === first.path) linkTo(main, pressed)?.focus({ preventScroll: true });
  }
}

/** U1: the old view stays for 400 ms. Where only the edition changes it stays until the other can be drawn, and nobody can send it. */
function ready(path: string, samePage: boolean): Promise<unknown> {
  const all = Promise.all([more(), fetchAhead(path)]);
  if (!samePage) return Promise.race([all.catch(() => undefined), after(400)]);
  return Promise.race([all, after(8000).then(() => Promise.reject())]).catch(() => location.reload());
}
