// The speakers of an event: photo or initials, role, affiliation.
// SPDX-License-Identifier: MIT
import type { Appearance } from '../api/schema.d.ts';
import { saver } from '../browser/save-data.ts';
import { base, t } from '../words/t.ts';
import { initials } from './initials.ts';

/** U10: with the data saver on nobody pays for a photo; else who comes near it does, so `loading` has to be known before `src`. */
export const Avatar = ({ name, photo, size }: { name: string; photo: string | null; size: number }) =>
  photo && !saver.value ? (
    <img class="avatar" loading="lazy" src={photo} alt="" width={size} height={size} />
  ) : (
    <span class="avatar" aria-hidden="true">
      {initials(name)}
    </span>
  );

function Person({ of: { role, speaker } }: { of: Appearance }) {
  return (
    <li class="person">
      <Avatar name={speaker.name} photo={speaker.photo} size={64} />
      <div>
        <h3>
          <a href={`${base}/speakers/${speaker.slug}`}>{speaker.name}</a>
        </h3>
        <p class="small muted">
          {role === 'speaker' ? '' : `${t(`role_${role}`)} · `}
          {speaker.affiliation}
        </p>
      </div>
    </li>
  );
}

export function People({ all }: { all: Appearance[] }) {
  if (all.length === 0) return null;
  return (
    <section class="stack">
      <h2>{t('speakers')}</h2>
      <ul role="list" class="people">
        {all.map((it) => (
          <Person key={it.speaker.slug} of={it} />
        ))}
      </ul>
    </section>
  );
}
