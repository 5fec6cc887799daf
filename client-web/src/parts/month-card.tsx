// One month as a card in its own colours.
// SPDX-License-Identifier: MIT
import type { MonthSummary } from '../api/schema.d.ts';
import { spanText } from '../time/format.ts';
import { base, lang, t } from '../words/t.ts';
import { standingClass } from './standing.ts';

const MonthCard = ({ month }: { month: MonthSummary }) => (
  <li class="card month-card stack gap-2" data-month={month.theme}>
    <p class="tiny muted">
      {spanText(month.starts_on, month.ends_on, lang)} · {t('count_events', { n: month.event_count })}
    </p>
    <h3 lang={month.language}>
      <a href={`${base}/months/${month.slug}`}>{month.title}</a>
    </h3>
    <p class="small" lang={month.language}>
      {month.summary}
    </p>
    <p>
      <span class={`tag ${standingClass(month.standing)}`}>{t(`standing_${month.standing}`)}</span>
    </p>
  </li>
);

export function Months({ all, place = 'stack' }: { all: MonthSummary[]; place?: string }) {
  if (all.length === 0) return null;
  return (
    <section class={place}>
      <h2>{t('months')}</h2>
      <ul role="list" class="kit">
        {all.map((it) => (
          <MonthCard key={it.slug} month={it} />
        ))}
      </ul>
    </section>
  );
}
