// A thematic month: poster, programme as a timeline, one form for all of it, what to read and take away.
// SPDX-License-Identifier: MIT
import calendar from 'icon:calendar-plus';
import { useResource } from '../../api/resource.ts';
import type { Month } from '../../api/schema.d.ts';
import { Icon } from '../../parts/icon.tsx';
import { Line } from '../../parts/line.tsx';
import { RegisterForm } from '../../parts/register-form.tsx';
import { RichText } from '../../parts/rich-text.tsx';
import { Shown } from '../../parts/shown.tsx';
import { canRegister } from '../../parts/standing.ts';
import { Kit } from '../../parts/thing.tsx';
import { useTitle } from '../../parts/use-title.ts';
import { base, t } from '../../words/t.ts';
import { Poster } from './poster.tsx';

export function MonthPage({ slug }: { slug: string }) {
  const month = useResource<Month>(`/api/v1/months/${slug}`);
  return <Shown of={month}>{(it) => <MonthView key={it.slug} month={it} />}</Shown>;
}

function Facilitators({ all }: { all: Month['facilitators'] }) {
  if (all.length === 0) return null;
  return (
    <section class="card stack">
      <h2 class="h3">{t('hosted_by')}</h2>
      <ul role="list" class="stack gap-2">
        {all.map((it) => (
          <li key={it.name}>
            <b>{it.name}</b>
            <br />
            <span class="small muted">{it.affiliation}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

const Register = ({ month }: { month: Month }) => (
  <section class="card lift stack" id="register" aria-labelledby="rh">
    <h2 id="rh">{t('register_whole_month')}</h2>
    <p class="small muted">{t('whole_month_hint')}</p>
    <RegisterForm path={`/months/${month.slug}`} title={month.title} language={month.language} submit={t('register_free')} />
  </section>
);

function MonthView({ month }: { month: Month }) {
  const open = month.events.some(canRegister);
  useTitle(month.title, month.theme);
  return (
    <>
      <Poster month={month}>
        <p class="row">
          {open && (
            <a class="btn" href="#register">
              {t('register_whole_month')}
            </a>
          )}
          <a class="btn quiet" href="#programme">
            {t('see_programme')}
          </a>
        </p>
        <p class="small">
          <a href={`${base}/series/${month.series.slug}`} lang={month.series.language}>
            {month.series.title}
          </a>
        </p>
      </Poster>
      <div class="wrap split section">
        <section class="stack" id="programme">
          <h2>{t('programme')}</h2>
          {month.events.length > 0 ? <Line events={month.events} /> : <p class="muted">{t('programme_soon')}</p>}
          <p class="small">
            <a href={`/calendar/months/${month.slug}.ics`}>
              <Icon of={calendar} />
              {t('calendar_of_month')}
            </a>
          </p>
        </section>
        <aside class="stack">
          {open && <Register month={month} />}
          <Facilitators all={month.facilitators} />
        </aside>
        <div class="stack gap-6">
          {month.description.length > 0 && (
            <section class="stack prose" lang={month.language}>
              <RichText of={month.description} />
            </section>
          )}
          <Kit title={t('take_away')} products={month.products} />
          <Kit title={t('readings')} materials={month.materials} />
        </div>
      </div>
    </>
  );
}
