// The table of contents: pattern, view, and which chunk holds it.
// SPDX-License-Identifier: MIT
import type { ComponentType } from 'preact';
import { more } from './more.ts';
import { EventPage } from './public/event/event.tsx';
import { MonthPage } from './public/month/month.tsx';

type View = ComponentType<Record<string, string>>;
const later = (name: keyof typeof import('./public/more.ts')) => () => more().then((it) => it[name] as View);
const here = (view: unknown) => view as View;

/** A view at hand, or a promise of one. What is "server's" is left as the server wrote it on the first view. */
export const routes: { pattern: RegExp; view: View | (() => Promise<View>); later?: boolean }[] = [
  { pattern: /^\/$/, view: later('HomePage'), later: true },
  { pattern: /^\/months\/(?<slug>[^/]+)$/, view: here(MonthPage) },
  { pattern: /^\/events\/(?<slug>[^/]+)$/, view: here(EventPage) },
  { pattern: /^\/(?<kind>events|months)\/(?<slug>[^/]+)\/registered$/, view: later('RegisteredPage'), later: true },
  { pattern: /^\/me\/(?<token>[^/]+)$/, view: later('MePage'), later: true },
  { pattern: /^\/j\/(?<token>[^/]+)$/, view: later('JoinPage'), later: true },
  { pattern: /^\/series\/(?<slug>[^/]+)$/, view: later('SeriesPage'), later: true },
  { pattern: /^\/communities\/(?<slug>[^/]+)$/, view: later('CommunityPage'), later: true },
  { pattern: /^\/speakers\/(?<slug>[^/]+)$/, view: later('SpeakerPage'), later: true },
  { pattern: /^\/library$/, view: later('LibraryPage'), later: true },
  { pattern: /^\/search$/, view: later('SearchPage'), later: true },
  { pattern: /^\/(?<name>about|privacy|terms)$/, view: later('TextPage'), later: true },
];

export function routeOf(path: string) {
  for (const it of routes) {
    const match = it.pattern.exec(path);
    if (match) return { ...it, values: { ...match.groups } as Record<string, string> };
  }
  return undefined;
}
