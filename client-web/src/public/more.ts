// Everything that is not needed to read a page of the server and register on it: one chunk, fetched when first needed.
// SPDX-License-Identifier: MIT
export { CountryOptions } from '../parts/country-select.tsx';
export { nameAnew, ZoneDialog } from '../parts/zone-dialog.tsx';
export { CommunityPage } from './community/community.tsx';
export { EventPage } from './event/event.tsx';
export { HomePage } from './home.tsx';
export { JoinPage } from './join/join.tsx';
export { LibraryPage } from './library/library.tsx';
export { MePage } from './me/me.tsx';
export { MonthPage } from './month/month.tsx';
export { RegisteredPage } from './registered/registered.tsx';
export { SearchPage } from './search/search.tsx';
export { SeriesPage } from './series/series.tsx';
export { SpeakerPage } from './speaker/speaker.tsx';
export { TextPage } from './text/text.tsx';
