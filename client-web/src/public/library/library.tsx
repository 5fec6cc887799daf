// The library: products, recordings, and past events to look through.
// SPDX-License-Identifier: MIT
import { useState } from 'preact/hooks';
import { read } from '../../api/client.ts';
import { useResource } from '../../api/resource.ts';
import type { EventSummary, Home, Page } from '../../api/schema.d.ts';
import { announce } from '../../browser/announce.ts';
import { place } from '../../browser/router.ts';
import { Line } from '../../parts/line.tsx';
import { Shown } from '../../parts/shown.tsx';
import { Kit } from '../../parts/thing.tsx';
import { useTitle } from '../../parts/use-title.ts';
import { t } from '../../words/t.ts';

const pageAt = (cursor: string | null) => `/api/v1/events?when=past&limit=24${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`;

export function LibraryPage() {
  const home = useResource<Home>('/api/v1/home');
  const past = useResource<Page<EventSummary>>(pageAt(new URLSearchParams(place.value.search).get('cursor')));
  useTitle(t('library'));
  return (
    <div class="wrap section stack gap-6">
      <header class="stack prose">
        <h1>{t('library')}</h1>
        <p class="lead">{t('library_lead')}</p>
      </header>
      {home.value && <Kit title={t('products')} products={home.value.library.products} />}
      {home.value && <Kit title={t('recordings_and_files')} materials={home.value.library.materials} />}
      <section class="stack prose">
        <h2>{t('past_events')}</h2>
        <Shown of={past}>{(it) => <Past first={it} />}</Shown>
      </section>
    </div>
  );
}

function Past({ first }: { first: Page<EventSummary> }) {
  const [shown, setShown] = useState(first);
  const more = async () => {
    const next = await read<Page<EventSummary>>(pageAt(shown.next)).catch(() => undefined);
    if (next) setShown({ items: [...shown.items, ...next.items], next: next.next });
    else announce(t('not_sent'));
  };
  if (shown.items.length === 0) return <p class="muted">{t('library_empty')}</p>;
  return (
    <>
      <Line events={shown.items} />
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
