// What we hold about a place, to be changed: name, language, zone, edition, organisation, country.
// SPDX-License-Identifier: MIT
import { useEffect, useState } from 'preact/hooks';
import { send } from '../../api/client.ts';
import type { FieldError } from '../../api/problem.ts';
import type { Edition, Registration } from '../../api/schema.d.ts';
import { takeErrors } from '../../browser/adopt-form.ts';
import { CountryOptions } from '../../parts/country-select.tsx';
import { ErrorSummary } from '../../parts/error-summary.tsx';
import { Field, wired } from '../../parts/field.tsx';
import { whenOf } from '../../parts/standing.ts';
import { startText } from '../../parts/when.tsx';
import { cityName, viewerZone, zoneName } from '../../time/zone.ts';
import type { Place } from '../../time/zone-search.ts';
import { autonym, lang, t } from '../../words/t.ts';
import { noteOf } from '../event/editions.tsx';
import type { Act } from './me.tsx';

const locales = ['en', 'fr', 'es', 'pt'];

function editionText(it: Edition, beside: Edition) {
  const when = whenOf(it);
  return [autonym(it.language), when && startText(when, whenOf(beside)), noteOf(it)].filter(Boolean).join(' · ');
}

const EditionChoice = ({ me }: { me: Registration }) => (
  <fieldset class="stack gap-2">
    <legend>
      <b>{t('switch_edition')}</b>
    </legend>
    {[me.edition, ...me.editions].map((it, index) => (
      <label key={it.id} class="check" for={index ? `f-edition-${it.id}` : 'f-edition'}>
        <input type="radio" id={index ? `f-edition-${it.id}` : 'f-edition'} name="edition" value={it.id} defaultChecked={index === 0} />
        <span>{editionText(it, me.edition)}</span>
      </label>
    ))}
  </fieldset>
);

/** All places come behind the page; until then the one that was chosen is enough. */
function ZoneSelect({ chosen, ...more }: { chosen: string } & ReturnType<typeof wired>) {
  const [places, setPlaces] = useState<Place[]>([]);
  useEffect(() => {
    import('../../time/zone-search.ts').then(
      (it) => setPlaces(it.allPlaces({ lang, cityName, zoneName })),
      () => undefined,
    );
  }, []);
  return (
    <select {...more}>
      {!places.some((it) => it.zone === chosen && it.main) && (
        <option value={chosen} selected>
          {cityName(chosen)}
        </option>
      )}
      {places.map((it) => (
        <option key={it.zone + it.city} value={it.zone} selected={it.zone === chosen && it.main}>
          {it.name ? `${it.city} · ${it.name}` : it.city}
        </option>
      ))}
    </select>
  );
}

/** Only what was changed is sent. */
function changesOf(form: HTMLFormElement, me: Registration) {
  const typed = Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, String(value).trim()]));
  const changes: Record<string, string | number> = {};
  for (const name of ['name', 'locale', 'time_zone', 'organisation', 'country'] as const) {
    const value = typed[name];
    if (value !== undefined && value !== (me[name] ?? '')) changes[name] = value;
  }
  // A zone that was only guessed is confirmed by saving it.
  if (me.time_zone_guessed && typed.time_zone) changes.time_zone = typed.time_zone;
  if (typed.edition && Number(typed.edition) !== me.edition.id) changes.edition = Number(typed.edition);
  return changes;
}

export function Details({ me, address, act }: { me: Registration; address: string; act: Act }) {
  const [errors, setErrors] = useState<FieldError[]>(takeErrors);
  const [sending, setSending] = useState(false);
  const errorOf = (name: string) => errors.find((it) => it.field === name)?.message;

  async function save(event: SubmitEvent) {
    event.preventDefault();
    if (sending) return;
    const form = event.currentTarget as HTMLFormElement;
    const missing = String(new FormData(form).get('name')).trim() ? [] : [{ field: 'name', message: t('error_required') }];
    setErrors(missing);
    if (missing.length) return;
    setSending(true);
    await act(() => send('PATCH', address, changesOf(form, me)), t('me_saved'), setErrors);
    setSending(false);
  }

  const zone = { hint: me.time_zone_guessed ? t('zone_guessed') : undefined, error: errorOf('time_zone') };
  return (
    <section class="card stack">
      <h2 class="h3">{t('your_details')}</h2>
      <form class="stack" data-form="change" onSubmit={save} noValidate>
        <ErrorSummary errors={errors} />
        <p class="small muted">
          {t('mail_goes_to')} <b>{me.email}</b>
        </p>
        <Field name="name" label={t('name')} error={errorOf('name')}>
          <input {...wired('name', { error: errorOf('name') })} autocomplete="name" maxLength={120} required defaultValue={me.name} />
        </Field>
        <Field name="locale" label={t('language_of_mail')}>
          <select {...wired('locale')}>
            {locales.map((it) => (
              <option key={it} value={it} lang={it} selected={it === me.locale}>
                {autonym(it)}
              </option>
            ))}
          </select>
        </Field>
        <Field name="time_zone" label={t('time_zone')} {...zone}>
          <ZoneSelect {...wired('time_zone', zone)} chosen={me.time_zone_guessed ? viewerZone() : me.time_zone} />
        </Field>
        {me.editions.length > 0 && <EditionChoice key={me.edition.id} me={me} />}
        <details class="more">
          <summary>{t('optional_fields')}</summary>
          <div class="stack">
            <Field name="organisation" label={t('organisation')} error={errorOf('organisation')}>
              <input
                {...wired('organisation', { error: errorOf('organisation') })}
                autocomplete="organization"
                maxLength={200}
                defaultValue={me.organisation ?? ''}
              />
            </Field>
            <Field name="country" label={t('country')} error={errorOf('country')}>
              <select {...wired('country', { error: errorOf('country') })}>
                <CountryOptions chosen={me.country} />
              </select>
            </Field>
          </div>
        </details>
        <p>
          <button type="submit" class="btn quiet" aria-disabled={sending ? 'true' : undefined}>
            {sending ? t('sending') : t('save_changes')}
          </button>
        </p>
      </form>
    </section>
  );
}
