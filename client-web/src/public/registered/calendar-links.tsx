// The entry for one's own calendar: a file, or the pages of the two large ones, made from what is public.
// SPDX-License-Identifier: MIT
import calendar from 'icon:calendar-plus';
import type { Edition, EventSummary } from '../../api/schema.d.ts';
import { Icon } from '../../parts/icon.tsx';
import { whenOf } from '../../parts/standing.ts';
import { base, t } from '../../words/t.ts';

function pages(event: EventSummary, edition: Edition | undefined) {
  const when = edition && whenOf(edition);
  // They hold one session: for several there is the file alone.
  if (!when || edition.sessions.length > 1) return [];
  const page = `${location.origin}${base}/events/${event.slug}`;
  const compact = (utc: string) => utc.replace(/[-:]|\.\d+/g, '');
  const google = new URLSearchParams({
    action: 'TEMPLATE',
    text: event.title,
    dates: `${compact(when.starts_at)}/${compact(when.ends_at)}`,
    details: page,
    location: edition.venue ?? page,
  });
  const outlook = new URLSearchParams({
    path: '/calendar/action/compose',
    rru: 'addevent',
    subject: event.title,
    startdt: when.starts_at,
    enddt: when.ends_at,
    body: page,
    location: edition.venue ?? page,
  });
  return [
    { name: 'Google', href: `https://calendar.google.com/calendar/render?${google}` },
    { name: 'Outlook', href: `https://outlook.live.com/calendar/0/deeplink/compose?${outlook}` },
  ];
}

export const CalendarLinks = ({ path, event, edition }: { path: string; event: EventSummary | undefined; edition: Edition | undefined }) => (
  <p class="row">
    <a class="btn" href={`/calendar${path}.ics`}>
      <Icon of={calendar} />
      {t('add_to_calendar')}
    </a>
    {event &&
      pages(event, edition).map((it) => (
        <a key={it.name} class="btn quiet" href={it.href} rel="noopener">
          {it.name}
        </a>
      ))}
  </p>
);
