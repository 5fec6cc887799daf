// The menus of the bar close by Esc and by a press elsewhere; their common name lets only one be open.
// SPDX-License-Identifier: MIT
const open = () => document.querySelector<HTMLDetailsElement>('.menu[open]');

export function closeMenus(except?: Node) {
  const menu = open();
  if (menu && !(except && menu.contains(except))) menu.open = false;
}

export function watchMenus() {
  document.addEventListener('keydown', (event) => {
    const menu = event.key === 'Escape' ? open() : null;
    if (!menu) return;
    const inside = menu.contains(document.activeElement);
    menu.open = false;
    if (inside) menu.querySelector('summary')?.focus();
  });
  document.addEventListener('click', (event) => closeMenus(event.target as Node));
}
