// What has to be mended, with a link to each field (U3); takes the focus where there is more than one thing.
// SPDX-License-Identifier: MIT
import { useEffect, useRef } from 'preact/hooks';
import type { FieldError } from '../api/problem.ts';
import { focusField } from '../browser/focus.ts';
import { type Key, say, t } from '../words/t.ts';

const labels: Record<string, Key> = { question: 'question_for_speakers', edition: 'switch_edition' };
/** The same sentence stands for several fields, so the field is named before it. */
function named({ field, message }: FieldError) {
  const label = say(labels[field] ?? field, '');
  return label ? t('field_error', { field: label, message }) : message;
}

export function ErrorSummary({ errors, says }: { errors: FieldError[]; says?: string | undefined }) {
  const box = useRef<HTMLDivElement>(null);
  const [only] = errors;
  useEffect(() => {
    if (!errors.length && !says) return;
    const mark = t('error_title', { title: '' });
    const title = document.title.replace(mark, '');
    document.title = mark + title;
    return () => {
      if (document.title === mark + title) document.title = title;
    };
  }, [errors, says]);
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
                {named(it)}
              </a>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
