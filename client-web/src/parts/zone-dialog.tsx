// The choice of a city: type to find, one tap to take; kept on the device.
// SPDX-License-Identifier: MIT
import { useEffect, useRef, useState } from 'preact/hooks';
import { announce } from '../browser/announce.ts';
import { timeText } from '../time/format.ts';
import { chooseZone, chosenElsewhere, cityName, deviceZone, isDevices, timeNow, viewerPlace, zoneName } from '../time/zone.ts';
import { lang, t } from '../words/t.ts';
import { zoneChoice } from './zone-link.tsx';

const searching = () => import('../time/zone-search.ts');
const known = { lang, cityName, zoneName };

/** A city that was chosen on a page in another language. */
export async function nameAnew() {
  const { sameCity } = await searching();
  const was = chosenElsewhere();
  if (was) chooseZone(sameCity(was, known));
}

export function ZoneDialog() {
  const dialog = useRef<HTMLDialogElement>(null);
  const [typed, setTyped] = useState('');
  const [search, setSearch] = useState<typeof import('../time/zone-search.ts')>();
  const found = search?.findPlaces(typed, known) ?? [];
  const now = timeNow();

  useEffect(() => {
    const opener = document.activeElement as HTMLElement | null;
    dialog.current?.showModal();
    searching().then(setSearch);
    return () => opener?.focus?.();
  }, []);

  const take = (choice: { zone: string; city: string } | null) => {
    chooseZone(choice);
    zoneChoice.value = false;
    announce(t('times_shown_for', { zone: viewerPlace() }));
  };

  return (
    <dialog
      ref={dialog}
      class="stack"
      aria-labelledby="zone-title"
      onClose={() => {
        zoneChoice.value = false;
      }}
    >
      <h2 id="zone-title">{t('zone_title')}</h2>
      <div class="field">
        <label for="f-zone">{t('zone_search')}</label>
        <p class="hint" id="h-zone">
          {t('zone_search_hint')}
        </p>
        <input
          class="input"
          id="f-zone"
          type="text"
          enterKeyHint="search"
          autocomplete="off"
          aria-describedby="h-zone"
          value={typed}
          onInput={(event) => setTyped(event.currentTarget.value)}
        />
      </div>
      {search && typed.trim() && found.length === 0 && <p role="status">{t('zone_none')}</p>}
      {found.length > 0 && (
        <ul role="list" class="zones">
          {found.map((it) => (
            <li key={it.zone + it.city}>
              <button type="button" onClick={() => take(it)}>
                <span>
                  {it.city}
                  {it.name && <span class="small muted"> · {it.name}</span>}
                </span>
                <time class="small">{timeText(now, it.zone, lang)}</time>
              </button>
            </li>
          ))}
        </ul>
      )}
      {!isDevices() && (
        <button type="button" class="btn quiet" onClick={() => take(null)}>
          {t('zone_device', { zone: zoneName(deviceZone, lang) })}
        </button>
      )}
      <button type="button" class="btn quiet" onClick={() => dialog.current?.close()}>
        {t('close')}
      </button>
    </dialog>
  );
}
