// Reads what the server gave, learns the words, brings the first view to life, and routes; nothing else.
// SPDX-License-Identifier: MIT
import { render } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { fetchAhead, readBoot } from './api/known.ts';
import { adoptForm } from './browser/adopt-form.ts';
import { openDoor } from './browser/door.ts';
import { keepFirst } from './browser/keep-first.ts';
import { watchMenus } from './browser/menus.ts';
import { registerWorker } from './browser/register-worker.ts';
import { listen, place } from './browser/router.ts';
import { useShared } from './browser/shared.ts';
import { atHand, more } from './more.ts';
import { Loading } from './parts/loading.tsx';
import './parts/minute.ts';
import { Tools } from './parts/tools.tsx';
import { enliven } from './public/first.tsx';
import { outcomeAt } from './public/outcome.ts';
import { routeOf } from './routes.ts';
import { loadWords } from './words/t.ts';

const reload = () => location.reload();

function Routed() {
  useShared();
  const { path } = place.value;
  const route = routeOf(path);
  const [, redraw] = useState(0);
  const views = atHand();
  useEffect(() => {
    if (!route) reload();
    else if (!views) more().then(() => redraw(1), reload);
  }, [route === undefined]);
  if (!route || !views) return <Loading retry={reload} />;
  const Page = route.draws(views);
  return <Page key={path} {...route.values} />;
}

function draw(main: HTMLElement) {
  const giveBack = adoptForm(main);
  main.replaceChildren();
  render(<Routed />, main);
  giveBack();
}

function bringToLife(main: HTMLElement) {
  const giveBack = adoptForm(main);
  enliven(main);
  giveBack();
  keepFirst(main, () => draw(main));
}

async function start() {
  const main = document.querySelector<HTMLElement>('#main');
  const tools = document.querySelector<HTMLElement>('#tools');
  if (!main || !tools) return;
  openDoor();
  const draws = readBoot() || main.childElementCount === 0 || outcomeAt(place.value.path) !== undefined;
  const [views] = await Promise.all([draws ? more().catch(() => undefined) : undefined, loadWords()]);
  listen(
    (path) => routeOf(path) !== undefined,
    (path) => Promise.allSettled([more(), fetchAhead(path)]),
  );
  if (views) draw(main);
  else bringToLife(main);
  watchMenus();
  render(<Tools />, tools);
  registerWorker();
}

start();
