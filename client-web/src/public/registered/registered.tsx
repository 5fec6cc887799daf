// What happened after the form was sent, what comes next, and the ways to mend it (U4).
// SPDX-License-Identifier: MIT
import check from 'icon:check';
import { useState } from 'preact/hooks';
import { useResource } from '../../api/resource.ts';
import type { EventDocument, EventSummary, Month } from '../../api/schema.d.ts';
import { Icon } from '../../parts/icon.tsx';
import { canRegister, shownEdition, whenOf } from '../../parts/standing.ts';
import { useTitle } from '../../parts/use-title.ts';
import { HoursInList, When } from '../../parts/when.tsx';
import { base, t } from '../../words/t.ts';
import { Place } from '../event/place.tsx';
import { Sittings } from '../event/sittings.tsx';
import { keepOutcome, type Outcome, outcomeAt } from '../outcome.ts';
import { AddMonth } from './add-month.tsx';
import { CalendarLinks } from './calendar-links.tsx';
import { Mend } from './mend.tsx';
import { allPlaces, anyPlace, headline, nextText, stateText, type Taken, takenBy } from './said.ts';

export function RegisteredPage({ kind, slug }: { kind: string; slug: string }) {
  const path = `/${kind}/${slug}`;
  const [outcome, setOutcome] = useState(() => outcomeAt(`${path}/registered`));
  const change = (it: Outcome) => {
    keepOutcome(`${path}/registered`, it);
    setOutcome(it);
  };
  return outcome ? <What outcome={outcome} path={path} changed={change} /> : <Unknown path={path} />;
}

/** The document adds the hours and what else there is; what happened is said without it. */
function What({ outcome, path, changed }: { outcome: Outcome; path: string; changed: (it: Outcome) => void }) {
  const { value } = useResource<EventDocument | Month>(`/api/v1${path}`);
  const event = value && 'editions' in value ? value : undefined;
  const events = value ? ('editions' in value ? value.other_events : value.events) : [];
  const edition = event && shownEdition(event, outcome.edition);
  const when = edition && whenOf(edition);
  const all = takenBy(outcome);
  const good = allPlaces(all);
  const says = headline(all);
  // The file of the month holds all of it; what two large calendars take by a link is one session.
  const calendar = outcome.wholeMonth && event?.month ? `/months/${event.month.slug}` : path;
  useTitle(says, outcome.theme);
  return (
    <div class="wrap narrow section stack gap-5">
      <section class={`card lift stack outcome ${good ? 'ok' : 'warn'}`}>
        <p class="row">
          <span class={`tick ${good ? 'ok' : 'warn'}`}>
            <Icon of={check} />
          </span>
          <b>{says}</b>
        </p>
        <h1 class="h2" lang={outcome.language}>
          <a href={base + path}>{outcome.title}</a>
        </h1>
        {when && <When of={when} />}
        {edition && edition.sessions.length > 1 && <Sittings all={edition.sessions} title={t('sessions')} heading="h3" />}
        {edition?.venue && <Place venue={edition.venue} />}
        <Places all={all} known={event ? [event, ...events] : events} />
        <p>
          {nextText(all)} {t('sent_to', { email: outcome.email })}
        </p>
        {anyPlace(all) && <CalendarLinks path={calendar} event={calendar === path ? event : undefined} edition={edition} />}
      </section>
      <Mend outcome={outcome} changed={changed} />
      {event?.month && !outcome.wholeMonth && events.some(canRegister) && <AddMonth outcome={outcome} events={events} changed={changed} />}
      <p class="small muted">{t('weak_connection')}</p>
    </div>
  );
}

function Unknown({ path }: { path: string }) {
  useTitle(t('outcome_mail'));
  return (
    <div class="wrap narrow section stack">
      <h1>{t('outcome_mail')}</h1>
      <p class="lead">{t('next_mail')}</p>
      <p>
        <a class="btn quiet" href={base + path}>
          {t(path.startsWith('/events') ? 'to_event_page' : 'see_programme')}
        </a>
      </p>
    </div>
  );
}

/** After an enrolment: all that it took, each with its hours and state. */
function Places({ all, known }: { all: Taken[]; known: EventSummary[] }) {
  const eventOf = (edition: number | undefined) => known.find((it) => it.editions.some((e) => e.id === edition));
  const shown = all.flatMap((taken) => {
    const event = eventOf(taken.edition);
    return event ? [{ taken, event }] : [];
  });
  if (all.length < 2 || shown.length === 0) return null;
  return (
    <ul role="list" class="stack gap-2">
      {shown.map(({ event, taken }) => {
        const edition = shownEdition(event, taken.edition);
        const when = edition && whenOf(edition);
        return (
          <li key={taken.edition} class="small">
            <b lang={event.language}>{event.title}</b> · {stateText(taken)}
            {when && <HoursInList of={when} />}
          </li>
        );
      })}
    </ul>
  );
}
