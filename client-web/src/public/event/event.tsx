// An event, one address for life: before it the form, while it runs how to join, after it what to take away.
// SPDX-License-Identifier: MIT
import { useResource } from '../../api/resource.ts';
import type { Edition, EventDocument } from '../../api/schema.d.ts';
import { place } from '../../browser/router.ts';
import { Elsewhere } from '../../parts/elsewhere.tsx';
import { Line } from '../../parts/line.tsx';
import { People } from '../../parts/people.tsx';
import { Strip } from '../../parts/poster.tsx';
import { RichText } from '../../parts/rich-text.tsx';
import { Shown } from '../../parts/shown.tsx';
import { isOff, isOver, mayRegister, shownEdition, tagOf, whenOf } from '../../parts/standing.ts';
import { Kit } from '../../parts/thing.tsx';
import { useTitle } from '../../parts/use-title.ts';
import { When } from '../../parts/when.tsx';
import { base, t } from '../../words/t.ts';
import { Aside } from './aside.tsx';
import { Dock } from './dock.tsx';
import { Editions } from './editions.tsx';
import { Place } from './place.tsx';
import { Sittings } from './sittings.tsx';

export function EventPage({ slug }: { slug: string }) {
  const event = useResource<EventDocument>(`/api/v1/events/${slug}`);
  return <Shown of={event}>{(it) => <EventView key={it.slug} event={it} />}</Shown>;
}

const Crumb = ({ event }: { event: EventDocument }) => (
  <div class="wrap crumb small">
    <nav aria-label={t('where_you_are')}>
      {event.month ? (
        <a href={`${base}/months/${event.month.slug}`} lang={event.month.language}>
          {event.month.title}
        </a>
      ) : (
        <a href={`${base}/communities/${event.community.slug}`} lang={event.community.language}>
          {event.community.title}
        </a>
      )}
    </nav>
  </div>
);

function Head({ event, edition }: { event: EventDocument; edition: Edition | undefined }) {
  const tag = tagOf(event, 'next', edition);
  const spot = event.place_in_month;
  const when = edition && whenOf(edition);
  return (
    <header class="stack">
      <p class="row gap-2">
        {tag && <span class={`tag ${tag.class}`}>{tag.text}</span>}
        <span class="tag">{spot ? t(`place_${event.kind}`, { ...spot }) : t(`kind_${event.kind}`)}</span>
        {edition && <span class="tag">{t(`attendance_${edition.attendance}`)}</span>}
      </p>
      <h1 lang={event.language}>{event.title}</h1>
      <Elsewhere language={event.language} />
      {when && <When of={when} />}
      {event.editions.length > 1 && edition && <Editions event={event} shown={edition} />}
      {edition?.venue && <Place venue={edition.venue} />}
    </header>
  );
}

function EventView({ event }: { event: EventDocument }) {
  const chosen = Number(new URLSearchParams(place.value.search).get('edition')) || undefined;
  const edition = shownEdition(event, chosen);
  const over = isOver(event);
  const open = !isOff(event) && !over && edition !== undefined && mayRegister(edition);
  useTitle(event.title, event.month?.theme);
  const takeAway = <Kit title={over ? t('take_away') : t('to_prepare')} products={event.products} materials={event.materials} />;
  return (
    <>
      <Strip seed={event.month?.slug ?? event.slug} />
      <Crumb event={event} />
      <div class="wrap split">
        <div class="stack gap-6">
          <Head event={event} edition={edition} />
          {over && takeAway}
          <section class="stack prose" lang={event.language}>
            <p class="lead">{event.summary}</p>
            <RichText of={event.description} />
          </section>
          {edition && edition.sessions.length > 1 && <Sittings all={edition.sessions} title={t('sessions')} />}
        </div>
        <Aside event={event} edition={edition} open={open} over={over} />
        <div class="stack gap-6">
          <People all={event.appearances} />
          {!over && takeAway}
          {event.other_events.length > 0 && (
            <section class="stack">
              <h2>{t('more_this_month')}</h2>
              <Line events={event.other_events} beside={event} />
            </section>
          )}
        </div>
      </div>
      {open && edition && <Dock when={whenOf(edition)} />}
    </>
  );
}
