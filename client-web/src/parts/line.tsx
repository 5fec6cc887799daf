// A timeline of events.
// SPDX-License-Identifier: MIT
import type { EventSummary } from '../api/schema.d.ts';
import { EventCard } from './event-card.tsx';
import { standings } from './standing.ts';

export function Line({ events, beside }: { events: EventSummary[]; beside?: EventSummary }) {
  const all = standings(events, beside);
  return (
    <ol role="list" class="line">
      {events.map((it, index) => (
        <EventCard key={it.slug} event={it} standing={all[index] ?? 'next'} />
      ))}
    </ol>
  );
}
