// Says for whom times are shown and leads to the choice; in the footer of every page, the way to it beside hours too (T6).
// SPDX-License-Identifier: MIT
import { Shared } from '../browser/shared.ts';
import { viewerPlace } from '../time/zone.ts';
import { t } from '../words/t.ts';

export const zoneChoice = new Shared(false);
export const chooseZoneOpen = () => {
  zoneChoice.value = true;
};

/** The dot stays with what it leads to: no line begins with it. */
export const Change = () => (
  <span class="nowrap no-print">
    ·{' '}
    <button type="button" class="plain" onClick={chooseZoneOpen}>
      {t('change')}
      <span class="vh">, {t('change_zone')}</span>
    </button>
  </span>
);

export const ZoneLink = () => (
  <span class="small muted">
    {t('times_shown_for', { zone: viewerPlace() })} <Change />
  </span>
);
