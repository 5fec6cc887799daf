// A speaker: who this is and where to hear them.
// SPDX-License-Identifier: MIT
import { useResource } from '../../api/resource.ts';
import type { Speaker } from '../../api/schema.d.ts';
import { saver } from '../../browser/save-data.ts';
import { Elsewhere } from '../../parts/elsewhere.tsx';
import { Line } from '../../parts/line.tsx';
import { Avatar } from '../../parts/people.tsx';
import { RichText } from '../../parts/rich-text.tsx';
import { Shown } from '../../parts/shown.tsx';
import { useTitle } from '../../parts/use-title.ts';
import { countryName, t } from '../../words/t.ts';

export function SpeakerPage({ slug }: { slug: string }) {
  const speaker = useResource<Speaker>(`/api/v1/speakers/${slug}`);
  return <Shown of={speaker}>{(it) => <SpeakerView speaker={it} />}</Shown>;
}

function SpeakerView({ speaker: it }: { speaker: Speaker }) {
  useTitle(it.name);
  return (
    <div class="wrap section stack gap-6">
      <header class="person big">
        {it.photo && !saver.value ? (
          <img class="avatar" src={it.photo} alt={it.photo_alt ?? ''} width={112} height={112} />
        ) : (
          <Avatar name={it.name} photo={null} size={112} />
        )}
        <div class="stack gap-2">
          <h1>{it.name}</h1>
          {it.biography.length > 0 && <Elsewhere language={it.language} />}
          <p class="muted">{[it.affiliation, it.country && countryName(it.country)].filter(Boolean).join(' · ')}</p>
        </div>
      </header>
      {it.biography.length > 0 && (
        <section class="stack prose" lang={it.language}>
          <RichText of={it.biography} />
        </section>
      )}
      {it.links.length > 0 && (
        <ul role="list" class="row small">
          {it.links.map((link) => (
            <li key={link.url}>
              <a href={link.url} rel="noopener">
                {link.title}
              </a>
            </li>
          ))}
        </ul>
      )}
      {it.events.length > 0 && (
        <section class="stack prose">
          <h2>{t('events')}</h2>
          <Line events={it.events} />
        </section>
      )}
    </div>
  );
}
