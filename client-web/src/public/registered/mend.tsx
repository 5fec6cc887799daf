// Nothing arrived: send the message again, or correct the address; each once, as long as the receipt lasts.
// SPDX-License-Identifier: MIT
import { useState } from 'preact/hooks';
import { send } from '../../api/client.ts';
import { asProblem } from '../../api/problem.ts';
import { Field, wired } from '../../parts/field.tsx';
import { t } from '../../words/t.ts';
import type { Outcome } from '../outcome.ts';

export function Mend({ outcome, changed }: { outcome: Outcome; changed: (it: Outcome) => void }) {
  const [done, setDone] = useState<'again' | 'address'>();
  const [error, setError] = useState<string>();
  const receipt = `/api/v1/receipts/${encodeURIComponent(outcome.placed.receipt)}`;

  async function mend(what: 'resend' | 'address', body: object, then: () => void) {
    setError(undefined);
    try {
      await send('POST', `${receipt}/${what}`, body);
      then();
    } catch (it) {
      const problem = asProblem(it);
      setError(problem.fields[0]?.message ?? problem.says);
    }
  }

  const again = () => mend('resend', {}, () => setDone('again'));
  const correct = (event: SubmitEvent) => {
    event.preventDefault();
    const email = String(new FormData(event.currentTarget as HTMLFormElement).get('email')).trim();
    if (!email) return setError(t('error_required'));
    return mend('address', { email }, () => {
      setDone('address');
      changed({ ...outcome, email });
    });
  };

  const said = done && (
    <p class="notice ok" role="status">
      {done === 'again' ? t('sent_again') : t('address_corrected')}
    </p>
  );
  if (done === 'address') return said;
  return (
    <section class="card stack">
      <h2 class="h3">{t('nothing_arrived')}</h2>
      <p class="small">{t('nothing_arrived_hint')}</p>
      {said ?? (
        <p>
          <button type="button" class="btn quiet" onClick={again}>
            {t('send_again')}
          </button>
        </p>
      )}
      <form class="stack" onSubmit={correct} noValidate>
        <Field name="email" label={t('correct_address')} error={error}>
          <input {...wired('email', { error })} type="email" autocomplete="email" inputMode="email" maxLength={254} required defaultValue={outcome.email} />
        </Field>
        <p>
          <button type="submit" class="btn quiet">
            {t('send_there')}
          </button>
        </p>
      </form>
    </section>
  );
}
