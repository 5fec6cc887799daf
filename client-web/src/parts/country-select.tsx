// All countries by their names in the reader's language; made only when the folded part is opened.
// SPDX-License-Identifier: MIT
import { countryName, lang, t } from '../words/t.ts';

const codes =
  'ADAEAFAGAIALAMAOAQARASATAUAWAXAZBABBBDBEBFBGBHBIBJBLBMBNBOBQBRBSBTBVBWBYBZCACCCDCFCGCHCICKCLCMCNCOCRCUCVCWCXCYCZDEDJDKDMDODZECEEEGEHERESETFIFJFKFMFOFRGAGBGDGEGFGGGHGIGLGMGNGPGQGRGSGTGUGWGYHKHMHNHRHTHUIDIEILIMINIOIQIRISITJEJMJOJPKEKGKHKIKMKNKPKRKWKYKZLALBLCLILKLRLSLTLULVLYMAMCMDMEMFMGMHMKMLMMMNMOMPMQMRMSMTMUMVMWMXMYMZNANCNENFNGNINLNONPNRNUNZOMPAPEPFPGPHPKPLPMPNPRPSPTPWPYQARERORSRURWSASBSCSDSESGSHSISJSKSLSMSNSOSRSSSTSVSXSYSZTCTDTFTGTHTJTKTLTMTNTOTRTTTVTWTZUAUGUMUSUYUZVAVCVEVGVIVNVUWFWSYEYTZAZMZW'.match(
    /../g,
  ) as string[];

let sorted: [code: string, name: string][] | undefined;
const all = () => {
  sorted ??= codes.map((code): [string, string] => [code, countryName(code)]).sort((a, b) => a[1].localeCompare(b[1], lang));
  return sorted;
};

export const CountryOptions = ({ chosen }: { chosen?: string | null }) => (
  <>
    <option value="">{t('country_none')}</option>
    {all().map(([code, name]) => (
      <option key={code} value={code} selected={code === chosen}>
        {name}
      </option>
    ))}
  </>
);
