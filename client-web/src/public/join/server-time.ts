// The server's clock carried on by the device's, so that a wrong phone clock opens no button too early or too late.
// SPDX-License-Identifier: MIT
import { useEffect, useMemo, useState } from 'preact/hooks';
import type { Join } from '../../api/schema.d.ts';
import { announce } from '../../browser/announce.ts';
import { clock, instant } from '../../time/format.ts';
import { t } from '../../words/t.ts';

export function useServerTime(join: Join, ask: () => void): number {
  const ahead = useMemo(() => instant(join.now) - clock.now(), [join]);
  const [now, setNow] = useState(clock.now() + ahead);
  useEffect(() => {
    let before = clock.now() + ahead;
    const timer = setInterval(() => {
      const next = clock.now() + ahead;
      for (const minutes of [10, 1]) {
        const mark = instant(join.session.starts_at) - minutes * 6e4;
        if (before < mark && next >= mark) announce(t('tag_in_minutes', { n: minutes }));
      }
      // The host's name is only known while the door is open: ask again when it opens.
      if (before < instant(join.opens_at) && next >= instant(join.opens_at)) ask();
      before = next;
      setNow(next);
    }, 1000);
    return () => clearInterval(timer);
  }, [join]);
  return now;
}
