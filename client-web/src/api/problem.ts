// What went wrong, as RFC 9457 says it, and how a form shows it.
// SPDX-License-Identifier: MIT
import { t } from '../words/t.ts';

export interface FieldError {
  field: string;
  message: string;
}

export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly says: string,
    readonly fields: FieldError[] = [],
  ) {
    super(says);
  }
  get cut() {
    return this.status === 0;
  }
}

interface ProblemDocument {
  type?: string;
  title?: string;
  detail?: string;
  errors?: { pointer?: string; code?: string; message?: string }[];
}

export async function problemOf(answer: Response): Promise<Problem> {
  const document = await answer.json().then(
    (it: ProblemDocument) => it,
    () => ({}) as ProblemDocument,
  );
  const code = document.type?.split(/[/:#]/).at(-1) ?? '';
  const fields = (document.errors ?? []).map((it) => ({
    field: (it.pointer ?? '').replace(/^#?\//, ''),
    message: it.message ?? t('error_type'),
  }));
  return new Problem(answer.status, code, document.detail || document.title || t('not_sent'), fields);
}

/** Nothing came back: because there is no network, or because it was cut on the way. */
export const noAnswer = () => (navigator.onLine ? new Problem(0, 'cut', t('cut_form')) : new Problem(0, 'offline', t('offline_form')));
export const asProblem = (it: unknown) => (it instanceof Problem ? it : new Problem(-1, 'internal', t('not_sent')));
