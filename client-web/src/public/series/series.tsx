// A learning series: what it is about and its run of months.
// SPDX-License-Identifier: MIT
import { useResource } from '../../api/resource.ts';
import type { Series } from '../../api/schema.d.ts';
import { Elsewhere } from '../../parts/elsewhere.tsx';
import { Months } from '../../parts/month-card.tsx';
import { Partners } from '../../parts/partners.tsx';
import { RichText } from '../../parts/rich-text.tsx';
import { Shown } from '../../parts/shown.tsx';
import { useTitle } from '../../parts/use-title.ts';
import { base, t } from '../../words/t.ts';

export function SeriesPage({ slug }: { slug: string }) {
  const series = useResource<Series>(`/api/v1/series/${slug}`);
  return <Shown of={series}>{(it) => <SeriesView series={it} />}</Shown>;
}

function SeriesView({ series }: { series: Series }) {
  useTitle(series.title, series.months.find((it) => it.standing !== 'past')?.theme);
  return (
    <div class="wrap section stack gap-6">
      <header class="stack prose">
        <nav class="small" aria-label={t('where_you_are')}>
          <a href={`${base}/communities/${series.community.slug}`} lang={series.community.language}>
            {series.community.title}
          </a>
        </nav>
        <h1 lang={series.language}>{series.title}</h1>
        <Elsewhere language={series.language} />
        <p class="lead" lang={series.language}>
          {series.summary}
        </p>
      </header>
      <Months all={series.months} />
      {series.description.length > 0 && (
        <section class="stack prose" lang={series.language}>
          <RichText of={series.description} />
        </section>
      )}
      <Partners all={series.partners} />
    </div>
  );
}
