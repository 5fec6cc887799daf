// One-time codes travel in the fragment of an address, which no server sees or logs: they go into the page's form and off
// the address. Only the operator's own form is sent at once; the others wait for a press, for programs that look through
// mails open links too. SPDX-License-Identifier: MIT
function enter() {
  const form = document.querySelector<HTMLFormElement>('form[data-form=operator], form[data-form=door]');
  const field = form?.querySelector<HTMLInputElement>('[name=token]');
  const code = location.hash.slice(1);
  if (!form || !field || !code || code === 'main') return;
  field.value = code;
  history.replaceState(null, '', location.pathname + location.search);
  if (form.dataset.form === 'operator') return form.requestSubmit();
  form.hidden = false;
  for (const it of document.querySelectorAll<HTMLElement>('[data-form=beside-door]')) it.hidden = true;
}

export function openDoor() {
  enter();
  addEventListener('hashchange', enter);
}
