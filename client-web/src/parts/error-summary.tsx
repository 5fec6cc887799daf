// What has to be mended, with a link to each field (U3); takes the focus where there is more than one thing.
// SPDX-License-Identifier: MIT
import { useEffect, useRef } from 'preact/hooks';
import type { FieldError } from '../api/problem.ts';
import { focusField } from '../browser/focus.ts';
import { t } from '../words/t.ts';

export function ErrorSummary({ errors, says }: { errors: FieldError[]; says?: string | undefined }) {
  const box = useRef<HTMLDivElement>(null);
  const [only] = errors;
  useEffect(() => {
    if (errors.length === 1 && only) focusField(only.field);
    else if (errors.length > 1 || says) box.current?.focus();
  }, [errors, says]);
  if (errors.length === 0 && !says) return null;
  return (
    <div class="notice bad" role="alert" tabIndex={-1} ref={box}>
      <p>
        <b>{says ?? t('mend_this')}</b>
      </p>
      {errors.length > 0 && (
        <ul>
          {errors.map((it) => (
            <li key={it.field}>
              <a
                href={`#f-${it.field}`}
                onClick={(event) => {
                  event.preventDefault();
                  focusField(it.field);
                }}
              >
                {it.message}
              </a>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
