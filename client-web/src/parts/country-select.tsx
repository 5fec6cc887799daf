// All countries by their names in the reader's language; made only when the folded part is opened.
// SPDX-License-Identifier: MIT
import { useEffect, useState } from 'preact/hooks';
import { countryName, lang, t } from '../words/t.ts';

/** Until all are there the one that was chosen is enough. */
export function CountryOptions({ chosen }: { chosen?: string | null }) {
  const [all, setAll] = useState(chosen ? [chosen] : []);
  useEffect(() => {
    import('./countries.ts').then(
      (it) => setAll(it.codes.match(/../g) ?? []),
      () => undefined,
    );
  }, []);
  const named = all.map((code) => [code, countryName(code)] as const).sort((a, b) => a[1].localeCompare(b[1], lang));
  return (
    <>
      <option value="">{t('country_none')}</option>
      {named.map(([code, name]) => (
        <option key={code} value={code} selected={code === chosen}>
          {name}
        </option>
      ))}
    </>
  );
}
