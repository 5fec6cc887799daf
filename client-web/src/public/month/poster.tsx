// The poster of a month: its name large, its tiles beside it.
// SPDX-License-Identifier: MIT
import type { ComponentChildren } from 'preact';
import type { MonthSummary } from '../../api/schema.d.ts';
import { Elsewhere } from '../../parts/elsewhere.tsx';
import { Tiles } from '../../parts/poster.tsx';
import { standingClass } from '../../parts/standing.ts';
import { spanText } from '../../time/format.ts';
import { lang, t } from '../../words/t.ts';

export const Poster = ({ month, children }: { month: MonthSummary; children: ComponentChildren }) => (
  <section class="poster">
    <div class="in">
      <div class="txt stack">
        <p class="mo">
          <span>{spanText(month.starts_on, month.ends_on, lang)}</span>{' '}
          <span class={`tag ${standingClass(month.standing)}`}>{t(`standing_${month.standing}`)}</span>
        </p>
        <h1 lang={month.language}>{month.title}</h1>
        <Elsewhere language={month.language} />
        <p class="lead" lang={month.language}>
          {month.summary}
        </p>
        {children}
      </div>
      <div class="art">
        <Tiles seed={month.slug} columns={8} rows={8} />
      </div>
    </div>
  </section>
);
