// Things to take away: a file or link, a knowledge product; each says its kind, language, length and size (U10).
// SPDX-License-Identifier: MIT
import type { Material, ProductSummary } from '../api/schema.d.ts';
import { autonym, base, say, size, t } from '../words/t.ts';

const short: Record<string, string> = {
  'application/pdf': 'PDF',
  'video/mp4': 'MP4',
  'video/webm': 'WEBM',
  'audio/mpeg': 'MP3',
  'audio/mp4': 'M4A',
  'audio/ogg': 'OGG',
  'text/vtt': 'VTT',
  'text/plain': 'TXT',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': 'PPTX',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'DOCX',
  'application/vnd.oasis.opendocument.presentation': 'ODP',
  'application/vnd.oasis.opendocument.text': 'ODT',
  'image/jpeg': 'JPG',
  'image/png': 'PNG',
};
export function glyph(mediaType: string | null, url: string | null) {
  const end = url?.match(/\.([a-z0-9]{2,5})$/i)?.[1];
  return (mediaType && short[mediaType]) || (mediaType && end ? end.toUpperCase() : 'LINK');
}

export const materialFacts = (it: Material) =>
  [t(`material_${it.kind}`), autonym(it.language), it.duration_minutes !== null && t('minutes', { n: it.duration_minutes }), it.size !== null && size(it.size)]
    .filter(Boolean)
    .join(' · ');

export const productFacts = (it: ProductSummary) =>
  [say(`product_${it.kind}`, t('product_other')), autonym(it.language), it.size !== null && size(it.size)].filter(Boolean).join(' · ');

const EventOf = ({ of }: { of: Material }) =>
  of.event ? (
    <p class="small">
      <a href={`${base}/events/${of.event.slug}`} lang={of.event.language}>
        {of.event.title}
      </a>
    </p>
  ) : null;

export const MaterialThing = ({ of }: { of: Material }) => (
  <li class="card thing">
    <span class="glyph" aria-hidden="true">
      {glyph(of.media_type, of.url)}
    </span>
    <div>
      <h3 lang={of.language}>
        <a href={of.url}>{of.title}</a>
      </h3>
      <EventOf of={of} />
      <p class="small muted">{materialFacts(of)}</p>
    </div>
  </li>
);

export const ProductThing = ({ of }: { of: ProductSummary }) => (
  <li class="card thing">
    <span class="glyph" aria-hidden="true">
      {glyph(of.media_type, of.url)}
    </span>
    <div>
      <h3 lang={of.language}>{of.url ? <a href={of.url}>{of.title}</a> : of.title}</h3>
      <p class="small muted">{productFacts(of)}</p>
      <p class="small" lang={of.language}>
        {of.summary}
      </p>
    </div>
  </li>
);

interface KitProps {
  title: string;
  products?: ProductSummary[];
  materials?: Material[];
  heading?: string;
}

export function Kit({ title, products = [], materials = [], heading = '' }: KitProps) {
  if (products.length + materials.length === 0) return null;
  return (
    <section class="stack">
      <h2 class={heading}>{title}</h2>
      <ul role="list" class="kit">
        {products.map((it) => (
          <ProductThing key={it.slug} of={it} />
        ))}
        {materials.map((it) => (
          <MaterialThing key={it.url} of={it} />
        ))}
      </ul>
    </section>
  );
}
