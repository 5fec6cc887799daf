// Beside an event: the form while one may register, else what there is to know instead.
// SPDX-License-Identifier: MIT
import type { Edition, EventDocument } from '../../api/schema.d.ts';
import { RegisterForm } from '../../parts/register-form.tsx';
import { canRegister, isOff } from '../../parts/standing.ts';
import { t } from '../../words/t.ts';

const Card = ({ title, says }: { title: string; says: string }) => (
  <section class="card stack gap-2">
    <h2 class="h3">{title}</h2>
    <p class="small">{says}</p>
  </section>
);

function seatsText(it: Edition) {
  if (it.registration === 'waiting_list') return t('seats_none');
  return it.seats_left === null ? undefined : t('seats_left', { n: it.seats_left });
}

function Register({ event, edition }: { event: EventDocument; edition: Edition }) {
  const full = edition.registration === 'waiting_list';
  const more = event.other_events.filter(canRegister);
  const seats = seatsText(edition);
  const month =
    event.month && more.length > 0 ? { text: t('register_all_of', { month: event.month.title }), hint: t('more_events', { n: more.length }) } : undefined;
  return (
    <section class="card lift stack" aria-labelledby="rh">
      <h2 id="rh">{full ? t('join_waiting_list') : t('save_my_place')}</h2>
      {seats && <p class="small muted">{seats}</p>}
      <RegisterForm
        path={`/events/${event.slug}`}
        title={event.title}
        language={event.language}
        edition={edition.id}
        month={month}
        takesQuestion={event.questions_taken}
        submit={full ? t('join_waiting_list') : t('register_free')}
      />
    </section>
  );
}

interface Props {
  event: EventDocument;
  edition: Edition | undefined;
  open: boolean;
  over: boolean;
}

export function Aside({ event, edition, open, over }: Props) {
  const off = isOff(event) || (edition?.state === 'cancelled' && !over);
  const live = !off && edition?.state === 'live';
  return (
    <aside class="stack" id="register">
      {off && (
        <section class="notice bad stack gap-2">
          <p>
            <b>{event.state === 'postponed' ? t('tag_postponed') : t('tag_cancelled')}</b>
          </p>
          <p>{t('off_note')}</p>
        </section>
      )}
      {live && (
        <section class="card lift stack gap-2">
          <h2 class="h3">{t('live_now')}</h2>
          <p>{t('link_in_mail')}</p>
        </section>
      )}
      {open && edition && <Register event={event} edition={edition} />}
      {over && <Card title={t('it_is_over')} says={event.materials.length + event.products.length > 0 ? t('over_taken') : t('over_here')} />}
      {!off && !live && !open && !over && <Card title={t('registration_closed')} says={t('closed_note')} />}
    </aside>
  );
}
