// The language editions of an event as pills; each is a link, the one shown has a tick.
// SPDX-License-Identifier: MIT
import type { Edition, EventDocument } from '../../api/schema.d.ts';
import { whenOf } from '../../parts/standing.ts';
import { Start } from '../../parts/when.tsx';
import { autonym, base, t } from '../../words/t.ts';

export function noteOf(it: Edition) {
  if (it.state === 'cancelled') return t('note_cancelled');
  if (it.state === 'ended') return t('note_over');
  if (it.state === 'live') return t('note_live');
  return it.registration === 'waiting_list' ? t('note_full') : undefined;
}

function Pill({ of, slug, shown }: { of: Edition; slug: string; shown: Edition }) {
  const when = whenOf(of);
  const note = noteOf(of);
  return (
    <a href={`${base}/events/${slug}?edition=${of.id}`} aria-current={of.id === shown.id ? 'true' : undefined}>
      <b lang={of.language}>{autonym(of.language)}</b> {when && <Start of={when} beside={whenOf(shown)} />} {note && <span class="tiny">{note}</span>}
    </a>
  );
}

export const Editions = ({ event, shown }: { event: EventDocument; shown: Edition }) => (
  <nav class="editions" aria-label={t('language_editions')}>
    {event.editions.map((it) => (
      <Pill key={it.id} of={it} slug={event.slug} shown={shown} />
    ))}
  </nav>
);
