// The documents of the API as the client reads them, written by hand after /api/v1/openapi.json.
// SPDX-License-Identifier: MIT
export type Utc = string;
export type Inline = string | { b: Inline[] } | { i: Inline[] } | { a: Inline[]; href: string } | { code: string } | { br: true };
export type Block = { p: Inline[] } | { h: Inline[] } | { ul: Inline[][] } | { ol: Inline[][] } | { quote: Block[] } | { code: string };
export type Rich = Block[];

export interface Session {
  id: number;
  starts_at: Utc;
  ends_at: Utc;
  time_zone: string;
  local_start: string;
  local_end: string;
  state: 'scheduled' | 'cancelled';
}
/** What it takes to say the hours of a session: the server's pages carry it on each `<time>`. */
export type Span = Pick<Session, 'starts_at' | 'ends_at' | 'time_zone'>;
export interface Edition {
  id: number;
  language: string;
  capacity: number | null;
  seats_left: number | null;
  state: 'scheduled' | 'live' | 'ended' | 'cancelled';
  registration: 'open' | 'waiting_list' | 'closed';
  attendance: 'online' | 'on_site' | 'hybrid';
  venue: string | null;
  sessions: Session[];
}
export interface Named {
  slug: string;
  title: string;
  language: string;
}
export interface EventSummary extends Named {
  kind: 'webinar' | 'workshop' | 'discussion';
  state: 'published' | 'cancelled' | 'postponed' | 'archived';
  summary: string;
  languages: string[];
  /** Null while no date is set. */
  starts_at: Utc | null;
  editions: Edition[];
  speakers: { slug: string; name: string }[];
  month: (Named & { theme: string }) | null;
  has_recording: boolean;
}
export interface Appearance {
  role: 'speaker' | 'moderator' | 'interpreter' | 'rapporteur';
  speaker: { slug: string; name: string; affiliation: string; photo: string | null; photo_alt: string | null; biography: Rich; language: string };
}
export interface Material {
  kind: 'slides' | 'handout' | 'reading' | 'recording' | 'audio' | 'captions' | 'transcript' | 'picture' | 'link';
  title: string;
  url: string;
  language: string;
  media_type: string | null;
  size: number | null;
  duration_minutes: number | null;
  /** In lists of several events: whose it is. */
  event?: Named | null;
}
export interface ProductSummary extends Named {
  summary: string;
  languages: string[];
  kind: string;
  published_at: Utc;
  url: string | null;
  media_type: string | null;
  size: number | null;
}
export interface Partner {
  name: string;
  url: string | null;
  logo: string | null;
  role: 'partner' | 'funder' | 'host';
}
export interface MonthSummary extends Named {
  summary: string;
  languages: string[];
  theme: string;
  starts_on: string;
  ends_on: string;
  standing: 'running' | 'coming' | 'past';
  event_count: number;
}
export interface Month extends MonthSummary {
  description: Rich;
  series: Named;
  community: Named;
  events: EventSummary[];
  products: ProductSummary[];
  materials: Material[];
  facilitators: { name: string; affiliation: string }[];
}
export interface EventDocument extends EventSummary {
  description: Rich;
  appearances: Appearance[];
  materials: Material[];
  products: ProductSummary[];
  community: Named;
  series: Named | null;
  place_in_month: { number: number; of: number } | null;
  questions_taken: boolean;
  other_events: EventSummary[];
}
export interface CommunitySummary extends Named {
  summary: string;
}
export interface Home {
  month: Month | null;
  standing: 'running' | 'coming' | 'past' | null;
  live: EventSummary[];
  next: EventSummary[];
  months: MonthSummary[];
  community: CommunitySummary | null;
  library: { materials: Material[]; products: ProductSummary[] };
}
export interface Series extends Named {
  summary: string;
  description: Rich;
  languages: string[];
  community: Named;
  months: MonthSummary[];
  partners: Partner[];
}
export interface Community extends Named {
  summary: string;
  objective: Rich;
  focus: string;
  location: string;
  how_to_join: Rich;
  help_contact: string;
  member_count: number;
  latest_activity_at: Utc | null;
  facilitators: string[];
  languages: string[];
  series: (Named & { summary: string })[];
  partners: Partner[];
  upcoming: EventSummary[];
}
export interface Speaker {
  slug: string;
  name: string;
  affiliation: string;
  country: string | null;
  biography: Rich;
  language: string;
  languages: string[];
  photo: string | null;
  photo_alt: string | null;
  links: { title: string; url: string }[];
  events: EventSummary[];
}
export interface Page<Item> {
  items: Item[];
  next: string | null;
}
export interface Hit {
  kind: 'event' | 'speaker' | 'product' | 'month';
  slug: string;
  title: string;
  summary: string;
  language: string;
  starts_at: Utc | null;
}

export type PlaceState = 'confirmed' | 'waitlisted' | 'unverified' | 'pending' | 'offered' | 'cancelled' | 'declined' | 'expired';
export interface Placed {
  state: PlaceState;
  position?: number;
  receipt: string;
  /** Kept by the client once a month was added to a place: what that place was. */
  own?: { state: PlaceState; position?: number };
  registrations?: { edition: number; state: PlaceState; position?: number }[];
}
export interface Registration {
  state: PlaceState;
  position?: number;
  /** Of the place as it is now: switching the edition gives another. */
  token: string;
  name: string;
  email: string;
  locale: string;
  time_zone: string;
  time_zone_guessed: boolean;
  organisation: string | null;
  country: string | null;
  /** It came with its whole month, which can be left as a whole. */
  whole_month: boolean;
  event: Named & { kind: EventSummary['kind']; state: EventSummary['state']; month: Named | null };
  edition: Edition;
  join_url: string | null;
  calendar_urls: { ics: string; google: string; outlook: string };
  others: { token: string; state: PlaceState; event: Registration['event']; starts_at: Utc | null; time_zone: string; language: string }[];
  editions: Edition[];
}
export interface Join {
  event: Named;
  session: Session;
  others: Session[];
  opens_at: Utc;
  closes_at: Utc;
  open: boolean;
  host: string | null;
  dial_in: { label: string; number: string; pin: string | null }[];
  venue: string | null;
  materials: Material[];
  ended: boolean;
  called_off: 'cancelled' | 'postponed' | null;
  now: Utc;
  /** Null while it is guessed. */
  time_zone: string | null;
}
