// A page of plain text from the catalogue: paragraphs and headings, nothing more.
// SPDX-License-Identifier: MIT
import { useEffect, useState } from 'preact/hooks';
import { useTitle } from '../../parts/use-title.ts';
import { fill, lang, site } from '../../words/t.ts';

export function TextPage({ name }: { name: string }) {
  const [texts, setTexts] = useState<Record<string, string>>({});
  useEffect(() => {
    fetch(`/assets/texts-${lang}-${WORDS_HASH}.json`)
      .then((it) => it.json())
      .then(setTexts, () => location.reload());
  }, []);
  const title = fill(texts[`${name}_title`] ?? '', { site });
  const parts = fill(texts[`${name}_text`] ?? '', { site }).split('\n\n');
  useTitle(title);
  if (!title) return null;
  return (
    <article class="wrap section stack prose">
      <h1>{title}</h1>
      {parts.map((it) => (it.startsWith('## ') ? <h2 key={it}>{it.slice(3)}</h2> : <p key={it}>{it}</p>))}
    </article>
  );
}
