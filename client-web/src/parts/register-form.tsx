// The form of one screen: email and name, the whole month by one tick, the rest folded.
// SPDX-License-Identifier: MIT
import type { ComponentType } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { newKey, send } from '../api/client.ts';
import { asProblem, type FieldError } from '../api/problem.ts';
import type { Placed } from '../api/schema.d.ts';
import { takeErrors } from '../browser/adopt-form.ts';
import { announce } from '../browser/announce.ts';
import { more } from '../more.ts';
import { prepareOutcome, tellOutcome } from '../public/outcome.ts';
import { viewerZone } from '../time/zone.ts';
import { base, lang, t } from '../words/t.ts';
import { ErrorSummary } from './error-summary.tsx';
import { Field, wired } from './field.tsx';

export interface Registering {
  /** Of the event or month: "/events/x". */
  path: string;
  title: string;
  language: string;
  /** None where one registers for a month. */
  edition?: number | undefined;
  month?: { text: string; hint: string } | undefined;
  takesQuestion?: boolean;
  submit: string;
}

const emailLike = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

function check(typed: Record<string, string>): FieldError[] {
  const errors: FieldError[] = [];
  if (!typed.email) errors.push({ field: 'email', message: t('error_required') });
  else if (!emailLike.test(typed.email)) errors.push({ field: 'email', message: t('error_email') });
  if (!typed.name) errors.push({ field: 'name', message: t('error_required') });
  return errors;
}

/** Empty fields are not sent; the trap for robots belongs to the form without script. */
function bodyOf(form: HTMLFormElement) {
  const typed: Record<string, string> = {};
  for (const [name, value] of new FormData(form)) {
    const text = String(value).trim();
    if (text && !['website', 'edition', 'locale', 'time_zone'].includes(name)) typed[name] = text;
  }
  return typed;
}

export function RegisterForm({ path, title, language, edition, month, takesQuestion, submit }: Registering) {
  const [errors, setErrors] = useState<FieldError[]>(takeErrors);
  const [says, setSays] = useState<string>();
  const [sending, setSending] = useState(false);
  const [countries, setCountries] = useState<{ Options: ComponentType<{ chosen?: string | null }> }>();
  // One key for one set of answers: pressing again after a lost connection never registers twice.
  const attempt = useRef({ body: '', key: '' });
  const errorOf = (name: string) => errors.find((it) => it.field === name)?.message;

  async function register(event: SubmitEvent) {
    event.preventDefault();
    if (sending) return;
    const typed = bodyOf(event.currentTarget as HTMLFormElement);
    const wrong = check(typed);
    setErrors(wrong);
    setSays(undefined);
    if (wrong.length) return;
    if (!navigator.onLine) return setSays(t('offline_form'));
    const { whole_month, ...rest } = typed;
    const body = { ...rest, locale: lang, time_zone: viewerZone(), ...(whole_month ? { whole_month: true } : {}) };
    if (attempt.current.body !== JSON.stringify(body)) attempt.current = { body: JSON.stringify(body), key: newKey() };
    setSending(true);
    announce(t('sending'));
    try {
      const endpoint = edition === undefined ? `/api/v1${path}/enrolments` : `/api/v1/editions/${edition}/registrations`;
      const placed = await send<Placed>('POST', endpoint, body, attempt.current.key);
      const wholeMonth = edition === undefined || whole_month !== undefined;
      await tellOutcome(path, { placed, email: typed.email ?? '', wholeMonth, edition, title, language, theme: document.documentElement.dataset.month });
    } catch (it) {
      const problem = asProblem(it);
      setErrors(problem.fields);
      setSays(problem.fields.length ? undefined : problem.says);
    } finally {
      setSending(false);
    }
  }

  const email = { hint: t('email_hint'), error: errorOf('email') };
  return (
    <form
      class="stack"
      method="post"
      action={`${base}${path}/register`}
      data-form="register"
      noValidate
      onSubmit={register}
      onFocusIn={() => prepareOutcome(path)}
    >
      <ErrorSummary errors={errors} says={says} />
      {edition !== undefined && <input type="hidden" name="edition" value={edition} />}
      <Field name="email" label={t('email')} {...email}>
        <input {...wired('email', email)} type="email" autocomplete="email" inputMode="email" maxLength={254} required />
      </Field>
      <Field name="name" label={t('name')} error={errorOf('name')}>
        <input {...wired('name', { error: errorOf('name') })} autocomplete="name" maxLength={120} required />
      </Field>
      {month && (
        <label class="check" for="f-whole_month">
          <input type="checkbox" id="f-whole_month" name="whole_month" value="true" />
          <span>
            <b>{month.text}</b>
            <br />
            <span class="small muted">{month.hint}</span>
          </span>
        </label>
      )}
      <details class="more" onToggle={() => more().then((it) => setCountries({ Options: it.CountryOptions }))}>
        <summary>{t('optional_fields')}</summary>
        <div class="stack">
          <Field name="organisation" label={t('organisation')} error={errorOf('organisation')}>
            <input {...wired('organisation', { error: errorOf('organisation') })} autocomplete="organization" maxLength={200} />
          </Field>
          <Field name="country" label={t('country')} error={errorOf('country')}>
            <select {...wired('country', { error: errorOf('country') })} autocomplete="country">
              {countries && <countries.Options />}
            </select>
          </Field>
          {takesQuestion && (
            <Field name="question" label={t('question_for_speakers')} error={errorOf('question')}>
              <textarea {...wired('question', { error: errorOf('question') })} rows={3} maxLength={1000} />
            </Field>
          )}
        </div>
      </details>
      <button type="submit" class="btn wide" aria-disabled={sending ? 'true' : undefined}>
        {sending ? t('sending') : submit}
      </button>
      <p class="small muted">
        {t('no_account')} <a href={`${base}/privacy`}>{t('privacy')}</a>
      </p>
    </form>
  );
}
