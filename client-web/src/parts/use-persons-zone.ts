// On the pages of a place hours are in the zone that the person chose for it, as without script and in the messages; a zone that was
// just saved goes before the city that was chosen on this device.
// SPDX-License-Identifier: MIT
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { chooseZone, showFor } from '../time/zone.ts';

export function usePersonsZone(zone: string | null) {
  const saved = useRef(false);
  const [, redraw] = useState(0);
  useLayoutEffect(() => {
    if (saved.current) chooseZone(null);
    saved.current = true;
    showFor(zone);
    redraw((it) => it + 1); // the page itself listens only once all of it stands
    return () => showFor(null);
  }, [zone]);
}
