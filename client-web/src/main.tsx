// Reads what the server gave, learns the words, takes the place of the first view, and routes; nothing else.
// SPDX-License-Identifier: MIT
import { render } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { hasBoot, readBoot } from './api/boot.ts';
import { Problem } from './api/problem.ts';
import { adoptForm } from './browser/adopt-form.ts';
import { openDoor } from './browser/operator-door.ts';
import { registerWorker } from './browser/register-worker.ts';
import { listen, place } from './browser/router.ts';
import { onShared, useShared } from './browser/shared.ts';
import './parts/minute.ts';
import { Notice } from './parts/notice.tsx';
import { Tools } from './parts/tools.tsx';
import { outcomeAt } from './public/outcome.ts';
import { routeOf } from './routes.ts';
import { loadWords } from './words/t.ts';

type View =
  | Extract<NonNullable<ReturnType<typeof routeOf>>['view'], new (...all: never[]) => unknown>
  | ((values: Record<string, string>) => preact.ComponentChildren);
const arrived = new Map<RegExp, View>();

function Routed() {
  useShared();
  const { path } = place.value;
  const route = routeOf(path);
  const [, redraw] = useState(0);
  useEffect(() => {
    if (!route?.later || arrived.has(route.pattern)) return;
    fetchView(route).then(
      () => redraw((it) => it + 1),
      () => location.reload(),
    );
  }, [path]);
  if (!route) return <Notice problem={new Problem(404, 'not_found', '')} />;
  const Page = (route.later ? arrived.get(route.pattern) : route.view) as View | undefined;
  return Page ? <Page key={path} {...route.values} /> : null;
}

const fetchView = async (route: NonNullable<ReturnType<typeof routeOf>>) => {
  const view = await (route.view as () => Promise<View>)();
  arrived.set(route.pattern, view);
};

/** What the server wrote without a document stays: results of forms, texts, notices. */
const staysAsItIs = (main: HTMLElement) => main.childElementCount > 0 && !hasBoot() && !outcomeAt(place.value.path);

function takePlace(main: HTMLElement) {
  const giveBack = adoptForm(main);
  main.replaceChildren();
  render(<Routed />, main);
  giveBack();
}

async function start() {
  const main = document.querySelector<HTMLElement>('#main');
  const tools = document.querySelector<HTMLElement>('#tools');
  if (!main || !tools) return;
  openDoor();
  readBoot();
  const route = routeOf(place.value.path);
  await Promise.all([loadWords(), route?.later && !staysAsItIs(main) ? fetchView(route) : undefined]);
  listen((path) => routeOf(path) !== undefined);
  if (staysAsItIs(main)) {
    const stop = onShared(() => {
      if (place.value.path === startPath) return;
      stop();
      takePlace(main);
    });
  } else takePlace(main);
  render(<Tools />, tools);
  registerWorker();
}

const startPath = place.value.path;
start();
