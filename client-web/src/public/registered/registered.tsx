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
import { keepOutcome, type Outcome, outcomeAt } from '../outcome.ts';
import { AddMonth } from './add-month.tsx';
import { CalendarLinks } from './calendar-links.tsx';
import { Mend } from './mend.tsx';

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
  const good = isGood(outcome);
  useTitle(headline(outcome), outcome.theme);
  return (
    <div class="wrap narrow section stack gap-5">
      <section class={`card lift stack outcome ${good ? 'ok' : 'warn'}`}>
        <p class="row">
          <span class={`tick ${good ? 'ok' : 'warn'}`}>
            <Icon of={check} />
          </span>
          <b>{headline(outcome)}</b>
        </p>
        <h1 class="h2" lang={outcome.language}>
          <a href={base + path}>{outcome.title}</a>
        </h1>
        {when && <When of={when} />}
        <Places of={outcome} known={event ? [event, ...events] : events} self={event?.slug} />
        <p>
          {nextText(outcome)} {t('sent_to', { email: outcome.email })}
        </p>
        {good && <CalendarLinks path={path} event={event} edition={edition} />}
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

const isGood = ({ placed }: Outcome) => placed.state === 'confirmed' && (placed.registrations ?? []).every((it) => it.state === 'confirmed');

function headline(outcome: Outcome) {
  const { placed } = outcome;
  if (placed.state === 'waitlisted') return t('outcome_waitlisted', { n: placed.position ?? 1 });
  if (placed.state === 'unverified') return t('outcome_unverified');
  if (placed.state === 'pending') return t('outcome_pending');
  if (placed.registrations) return isGood(outcome) ? t('outcome_month') : t('outcome_month_mixed');
  return t('outcome_confirmed');
}

function nextText({ placed: { state } }: Outcome) {
  if (state === 'waitlisted') return t('next_waitlisted');
  if (state === 'unverified') return t('next_unverified');
  return state === 'pending' ? t('next_pending') : t('next_confirmed');
}

/** After an enrolment: what was added, each with its hours and state. */
function Places({ of, known, self }: { of: Outcome; known: EventSummary[]; self: string | undefined }) {
  const eventOf = (edition: number): EventSummary | undefined => known.find((it) => it.editions.some((e) => e.id === edition));
  const all = (of.placed.registrations ?? []).flatMap((it) => {
    const event = eventOf(it.edition);
    return event && event.slug !== self ? [{ ...it, event }] : [];
  });
  if (all.length === 0) return null;
  return (
    <ul role="list" class="stack gap-2">
      {all.map(({ event, edition, state }) => {
        const shown = shownEdition(event, edition);
        const when = shown && whenOf(shown);
        return (
          <li key={edition} class="small">
            <b lang={event.language}>{event.title}</b> · {t(`short_${state}`)}
            {when && <HoursInList of={when} />}
          </li>
        );
      })}
    </ul>
  );
}
