// One tap adds the rest of the month to a place just taken.
// SPDX-License-Identifier: MIT
import { useState } from 'preact/hooks';
import { send } from '../../api/client.ts';
import { asProblem } from '../../api/problem.ts';
import type { EventSummary, Placed } from '../../api/schema.d.ts';
import { announce } from '../../browser/announce.ts';
import { canRegister, shownEdition, whenOf } from '../../parts/standing.ts';
import { HoursInList } from '../../parts/when.tsx';
import { t } from '../../words/t.ts';
import type { Outcome } from '../outcome.ts';
import { withMonth } from './said.ts';

export function AddMonth({ outcome, events, changed }: { outcome: Outcome; events: EventSummary[]; changed: (it: Outcome) => void }) {
  const [problem, setProblem] = useState<string>();
  const add = async () => {
    setProblem(undefined);
    try {
      const answer = await send<Placed>('POST', `/api/v1/receipts/${encodeURIComponent(outcome.placed.receipt)}/month`, {});
      announce(t('month_added'));
      changed({ ...outcome, wholeMonth: true, placed: withMonth(outcome.placed, answer) });
    } catch (it) {
      setProblem(asProblem(it).says);
    }
  };
  return (
    <section class="card stack">
      <h2 class="h3">{t('rest_of_month')}</h2>
      <ul role="list" class="stack gap-2">
        {events.filter(canRegister).map((it) => {
          const edition = shownEdition(it);
          const when = edition && whenOf(edition);
          return (
            <li key={it.slug} class="small">
              <b lang={it.language}>{it.title}</b>
              {when && <HoursInList of={when} />}
            </li>
          );
        })}
      </ul>
      <p class="small muted">{t('rest_of_month_hint')}</p>
      {problem && (
        <p class="error" role="alert">
          {problem}
        </p>
      )}
      <p>
        <button type="button" class="btn" onClick={add}>
          {t('add_whole_month')}
        </button>
      </p>
    </section>
  );
}
