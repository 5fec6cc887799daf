// A field of a form with its label, hint and error; the input itself is given as child and wired by name.
// SPDX-License-Identifier: MIT
import type { ComponentChildren } from 'preact';

/** What an input of <Field name="x"> carries: its id, its name and what describes it. */
export const wired = (name: string, { hint, error }: { hint?: string | undefined; error?: string | undefined } = {}) => ({
  class: 'input',
  id: `f-${name}`,
  name,
  'aria-invalid': error ? ('true' as const) : undefined,
  'aria-describedby': [hint && `h-${name}`, error && `e-${name}`].filter(Boolean).join(' ') || undefined,
});

interface Props {
  name: string;
  label: string;
  hint?: string | undefined;
  error?: string | undefined;
  children: ComponentChildren;
}

export function Field({ name, label, hint, error, children }: Props) {
  return (
    <div class={error ? 'field bad' : 'field'}>
      <label for={`f-${name}`}>{label}</label>
      {hint && (
        <p class="hint" id={`h-${name}`}>
          {hint}
        </p>
      )}
      {error && (
        <p class="error" id={`e-${name}`}>
          {error}
        </p>
      )}
      {children}
    </div>
  );
}
