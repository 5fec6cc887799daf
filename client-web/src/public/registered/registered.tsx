// What happened after the form was sent, what comes next, and the ways to mend it (U4).
// SPDX-License-Identifier: MIT
import check from 'icon:check';
import { useState } from 'preact/hooks';
import type { EventSummary } from '../../api/schema.d.ts';
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
  const subject = outcome?.event ?? outcome?.month;
  useTitle(outcome ? headline(outcome) : t('outcome_mail'), outcome?.event?.month?.theme ?? outcome?.month?.theme);
  if (!outcome || !subject) return <Unknown path={path} />;
  const change = (it: Outcome) => {
    keepOutcome(`${path}/registered`, it);
    setOutcome(it);
  };
  const edition = outcome.event && shownEdition(outcome.event, outcome.edition);
  const when = edition && whenOf(edition);
  const good = isGood(outcome);
  return (
    <div class="wrap narrow section stack gap-5">
      <section class={`card lift stack outcome ${good ? 'ok' : 'warn'}`}>
        <p class="row">
          <span class={`tick ${good ? 'ok' : 'warn'}`}>
            <Icon of={check} />
          </span>
          <b>{headline(outcome)}</b>
        </p>
        <h1 class="h2" lang={subject.language}>
          <a href={base + path}>{subject.title}</a>
        </h1>
        {when && <When of={when} />}
        <Places of={outcome} />
        <p>
          {nextText(outcome)} {t('sent_to', { email: outcome.email })}
        </p>
        {good && <CalendarLinks path={path} event={outcome.event} edition={edition} />}
      </section>
      <Mend outcome={outcome} changed={change} />
      {outcome.event?.month && !outcome.wholeMonth && outcome.events.some(canRegister) && <AddMonth outcome={outcome} changed={change} />}
      <p class="small muted">{t('weak_connection')}</p>
    </div>
  );
}

const Unknown = ({ path }: { path: string }) => (
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
function Places({ of }: { of: Outcome }) {
  const known = [...(of.event ? [of.event] : []), ...of.events];
  const eventOf = (edition: number): EventSummary | undefined => known.find((it) => it.editions.some((e) => e.id === edition));
  const all = (of.placed.registrations ?? []).flatMap((it) => {
    const event = eventOf(it.edition);
    return event && event.slug !== of.event?.slug ? [{ ...it, event }] : [];
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
