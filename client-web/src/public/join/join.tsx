// The way into a session: countdown, the button while it is open, telephone numbers, slides.
// SPDX-License-Identifier: MIT
import video from 'icon:video';
import { useResource } from '../../api/resource.ts';
import type { Join } from '../../api/schema.d.ts';
import { place } from '../../browser/router.ts';
import { Icon } from '../../parts/icon.tsx';
import { Shown } from '../../parts/shown.tsx';
import { Kit } from '../../parts/thing.tsx';
import { usePersonsZone } from '../../parts/use-persons-zone.ts';
import { useTitle } from '../../parts/use-title.ts';
import { When, yourTime } from '../../parts/when.tsx';
import { countdown, dateText, daysUntil, instant, timeText } from '../../time/format.ts';
import { viewerZone } from '../../time/zone.ts';
import { base, lang, t } from '../../words/t.ts';
import { Place } from '../event/place.tsx';
import { Sittings } from '../event/sittings.tsx';
import { useServerTime } from './server-time.ts';

export function JoinPage({ token }: { token: string }) {
  const join = useResource<Join>(`/api/v1/join/${token}`);
  return <Shown of={join}>{(it) => <JoinView join={it} token={token} ask={join.retry} />}</Shown>;
}

function JoinView({ join, token, ask }: { join: Join; token: string; ask: () => void }) {
  const now = useServerTime(join, ask);
  useTitle(join.event.title);
  usePersonsZone(join.time_zone);
  const open = !join.ended && now >= instant(join.opens_at) && now < instant(join.closes_at);
  const left = instant(join.session.starts_at) - now;
  return (
    <div class="wrap narrow section stack gap-5">
      <section class="card lift stack">
        <p class="small muted">{t('join_page')}</p>
        <h1 class="h2" lang={join.event.language}>
          <a href={`${base}/events/${join.event.slug}`}>{join.event.title}</a>
        </h1>
        <When of={join.session} />
        {open && join.host && <Enter host={join.host} token={token} left={left} />}
        {open && !join.host && (
          <p>
            <b>{t('no_platform_yet')}</b>
          </p>
        )}
        {join.called_off && (
          <p>
            <b>{t(join.called_off === 'cancelled' ? 'state_called_off' : 'state_postponed')}</b>
          </p>
        )}
        {!open && !join.called_off && now < instant(join.opens_at) && <Early join={join} left={left} now={now} />}
        {!open && !join.called_off && now >= instant(join.closes_at) && (
          <>
            <p>
              <b>{t('it_is_over')}</b>
            </p>
            <p class="small">
              {t('over_note')} <a href={`${base}/events/${join.event.slug}`}>{t('to_event_page')}</a>
            </p>
          </>
        )}
        {join.venue && <Place venue={join.venue} />}
      </section>
      <DialIn all={join.dial_in} />
      <Kit heading="h3" title={t('slides_and_files')} materials={join.materials} />
      {join.others.length > 0 && (
        <div class="card">
          <Sittings all={join.others} title={t('sessions')} />
        </div>
      )}
    </div>
  );
}

/** A form, so that the click is a POST: opening the page records nothing. */
const Enter = ({ host, token, left }: { host: string | null; token: string; left: number }) => (
  <form class="stack gap-2" method="post" action={`${base}/j/${token}${place.value.search}`}>
    <p>
      <b>{left > 0 ? t('starts_in', { time: countdown(left) }) : t('it_runs')}</b>
    </p>
    <button type="submit" class="btn wide">
      <Icon of={video} />
      {t('join_now')}
    </button>
    {host && <p class="small muted">{t('leaving_for', { host })}</p>}
  </form>
);

function Early({ join, left, now }: { join: Join; left: number; now: number }) {
  const zone = viewerZone();
  const opens = { time: timeText(join.opens_at, zone, lang), zone: yourTime() };
  return (
    <>
      {left < 864e5 && (
        <p role="timer">
          <b>{t('starts_in', { time: countdown(left) })}</b>
        </p>
      )}
      <p>{daysUntil(join.opens_at, zone, now) ? t('opens_on', { ...opens, date: dateText(join.opens_at, zone, lang, now) }) : t('opens_at', opens)}</p>
    </>
  );
}

function DialIn({ all }: { all: Join['dial_in'] }) {
  if (all.length === 0) return null;
  return (
    <section class="card stack">
      <h2 class="h3">{t('by_phone')}</h2>
      <p class="small muted">{t('by_phone_hint')}</p>
      <ul role="list" class="stack gap-2">
        {all.map((it) => (
          <li key={it.number}>
            {it.label}:{' '}
            <a class="tel" href={`tel:${it.number.replace(/[^+\d]/g, '')}`} dir="ltr">
              {it.number}
            </a>
            {it.pin && (
              <>
                {' '}
                <span class="nowrap">
                  {t('pin')} <b dir="ltr">{it.pin}</b>
                </span>
              </>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
