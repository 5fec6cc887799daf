// Search over events, speakers, products and months; the address holds the question, so it can be shared.
// SPDX-License-Identifier: MIT
import { useState } from 'preact/hooks';
import { read } from '../../api/client.ts';
import { useResource } from '../../api/resource.ts';
import type { Hit, Page } from '../../api/schema.d.ts';
import { announce } from '../../browser/announce.ts';
import { go, place } from '../../browser/router.ts';
import { Field, wired } from '../../parts/field.tsx';
import { Shown } from '../../parts/shown.tsx';
import { useTitle } from '../../parts/use-title.ts';
import { dateText } from '../../time/format.ts';
import { viewerZone } from '../../time/zone.ts';
import { autonym, base, lang, t } from '../../words/t.ts';

const languages = ['en', 'fr', 'es', 'pt'];
const wanted = () => new URLSearchParams(place.value.search);
const folder = { event: 'events', speaker: 'speakers', month: 'months' } as const;
const pathOf = (it: Hit) => (it.kind === 'product' ? '/library' : `/${folder[it.kind]}/${it.slug}`);

const Choice = ({ name, label, all }: { name: string; label: string; all: [value: string, text: string][] }) => (
  <Field name={name} label={label}>
    <select {...wired(name)}>
      {all.map(([value, text]) => (
        <option key={value} value={value} selected={wanted().get(name) === value}>
          {text}
        </option>
      ))}
    </select>
  </Field>
);

function ask(event: SubmitEvent) {
  event.preventDefault();
  const typed = new FormData(event.currentTarget as HTMLFormElement);
  const query = new URLSearchParams([...typed].map(([name, value]): [string, string] => [name, String(value).trim()]).filter(([, value]) => value));
  go(`${base}/search?${query}`);
}

export function SearchPage() {
  const words = wanted().get('q') ?? '';
  useTitle(words ? `${words} · ${t('search')}` : t('search'));
  return (
    <div class="wrap narrow section stack gap-5">
      <h1>{t('search')}</h1>
      <form class="stack" method="get" action={`${base}/search`} role="search" onSubmit={ask}>
        <Field name="q" label={t('search_for')}>
          <input {...wired('q')} type="search" maxLength={200} defaultValue={words} />
        </Field>
        <div class="pair">
          <Choice
            name="language"
            label={t('content_language')}
            all={[['', t('any_language')], ...languages.map((it): [string, string] => [it, autonym(it)])]}
          />
          <Choice
            name="kind"
            label={t('kind')}
            all={[
              ['', t('any_kind')],
              ['event', t('search_kind_event')],
              ['speaker', t('search_kind_speaker')],
              ['product', t('search_kind_product')],
              ['month', t('search_kind_month')],
            ]}
          />
          <Choice
            name="when"
            label={t('time')}
            all={[
              ['', t('any_time')],
              ['upcoming', t('when_upcoming')],
              ['past', t('when_past')],
            ]}
          />
        </div>
        <p>
          <button type="submit" class="btn">
            {t('search')}
          </button>
        </p>
      </form>
      {words && <Found key={place.value.search} query={place.value.search.slice(1)} />}
    </div>
  );
}

function Found({ query }: { query: string }) {
  const page = useResource<Page<Hit>>(`/api/v1/search?${query}`);
  return <Shown of={page}>{(it) => <Hits first={it} query={query} />}</Shown>;
}

function Hits({ first, query }: { first: Page<Hit>; query: string }) {
  const [shown, setShown] = useState(first);
  const more = async () => {
    const next = await read<Page<Hit>>(`/api/v1/search?${query}&cursor=${encodeURIComponent(shown.next ?? '')}`).catch(() => undefined);
    if (next) setShown({ items: [...shown.items, ...next.items], next: next.next });
    else announce(t('not_sent'));
  };
  const count = shown.items.length;
  return (
    <>
      <p class="small muted" role="status">
        {count === 0 ? t('found_none') : shown.next ? '' : t('found', { n: count })}
      </p>
      <ol role="list" class="stack">
        {shown.items.map((it) => (
          <li key={it.kind + it.slug} class="card stack gap-2">
            <p class="tiny muted">
              {t(`search_kind_${it.kind}`)}
              {it.starts_at && (
                <>
                  {' · '}
                  <time datetime={it.starts_at}>{dateText(it.starts_at, viewerZone(), lang)}</time>
                </>
              )}
            </p>
            <h2 class="h3" lang={it.language}>
              <a href={base + pathOf(it)}>{it.title}</a>
            </h2>
            <p class="small" lang={it.language}>
              {it.summary}
            </p>
          </li>
        ))}
      </ol>
      {shown.next && (
        <p>
          <button type="button" class="btn quiet" onClick={more}>
            {t('show_more')}
          </button>
        </p>
      )}
    </>
  );
}
