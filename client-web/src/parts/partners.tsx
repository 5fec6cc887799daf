// Partners and funders with their part in it.
// SPDX-License-Identifier: MIT
import type { Partner } from '../api/schema.d.ts';
import { saver } from '../browser/save-data.ts';
import { t } from '../words/t.ts';

const Mark = ({ of }: { of: Partner }) => (
  <>
    {of.logo && !saver.value && <img loading="lazy" src={of.logo} alt="" height={40} />}
    <b>{of.name}</b>
  </>
);

export function Partners({ all }: { all: Partner[] }) {
  if (all.length === 0) return null;
  return (
    <section class="stack">
      <h2>{t('partners')}</h2>
      <ul role="list" class="partners">
        {all.map((it) => (
          <li key={it.name}>
            {it.url ? (
              <a href={it.url} rel="noopener">
                <Mark of={it} />
              </a>
            ) : (
              <Mark of={it} />
            )}{' '}
            <span class="tiny muted">{t(`role_${it.role}`)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
