// The personal page of one registration: see, change, leave, come back.
// SPDX-License-Identifier: MIT
import check from 'icon:check';
import video from 'icon:video';
import { useEffect, useState } from 'preact/hooks';
import { read, send } from '../../api/client.ts';
import { asProblem, type FieldError } from '../../api/problem.ts';
import { type Resource, useResource } from '../../api/resource.ts';
import type { Registration } from '../../api/schema.d.ts';
import { announce } from '../../browser/announce.ts';
import { focusHeading } from '../../browser/focus.ts';
import { Icon } from '../../parts/icon.tsx';
import { Shown } from '../../parts/shown.tsx';
import { mayRegister, whenOf } from '../../parts/standing.ts';
import { usePersonsZone } from '../../parts/use-persons-zone.ts';
import { useTitle } from '../../parts/use-title.ts';
import { When } from '../../parts/when.tsx';
import { base, t } from '../../words/t.ts';
import { Place } from '../event/place.tsx';
import { Sittings } from '../event/sittings.tsx';
import { Details } from './details.tsx';
import { Others } from './others.tsx';

export function MePage({ token }: { token: string }) {
  const place = useResource<Registration>(`/api/v1/registrations/${token}`);
  return <Shown of={place}>{(it) => <MeView me={it} of={place} />}</Shown>;
}

/** What is wrong with single fields is left to the form that has them. */
export type Act = (work: () => Promise<Registration>, says: string, wrong?: (fields: FieldError[]) => void) => Promise<void>;
const ended = ['cancelled', 'declined', 'expired'];
const toneOf = (state: Registration['state']) => (state === 'confirmed' ? 'ok' : ended.includes(state) ? 'bad' : 'warn');

function leaving(state: Registration['state']): [string, string] {
  if (state === 'waitlisted') return [t('leave_list_note'), t('leave_list')];
  if (state === 'unverified' || state === 'pending') return [t('leave_request_note'), t('withdraw')];
  return [t('leave_note'), t('give_up_place')];
}

function MeView({ me, of }: { me: Registration; of: Resource<Registration> }) {
  const [done, setDone] = useState<{ says: string; bad?: boolean }>();
  const [notMe, setNotMe] = useState(false);
  const address = `/api/v1/registrations/${me.token}`;
  const active = !ended.includes(me.state);
  const [leaveNote, leaveText] = leaving(me.state);
  const state = t(`state_${me.state}`, { n: me.position ?? 1 });
  useTitle(notMe ? t('notice_not_me_title') : state);
  useEffect(() => {
    if (notMe) focusHeading();
  }, [notMe]);
  usePersonsZone(me.time_zone_guessed ? null : me.time_zone);

  const act: Act = async (work, says, wrong) => {
    setDone(undefined);
    try {
      of.set(await work());
      setDone({ says });
      announce(says);
    } catch (it) {
      const problem = asProblem(it);
      if (problem.fields.length && wrong) wrong(problem.fields);
      else setDone({ says: problem.fields[0]?.message ?? problem.says, bad: true });
    }
  };
  const leave = () => act(() => send('DELETE', address), t('me_cancelled'));
  const leaveMonth = () => act(() => send('DELETE', `${address}/enrolment`), t('me_month_left'));
  const confirm = () => act(() => send('POST', `${address}/confirm`, {}), t('me_confirmed'));
  const comeBack = () =>
    act(async () => {
      await send('POST', `/api/v1/editions/${me.edition.id}/registrations`, { email: me.email, name: me.name, locale: me.locale, time_zone: me.time_zone });
      return read<Registration>(address); // the link of the place that was given up leads to the new one
    }, t('registered_again'));
  const deny = () =>
    act(async () => {
      await send('POST', `${address}/not_me`, {});
      setNotMe(true);
      return me;
    }, t('me_not_me'));

  if (notMe)
    return (
      <div class="wrap narrow section stack">
        <h1>{t('notice_not_me_title')}</h1>
        <p class="lead">{t('notice_not_me_text')}</p>
      </div>
    );
  const when = whenOf(me.edition);
  return (
    <div class="wrap narrow section stack gap-5">
      {done && (
        <p class={`notice ${done.bad ? 'bad' : 'ok'}`} role="status">
          {done.says}
        </p>
      )}
      <section class={`card lift stack outcome ${toneOf(me.state)}`}>
        <p class="row">
          <span class={`tick ${toneOf(me.state)}`}>
            <Icon of={check} />
          </span>
          <b>{state}</b>
        </p>
        <h1 class="h2" lang={me.event.language}>
          <a href={`${base}/events/${me.event.slug}`}>{me.event.title}</a>
        </h1>
        {when && <When of={when} />}
        {me.edition.sessions.length > 1 && <Sittings all={me.edition.sessions} title={t('sessions')} heading="h3" />}
        {me.edition.venue && <Place venue={me.edition.venue} />}
        {me.state === 'unverified' && (
          <>
            <p>{t('confirm_address_note')}</p>
            <p>
              <button type="button" class="btn" onClick={confirm}>
                {t('confirm_address')}
              </button>
            </p>
          </>
        )}
        {me.join_url && (
          <p>
            <a class="btn" href={me.join_url}>
              <Icon of={video} />
              {t('to_join_page')}
            </a>
          </p>
        )}
        {me.state === 'confirmed' && <Calendar of={me.calendar_urls} fileOnly={me.edition.sessions.length > 1} />}
        {me.state === 'cancelled' && mayRegister(me.edition) && (
          <>
            <p>{t('left_note')}</p>
            <p>
              <button type="button" class="btn" onClick={comeBack}>
                {t('register_again')}
              </button>
            </p>
          </>
        )}
      </section>
      {active && <Details me={me} address={address} act={act} />}
      <Others all={me.others} />
      {active && me.edition.state !== 'ended' && <Leave title={t('cannot_come')} note={leaveNote} says={leaveText} act={leave} />}
      {me.whole_month && <Leave title={t('leave_month_title')} note={t('leave_month_note')} says={t('leave_month')} act={leaveMonth} />}
      {active && (
        <section class="stack gap-2 small muted" id="not-me">
          <h2 class="h3">{t('not_me_title')}</h2>
          <p>{t('not_me_note')}</p>
          <p>
            <button type="button" class="btn quiet small" onClick={deny}>
              {t('not_me')}
            </button>
          </p>
        </section>
      )}
    </div>
  );
}

const Leave = ({ title, note, says, act }: { title: string; note: string; says: string; act: () => void }) => (
  <section class="card stack gap-2">
    <h2 class="h3">{title}</h2>
    <p class="small">{note}</p>
    <p>
      <button type="button" class="btn quiet" onClick={act}>
        {says}
      </button>
    </p>
  </section>
);

/** The pages of the two large calendars hold one session, so for several there is the file alone. */
const Calendar = ({ of, fileOnly }: { of: Registration['calendar_urls']; fileOnly: boolean }) => (
  <p class="row small">
    {t('into_calendar')} <a href={of.ics}>{t('calendar_file')}</a>
    {!fileOnly && (
      <>
        {' '}
        <a href={of.google} rel="noopener">
          Google
        </a>{' '}
        <a href={of.outlook} rel="noopener">
          Outlook
        </a>
      </>
    )}
  </p>
);
