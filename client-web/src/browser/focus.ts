// Where the keyboard stands after a view changed.
// SPDX-License-Identifier: MIT
export function focusHeading() {
  const heading = document.querySelector<HTMLElement>('main h1') ?? document.querySelector<HTMLElement>('main');
  if (!heading) return;
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
}

export const focusField = (name: string) => document.querySelector<HTMLElement>(`#f-${CSS.escape(name)}`)?.focus();
