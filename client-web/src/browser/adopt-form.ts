// Keeps what was typed before script arrived: values, focus, caret, folded parts and messages of the server's form.
// SPDX-License-Identifier: MIT
import type { FieldError } from '../api/problem.ts';

type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;
const named = (root: ParentNode) => [...root.querySelectorAll<Control>('form[data-form] [name]')].filter((it) => it.type !== 'hidden');
const isTick = (it: Control): it is HTMLInputElement => it instanceof HTMLInputElement && /^(checkbox|radio)$/.test(it.type);
const keyOf = (it: Control) => (isTick(it) ? `${it.name}=${it.value}` : it.name);

let errors: FieldError[] = [];
/** The server's messages of a form that came back, handed to the form that takes its place. */
export function takeErrors() {
  const taken = errors;
  errors = [];
  return taken;
}

/** Reads the server's form; the answer puts everything into the form that took its place. */
export function adoptForm(root: ParentNode): () => void {
  const values = new Map(named(root).map((it) => [keyOf(it), isTick(it) ? it.checked : it.value]));
  const open = [...root.querySelectorAll<HTMLDetailsElement>('form[data-form] details')].map((it) => it.open);
  errors = [...root.querySelectorAll('form[data-form] .error')].map((it) => ({ field: it.id.replace(/^e-/, ''), message: it.textContent ?? '' }));
  const active = document.activeElement as Control | null;
  const focused = active && root.contains(active) && active.id;
  const caret = focused && 'selectionStart' in active ? ([active.selectionStart, active.selectionEnd] as const) : undefined;
  return () => {
    root.querySelectorAll<HTMLDetailsElement>('form[data-form] details').forEach((it, index) => {
      it.open = open[index] ?? false;
    });
    for (const it of named(root)) {
      const value = values.get(keyOf(it));
      if (value === undefined) continue;
      if (isTick(it)) it.checked = value === true;
      else if (typeof value === 'string') it.value = value;
    }
    const field = focused ? document.getElementById(focused) : null;
    if (!field) return;
    field.focus({ preventScroll: true });
    // A field of type email has no caret to be asked for; it stays at the end.
    if (caret?.[0] != null && 'setSelectionRange' in field) (field as HTMLInputElement).setSelectionRange(caret[0], caret[1]);
  };
}
