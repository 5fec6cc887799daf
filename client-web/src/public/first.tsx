// The first view stays as the server wrote it; here those parts of it come to life that script knows better: hours in the reader's
// zone, the form, the bar at the foot of a phone. Each is drawn by the component that the later views use as well.
// SPDX-License-Identifier: MIT
import { type ComponentChild, render } from 'preact';
import type { Span } from '../api/schema.d.ts';
import { photos } from '../browser/photos.ts';
import { useShared } from '../browser/shared.ts';
import { howFar } from '../parts/how-far.ts';
import { RegisterForm } from '../parts/register-form.tsx';
import { Day, HoursInList, OnDay, Start, When } from '../parts/when.tsx';
import { learnCity } from '../time/zone.ts';
import { base, t } from '../words/t.ts';
import { Dock } from './event/dock.tsx';
import { type Held, SittingList } from './event/sittings.tsx';

type Draw = () => ComponentChild;

function Live({ draw }: { draw: Draw }) {
  useShared();
  return <>{draw()}</>;
}

function put(draw: Draw, at: (node: Node) => void) {
  const box = document.createElement('div');
  render(<Live draw={draw} />, box);
  at(box.firstChild as Node);
}

/** Draws in place of each element that is found, with the hours that stand in it or in `near`. */
function each(root: ParentNode, selector: string, near: string, draw: (of: Span, old: HTMLElement) => ComponentChild) {
  for (const old of root.querySelectorAll<HTMLElement>(selector)) {
    const of = spanOf((near ? old.closest(near) : old)?.querySelector('time[data-end]') ?? old);
    if (of)
      put(
        () => draw(of, old),
        (it) => old.replaceWith(it),
      );
  }
}

function spanOf(it: Element): Span | undefined {
  const { end, zone, city } = (it as HTMLElement).dataset;
  if (zone && city) learnCity(zone, city);
  return end && zone ? { starts_at: it.getAttribute('datetime') ?? '', ends_at: end, time_zone: zone } : undefined;
}

export function enliven(main: HTMLElement) {
  // What is beside the hours comes before them: they are read from where the server wrote them.
  each(main, 'li.now .tag.next, header .tag.next', 'li, header', (of, old) => (
    <span class="tag next">{old.textContent === t('tag_live') ? t('tag_live') : howFar(of, old.closest('li') === null)}</span>
  ));
  each(main, '.line .day', 'li', (of) => <Day of={of} />);
  each(main, '.dock', '', (of) => <Dock when={of} />);
  const shown = main.querySelector('.when time');
  const beside = shown ? spanOf(shown) : undefined;
  each(main, '.editions time', '', (of) => <Start of={of} beside={beside} />);
  each(main, 'time.on', '', (of) => <OnDay of={of} />);
  each(main, '.hours', '', (of) => <HoursInList of={of} />);
  each(main, '.when', '', (of) => <When of={of} />);
  sittings(main);
  form(main);
  photos(main);
}

function sittings(main: HTMLElement) {
  const list = main.querySelector('.sittings');
  const all = [...(list?.querySelectorAll('time') ?? [])].flatMap((it): Held[] => {
    const span = spanOf(it);
    return span ? [{ ...span, state: it.closest('li')?.querySelector('.bad') ? 'cancelled' : 'scheduled' }] : [];
  });
  if (list && all.length)
    put(
      () => <SittingList all={all} />,
      (it) => list.replaceWith(it),
    );
}

const textOf = (it: Element | null | undefined) => it?.textContent?.trim() ?? '';

/** The server's form says all that the one of script needs. */
function form(main: HTMLElement) {
  const old = main.querySelector<HTMLFormElement>('form[data-form=register]');
  const path = old
    ?.getAttribute('action')
    ?.slice(base.length)
    .replace(/\/register(#.*)?$/, '');
  if (!old || !path) return;
  const heading = main.querySelector<HTMLElement>('h1');
  const month = old.querySelector('.check');
  const edition = old.querySelector<HTMLInputElement>('[name=edition]');
  const draw = () => (
    <RegisterForm
      path={path}
      title={textOf(heading)}
      language={heading?.lang ?? ''}
      edition={edition ? Number(edition.value) : undefined}
      month={month ? { text: textOf(month.querySelector('b')), hint: textOf(month.querySelector('.small')) } : undefined}
      takesQuestion={old.querySelector('#f-question') !== null}
      submit={textOf(old.querySelector('.btn'))}
    />
  );
  const told = old.previousElementSibling;
  if (told?.matches('[role=alert]')) told.remove(); // the form of script says it itself
  put(draw, (it) => old.replaceWith(it));
}
