// Home: the month that runs or comes, what is on now and next, other months, the library, the community.
// SPDX-License-Identifier: MIT
import { useResource } from '../api/resource.ts';
import type { Home } from '../api/schema.d.ts';
import { Line } from '../parts/line.tsx';
import { Months } from '../parts/month-card.tsx';
import { Shown } from '../parts/shown.tsx';
import { canRegister } from '../parts/standing.ts';
import { materialFacts, productFacts } from '../parts/thing.tsx';
import { useTitle } from '../parts/use-title.ts';
import { base, site, t } from '../words/t.ts';
import { Poster } from './month/poster.tsx';

export function HomePage() {
  const home = useResource<Home>('/api/v1/home');
  return <Shown of={home}>{(it) => <HomeView home={it} />}</Shown>;
}

function FromLibrary({ library }: { library: Home['library'] }) {
  if (library.materials.length + library.products.length === 0) return null;
  return (
    <section class="card stack gap-2">
      <h2 class="h3">{t('from_library')}</h2>
      <ul role="list" class="stack gap-2">
        {library.products.map((it) => (
          <li key={it.slug}>
            {it.url ? (
              <a href={it.url} lang={it.language}>
                {it.title}
              </a>
            ) : (
              <b lang={it.language}>{it.title}</b>
            )}
            <br />
            <span class="tiny muted">{productFacts(it)}</span>
          </li>
        ))}
        {library.materials.map((it) => (
          <li key={it.url}>
            <a href={it.url} lang={it.language}>
              {it.title}
            </a>
            {it.event && (
              <>
                {' · '}
                <span lang={it.event.language}>{it.event.title}</span>
              </>
            )}
            <br />
            <span class="tiny muted">{materialFacts(it)}</span>
          </li>
        ))}
      </ul>
      <p class="small">
        <a href={`${base}/library`}>{t('whole_library')}</a>
      </p>
    </section>
  );
}

function ComingUp({ events }: { events: Home['next'] }) {
  return (
    <section class="stack">
      <h2>{t('coming_up')}</h2>
      {events.length > 0 ? (
        <Line events={events} />
      ) : (
        <p class="muted">
          {t('nothing_coming')} <a href={`${base}/library`}>{t('see_library')}</a>
        </p>
      )}
    </section>
  );
}

function HomeView({ home }: { home: Home }) {
  const { month, community } = home;
  useTitle('', month?.theme);
  return (
    <>
      {month ? (
        <Poster month={month}>
          <p class="row">
            <a class="btn" href={`${base}/months/${month.slug}`}>
              {month.events.some(canRegister) ? t('see_and_register') : t('see_programme')}
            </a>
          </p>
        </Poster>
      ) : (
        <div class="wrap section">
          <h1>{site}</h1>
          <p class="lead muted">{t('nothing_yet')}</p>
        </div>
      )}
      <div class="wrap split section">
        <div class="stack gap-6">
          {home.live.length > 0 && (
            <section class="stack">
              <h2>{t('live_now')}</h2>
              <Line events={home.live} />
            </section>
          )}
          <ComingUp events={home.next} />
        </div>
        <aside class="stack">
          {community && (
            <section class="card stack gap-2">
              <p class="tiny muted">{t('community')}</p>
              <h2 class="h3" lang={community.language}>
                <a href={`${base}/communities/${community.slug}`}>{community.title}</a>
              </h2>
              <p class="small" lang={community.language}>
                {community.summary}
              </p>
            </section>
          )}
          <FromLibrary library={home.library} />
        </aside>
      </div>
      <Months all={home.months} place="wrap stack" />
    </>
  );
}
