// A community: who we are, what for, how to join, whom to ask.
// SPDX-License-Identifier: MIT
import { useResource } from '../../api/resource.ts';
import type { Community } from '../../api/schema.d.ts';
import { Elsewhere } from '../../parts/elsewhere.tsx';
import { Line } from '../../parts/line.tsx';
import { Partners } from '../../parts/partners.tsx';
import { RichText } from '../../parts/rich-text.tsx';
import { Shown } from '../../parts/shown.tsx';
import { useTitle } from '../../parts/use-title.ts';
import { dateText } from '../../time/format.ts';
import { viewerZone } from '../../time/zone.ts';
import { base, lang, number, t } from '../../words/t.ts';

export function CommunityPage({ slug }: { slug: string }) {
  const community = useResource<Community>(`/api/v1/communities/${slug}`);
  return <Shown of={community}>{(it) => <CommunityView community={it} />}</Shown>;
}

const Glance = ({ of }: { of: Community }) => (
  <section class="card stack">
    <h2 class="h3">{t('at_a_glance')}</h2>
    <dl class="facts">
      {of.focus && (
        <>
          <dt>{t('focus')}</dt>
          <dd lang={of.language}>{of.focus}</dd>
        </>
      )}
      {of.location && (
        <>
          <dt>{t('location')}</dt>
          <dd lang={of.language}>{of.location}</dd>
        </>
      )}
      <dt>{t('members')}</dt>
      <dd>{number(of.member_count)}</dd>
      {of.latest_activity_at && (
        <>
          <dt>{t('latest_activity')}</dt>
          <dd>{dateText(of.latest_activity_at, viewerZone(), lang)}</dd>
        </>
      )}
      {of.facilitators[0] && (
        <>
          <dt>{t('facilitators')}</dt>
          <dd>{of.facilitators.join(' · ')}</dd>
        </>
      )}
      {of.help_contact && (
        <>
          <dt>{t('help')}</dt>
          <dd>{of.help_contact}</dd>
        </>
      )}
    </dl>
    <form method="post" action={`${base}/communities/${of.slug}/membership`}>
      <button type="submit" class="btn" name="action" value="join">
        {t('join_community')}
      </button>
    </form>
  </section>
);

const SeriesCards = ({ all }: { all: Community['series'] }) => (
  <section class="stack">
    <h2>{t('learning_series')}</h2>
    <ul role="list" class="kit">
      {all.map((it) => (
        <li key={it.slug} class="card stack gap-2">
          <h3 lang={it.language}>
            <a href={`${base}/series/${it.slug}`}>{it.title}</a>
          </h3>
          <p class="small" lang={it.language}>
            {it.summary}
          </p>
        </li>
      ))}
    </ul>
  </section>
);

function CommunityView({ community: it }: { community: Community }) {
  useTitle(it.title);
  return (
    <div class="wrap split section">
      <div class="stack gap-6">
        <header class="stack prose">
          <p class="small muted">{t('community')}</p>
          <h1 lang={it.language}>{it.title}</h1>
          <Elsewhere language={it.language} />
          <p class="lead" lang={it.language}>
            {it.summary}
          </p>
        </header>
        {it.objective.length > 0 && (
          <section class="stack prose" lang={it.language}>
            <h2>{t('objective')}</h2>
            <RichText of={it.objective} />
          </section>
        )}
        {it.upcoming.length > 0 && (
          <section class="stack">
            <h2>{t('coming_up')}</h2>
            <Line events={it.upcoming} />
          </section>
        )}
        {it.series.length > 0 && <SeriesCards all={it.series} />}
      </div>
      <aside class="stack">
        <Glance of={it} />
        {it.how_to_join.length > 0 && (
          <section class="card stack gap-2" lang={it.language}>
            <h2 class="h3">{t('how_to_join')}</h2>
            <RichText of={it.how_to_join} />
          </section>
        )}
      </aside>
      <div>
        <Partners all={it.partners} />
      </div>
    </div>
  );
}
