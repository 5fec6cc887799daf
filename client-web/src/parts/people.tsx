// The speakers of an event: photo or initials, role, affiliation.
// SPDX-License-Identifier: MIT
import type { Appearance } from '../api/schema.d.ts';
import { saver } from '../browser/save-data.ts';
import { base, t } from '../words/t.ts';

export function initials(name: string) {
  const all = name.trim().split(/\s+/);
  return [all[0], all.length > 1 ? all.at(-1) : ''].map((it) => it?.charAt(0).toLocaleUpperCase() ?? '').join('');
}

/** U10: with the data saver on nobody pays for a photo. */
export const Avatar = ({ name, photo, size }: { name: string; photo: string | null; size: number }) =>
  photo && !saver.value ? (
    <img class="avatar" src={photo} alt="" width={size} height={size} loading="lazy" />
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
