// The operator's one-time code travels in the fragment of the address, which no server sees or logs: it is posted and removed.
// SPDX-License-Identifier: MIT
export function openDoor() {
  const form = document.querySelector<HTMLFormElement>('form[data-form=operator]');
  const field = form?.querySelector<HTMLInputElement>('[name=token]');
  const code = location.hash.slice(1);
  if (!form || !field || !code) return;
  field.value = code;
  history.replaceState(null, '', location.pathname);
  form.requestSubmit();
}
