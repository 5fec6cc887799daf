// The table of contents: which address is drawn by which view. All views are in the later chunk; the first view is the server's.
// SPDX-License-Identifier: MIT
import type { ComponentType } from 'preact';
import type { More } from './more.ts';

const routes: [pattern: RegExp, view: keyof More][] = [
  [/^\/$/, 'HomePage'],
  [/^\/months\/(?<slug>[^/]+)$/, 'MonthPage'],
  [/^\/events\/(?<slug>[^/]+)$/, 'EventPage'],
  [/^\/(?<kind>events|months)\/(?<slug>[^/]+)\/registered$/, 'RegisteredPage'],
  [/^\/me\/(?<token>[^/]+)$/, 'MePage'],
  [/^\/j\/(?<token>[^/]+)$/, 'JoinPage'],
  [/^\/series\/(?<slug>[^/]+)$/, 'SeriesPage'],
  [/^\/communities\/(?<slug>[^/]+)$/, 'CommunityPage'],
  [/^\/speakers\/(?<slug>[^/]+)$/, 'SpeakerPage'],
  [/^\/library$/, 'LibraryPage'],
  [/^\/search$/, 'SearchPage'],
  [/^\/(?<name>about|privacy|terms)$/, 'TextPage'],
];

export function routeOf(path: string) {
  for (const [pattern, view] of routes) {
    const match = pattern.exec(path);
    if (match) return { draws: (all: More) => all[view] as ComponentType<Record<string, string>>, values: { ...match.groups } };
  }
  return undefined;
}
