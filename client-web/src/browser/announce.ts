// Says something to those who listen to the page.
// SPDX-License-Identifier: MIT
export function announce(text: string) {
  const said = document.querySelector('#said');
  if (said) said.textContent = text;
}
