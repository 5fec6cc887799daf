// The sessions of an edition that has several; says where the reader's hour moves though the host's does not (T5).
// SPDX-License-Identifier: MIT
import type { Session, Span } from '../../api/schema.d.ts';
import { Hours, there } from '../../parts/when.tsx';
import { shiftInHours } from '../../time/format.ts';
import { viewerZone } from '../../time/zone.ts';
import { t } from '../../words/t.ts';

function shiftText(before: Span | undefined, it: Span) {
  const hours = before ? shiftInHours(before, it, viewerZone()) : 0;
  if (hours === 0) return undefined;
  return hours > 0 ? t('later_than_before', { n: hours }) : t('earlier_than_before', { n: -hours });
}

export type Held = Span & Pick<Session, 'state'>;

function Sitting({ of, before }: { of: Held; before: Held | undefined }) {
  const shift = shiftText(before, of);
  return (
    <li>
      <b>
        <Hours of={of} />
      </b>{' '}
      <span class="small muted">{there(of, 'event_time_in') || t('your_time')}</span>
      {of.state === 'cancelled' && <span class="tag bad">{t('tag_cancelled')}</span>}
      {shift && <p class="small">{shift}</p>}
    </li>
  );
}

export const SittingList = ({ all }: { all: Held[] }) => (
  <ol role="list" class="sittings">
    {all.map((it, index) => (
      <Sitting key={it.starts_at} of={it} before={all[index - 1]} />
    ))}
  </ol>
);

export const Sittings = ({ all, title, heading }: { all: Session[]; title: string; heading?: string }) => (
  <section class="stack gap-2">
    <h2 class={heading}>{title}</h2>
    <SittingList all={all} />
  </section>
);
