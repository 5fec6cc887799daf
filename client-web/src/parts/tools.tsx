// What the footer of every page offers where script runs: the zone times are shown for, and the data saver.
// SPDX-License-Identifier: MIT
import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { saver, toggleSaver } from '../browser/save-data.ts';
import { useShared } from '../browser/shared.ts';
import { more } from '../more.ts';
import { chosenElsewhere } from '../time/zone.ts';
import { t } from '../words/t.ts';
import { ZoneLink, zoneChoice } from './zone-link.tsx';

export function Tools() {
  useShared();
  const [dialog, setDialog] = useState<{ Dialog: ComponentType }>();
  const open = zoneChoice.value;
  useEffect(() => {
    if (open && !dialog) more().then((it) => setDialog({ Dialog: it.ZoneDialog }));
  }, [open]);
  useEffect(() => {
    if (chosenElsewhere()) more().then((it) => it.nameAnew());
  }, []);
  return (
    <div class="row">
      <ZoneLink />
      <button type="button" class="plain" aria-pressed={saver.value ? 'true' : 'false'} onClick={toggleSaver}>
        {saver.value ? '✓ ' : ''}
        {t('data_saver')} ({t('data_saver_hint')})
      </button>
      {open && dialog && <dialog.Dialog />}
    </div>
  );
}
