// One event as an entry of a timeline.
// SPDX-License-Identifier: MIT
import type { EventSummary } from '../api/schema.d.ts';
import { autonym, base, t } from '../words/t.ts';
import { listedOf, type Standing, shownEdition, tagOf } from './standing.ts';
import { Day, HoursInList } from './when.tsx';

export function EventCard({ event, standing }: { event: EventSummary; standing: Standing }) {
  const edition = shownEdition(event);
  const when = edition && listedOf(edition);
  const tag = tagOf(event, standing);
  const facts = [t(`kind_${event.kind}`), [...new Set(event.editions.map((it) => autonym(it.language)))].join(', ')];
  if (edition && edition.sessions.length > 1) facts.push(t('count_sessions', { n: edition.sessions.length }));
  return (
    <li class={standing}>
      {when ? <Day of={when} /> : <p class="day" aria-hidden="true" />}
      <article class="card stack gap-2">
        {tag && (
          <p>
            <span class={`tag ${tag.class}`}>{tag.text}</span>
          </p>
        )}
        <h3 lang={event.language}>
          <a href={`${base}/events/${event.slug}`}>{event.title}</a>
        </h3>
        {when && <HoursInList of={when} />}
        {event.speakers.length > 0 && <p class="small">{event.speakers.map((it) => it.name).join(', ')}</p>}
        <p class="tiny muted">{facts.filter(Boolean).join(' · ')}</p>
      </article>
    </li>
  );
}
