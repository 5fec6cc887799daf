-- The catalogue, people, registrations and the outbox. Portable: tokens in double braces are replaced per engine,
-- triggers and search tables stand beside this file in 0001_initial.sqlite.sql and 0001_initial.postgres.sql.
-- Times are UTC in milliseconds (names end in _at); booleans are 0 or 1; local times are text "2027-03-09T14:00".
-- SPDX-License-Identifier: MIT

-- ---------------------------------------------------------------------------------------------- the installation --

-- One row: the fencing epoch rises with every start, so that leases of an earlier process are void.
CREATE TABLE instance (
    id          {{int}} NOT NULL PRIMARY KEY CONSTRAINT instance_single CHECK (id = 1),
    epoch       {{int}} NOT NULL DEFAULT 0,
    created_at  {{int}} NOT NULL
){{strict}};

-- What the program remembers about itself, such as the month that the demo was last shifted to.
CREATE TABLE setting (
    name   TEXT NOT NULL PRIMARY KEY,
    value  TEXT NOT NULL
){{strict}};

-- Files by content: 32 bytes of SHA-256. The bytes lie outside the database, in the data folder.
CREATE TABLE blob (
    hash        {{blob}} NOT NULL PRIMARY KEY CHECK (length(hash) = 32),
    size        {{int}} NOT NULL CHECK (size >= 0),
    media_type  TEXT NOT NULL,
    created_at  {{int}} NOT NULL
){{strict}};

-- ------------------------------------------------------------------------------------------------- the catalogue --

CREATE TABLE community (
    id                 {{id}},
    slug               TEXT NOT NULL CONSTRAINT community_slug UNIQUE,
    original_language  TEXT NOT NULL,
    help_contact       TEXT NOT NULL DEFAULT '',
    member_count       {{int}} NOT NULL DEFAULT 0 CHECK (member_count >= 0),
    latest_activity_at {{int}} NOT NULL,
    created_at         {{int}} NOT NULL
){{strict}};

CREATE TABLE community_text (
    community_id  {{int}} NOT NULL REFERENCES community (id),
    language      TEXT NOT NULL,
    title         TEXT NOT NULL CHECK (title <> ''),
    summary       TEXT NOT NULL DEFAULT '',
    objective     TEXT NOT NULL DEFAULT '',
    focus         TEXT NOT NULL DEFAULT '',
    location      TEXT NOT NULL DEFAULT '',
    how_to_join   TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (community_id, language)
){{strict}};

CREATE TABLE series (
    id                 {{id}},
    community_id       {{int}} NOT NULL REFERENCES community (id),
    slug               TEXT NOT NULL CONSTRAINT series_slug UNIQUE,
    original_language  TEXT NOT NULL,
    place              {{int}} NOT NULL DEFAULT 0,
    created_at         {{int}} NOT NULL
){{strict}};
CREATE INDEX series_by_community ON series (community_id, place, id);

CREATE TABLE series_text (
    series_id    {{int}} NOT NULL REFERENCES series (id),
    language     TEXT NOT NULL,
    title        TEXT NOT NULL CHECK (title <> ''),
    summary      TEXT NOT NULL DEFAULT '',
    description  TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (series_id, language)
){{strict}};

-- A thematic month: usually one calendar month, never forced to be; its days are local to the reader.
CREATE TABLE month (
    id                 {{id}},
    series_id          {{int}} NOT NULL REFERENCES series (id),
    slug               TEXT NOT NULL CONSTRAINT month_slug UNIQUE,
    state              TEXT NOT NULL CHECK (state IN ('draft', 'published', 'archived')),
    original_language  TEXT NOT NULL,
    theme              TEXT NOT NULL DEFAULT 'terrace',
    starts_on          TEXT NOT NULL CHECK (starts_on LIKE '____-__-__'),
    ends_on            TEXT NOT NULL,
    created_at         {{int}} NOT NULL,
    CONSTRAINT month_ends_after_start CHECK (ends_on >= starts_on)
){{strict}};
CREATE INDEX month_by_series ON month (series_id, starts_on, id);
CREATE INDEX month_by_start ON month (state, starts_on, id);

CREATE TABLE month_text (
    month_id     {{int}} NOT NULL REFERENCES month (id),
    language     TEXT NOT NULL,
    title        TEXT NOT NULL CHECK (title <> ''),
    summary      TEXT NOT NULL DEFAULT '',
    description  TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (month_id, language)
){{strict}};

-- `starts_at` and `ends_at` repeat the first start and the last end of the event's sessions that are not cancelled, for
-- lists; triggers keep them. They are null while an event has none.
CREATE TABLE event (
    id                 {{id}},
    community_id       {{int}} NOT NULL REFERENCES community (id),
    month_id           {{int}} REFERENCES month (id),
    slug               TEXT NOT NULL CONSTRAINT event_slug UNIQUE,
    kind               TEXT NOT NULL CHECK (kind IN ('webinar', 'workshop', 'discussion')),
    state              TEXT NOT NULL CHECK (state IN ('draft', 'published', 'archived', 'cancelled', 'postponed')),
    original_language  TEXT NOT NULL,
    starts_at          {{int}},
    ends_at            {{int}},
    created_at         {{int}} NOT NULL,
    changed_at         {{int}} NOT NULL
){{strict}};
CREATE INDEX event_by_month ON event (month_id, starts_at, id);
CREATE INDEX event_by_community ON event (community_id, starts_at, id);
CREATE INDEX event_by_start ON event (starts_at, id);

CREATE TABLE event_text (
    event_id     {{int}} NOT NULL REFERENCES event (id),
    language     TEXT NOT NULL,
    title        TEXT NOT NULL CHECK (title <> ''),
    summary      TEXT NOT NULL DEFAULT '',
    description  TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (event_id, language)
){{strict}};

-- `seats_taken` counts confirmed and offered registrations. Triggers keep it; the CHECK then makes overselling
-- impossible whatever the program does. `waitlist_last` is the highest place ever given on the waiting list.
CREATE TABLE edition (
    id                      {{id}},
    event_id                {{int}} NOT NULL REFERENCES event (id),
    language                TEXT NOT NULL,
    state                   TEXT NOT NULL DEFAULT 'scheduled' CHECK (state IN ('scheduled', 'cancelled')),
    capacity                {{int}} CHECK (capacity >= 0),
    seats_taken             {{int}} NOT NULL DEFAULT 0 CHECK (seats_taken >= 0),
    waitlist_last           {{int}} NOT NULL DEFAULT 0 CHECK (waitlist_last >= 0),
    attendance              TEXT NOT NULL DEFAULT 'online' CHECK (attendance IN ('online', 'on_site', 'hybrid')),
    platform_url            TEXT,
    venue                   TEXT,
    registration_opens_at   {{int}},
    registration_closes_at  {{int}},
    created_at              {{int}} NOT NULL,
    CONSTRAINT seats_never_exceed_capacity CHECK (capacity IS NULL OR seats_taken <= capacity),
    CONSTRAINT registration_window CHECK (registration_opens_at IS NULL OR registration_closes_at IS NULL
                                          OR registration_opens_at < registration_closes_at)
){{strict}};
CREATE INDEX edition_by_event ON edition (event_id, id);

CREATE TABLE dial_in (
    id          {{id}},
    edition_id  {{int}} NOT NULL REFERENCES edition (id),
    label       TEXT NOT NULL,
    number      TEXT NOT NULL,
    pin         TEXT,
    place       {{int}} NOT NULL DEFAULT 0
){{strict}};
CREATE INDEX dial_in_by_edition ON dial_in (edition_id, place, id);

-- `uid` is the calendar's, whole and for ever. `sequence` rises for start, end and state only; `schedule_version` names
-- the reminders that belong to this schedule. Neither ever falls (triggers).
CREATE TABLE session (
    id                {{id}},
    edition_id        {{int}} NOT NULL REFERENCES edition (id),
    uid               TEXT NOT NULL CONSTRAINT session_uid UNIQUE,
    state             TEXT NOT NULL DEFAULT 'scheduled' CHECK (state IN ('scheduled', 'cancelled')),
    time_zone         TEXT NOT NULL CHECK (time_zone <> ''),
    local_start       TEXT NOT NULL CHECK (local_start LIKE '____-__-__T__:__'),
    local_end         TEXT NOT NULL CHECK (local_end LIKE '____-__-__T__:__'),
    starts_at         {{int}} NOT NULL,
    ends_at           {{int}} NOT NULL,
    tzdb_version      TEXT NOT NULL,
    sequence          {{int}} NOT NULL DEFAULT 0 CHECK (sequence >= 0),
    schedule_version  {{int}} NOT NULL DEFAULT 1 CHECK (schedule_version >= 1),
    changed_at        {{int}} NOT NULL,
    CONSTRAINT session_ends_after_start CHECK (ends_at > starts_at)
){{strict}};
CREATE INDEX session_by_edition ON session (edition_id, starts_at, id);
CREATE INDEX session_by_start ON session (starts_at, id);

-- A public profile; may exist without an account.
CREATE TABLE speaker (
    id                 {{id}},
    slug               TEXT NOT NULL CONSTRAINT speaker_slug UNIQUE,
    name               TEXT NOT NULL CHECK (name <> ''),
    affiliation        TEXT NOT NULL DEFAULT '',
    country            TEXT CHECK (country LIKE '__'),
    original_language  TEXT NOT NULL,
    photo              {{blob}} REFERENCES blob (hash),
    created_at         {{int}} NOT NULL,
    changed_at         {{int}} NOT NULL
){{strict}};

CREATE TABLE speaker_text (
    speaker_id  {{int}} NOT NULL REFERENCES speaker (id),
    language    TEXT NOT NULL,
    biography   TEXT NOT NULL DEFAULT '',
    photo_alt   TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (speaker_id, language)
){{strict}};

CREATE TABLE speaker_link (
    id          {{id}},
    speaker_id  {{int}} NOT NULL REFERENCES speaker (id),
    title       TEXT NOT NULL,
    url         TEXT NOT NULL CHECK (url LIKE 'https://%' OR url LIKE 'http://%'),
    place       {{int}} NOT NULL DEFAULT 0
){{strict}};
CREATE INDEX speaker_link_by_speaker ON speaker_link (speaker_id, place, id);

CREATE TABLE appearance (
    id          {{id}},
    event_id    {{int}} NOT NULL REFERENCES event (id),
    speaker_id  {{int}} NOT NULL REFERENCES speaker (id),
    role        TEXT NOT NULL DEFAULT 'speaker' CHECK (role IN ('speaker', 'moderator', 'interpreter', 'rapporteur')),
    place       {{int}} NOT NULL DEFAULT 0,
    consent_at  {{int}},
    CONSTRAINT appearance_once UNIQUE (event_id, speaker_id, role)
){{strict}};
CREATE INDEX appearance_by_speaker ON appearance (speaker_id, event_id);

-- Who facilitates a month, as its page says.
CREATE TABLE month_host (
    month_id    {{int}} NOT NULL REFERENCES month (id),
    speaker_id  {{int}} NOT NULL REFERENCES speaker (id),
    place       {{int}} NOT NULL DEFAULT 0,
    PRIMARY KEY (month_id, speaker_id)
){{strict}};

-- A file or link of an event, or a reading of a month. `size` is in bytes.
CREATE TABLE material (
    id                {{id}},
    event_id          {{int}} REFERENCES event (id),
    month_id          {{int}} REFERENCES month (id),
    kind              TEXT NOT NULL CHECK (kind IN ('slides', 'handout', 'reading', 'recording', 'audio', 'captions',
                                                    'transcript', 'picture', 'link')),
    language          TEXT NOT NULL,
    title             TEXT NOT NULL CHECK (title <> ''),
    url               TEXT NOT NULL CHECK (url LIKE 'https://%' OR url LIKE 'http://%' OR url LIKE '/%'),
    media_type        TEXT,
    size              {{int}} CHECK (size >= 0),
    duration_minutes  {{int}} CHECK (duration_minutes > 0),
    place             {{int}} NOT NULL DEFAULT 0,
    created_at        {{int}} NOT NULL,
    CONSTRAINT material_has_one_owner CHECK ((event_id IS NULL) <> (month_id IS NULL))
){{strict}};
CREATE INDEX material_by_event ON material (event_id, place, id);
CREATE INDEX material_by_month ON material (month_id, place, id);

-- A knowledge product; for now its document is a link.
CREATE TABLE product (
    id                 {{id}},
    community_id       {{int}} NOT NULL REFERENCES community (id),
    month_id           {{int}} REFERENCES month (id),
    event_id           {{int}} REFERENCES event (id),
    slug               TEXT NOT NULL CONSTRAINT product_slug UNIQUE,
    kind               TEXT NOT NULL DEFAULT 'guide' CHECK (kind IN ('guide', 'brief', 'case_study', 'report', 'toolkit')),
    state              TEXT NOT NULL CHECK (state IN ('outline', 'draft', 'review', 'published')),
    original_language  TEXT NOT NULL,
    url                TEXT CHECK (url LIKE 'https://%' OR url LIKE 'http://%' OR url LIKE '/%'),
    media_type         TEXT,
    size               {{int}} CHECK (size >= 0),
    published_at       {{int}},
    created_at         {{int}} NOT NULL,
    CONSTRAINT product_published CHECK (state <> 'published' OR published_at IS NOT NULL)
){{strict}};
CREATE INDEX product_by_month ON product (month_id, published_at, id);
CREATE INDEX product_by_event ON product (event_id, published_at, id);
CREATE INDEX product_by_publication ON product (state, published_at, id);

CREATE TABLE product_text (
    product_id  {{int}} NOT NULL REFERENCES product (id),
    language    TEXT NOT NULL,
    title       TEXT NOT NULL CHECK (title <> ''),
    summary     TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (product_id, language)
){{strict}};

CREATE TABLE partner (
    id            {{id}},
    community_id  {{int}} REFERENCES community (id),
    series_id     {{int}} REFERENCES series (id),
    name          TEXT NOT NULL CHECK (name <> ''),
    url           TEXT CHECK (url LIKE 'https://%' OR url LIKE 'http://%'),
    logo          {{blob}} REFERENCES blob (hash),
    role          TEXT NOT NULL DEFAULT 'partner' CHECK (role IN ('partner', 'funder', 'host')),
    place         {{int}} NOT NULL DEFAULT 0,
    CONSTRAINT partner_has_one_owner CHECK ((community_id IS NULL) <> (series_id IS NULL))
){{strict}};
CREATE INDEX partner_by_community ON partner (community_id, place, id);
CREATE INDEX partner_by_series ON partner (series_id, place, id);

-- A slug that was once public leads to its noun for ever.
CREATE TABLE former_slug (
    noun     TEXT NOT NULL CHECK (noun IN ('community', 'series', 'month', 'event', 'speaker', 'product')),
    slug     TEXT NOT NULL,
    noun_id  {{int}} NOT NULL,
    PRIMARY KEY (noun, slug)
){{strict}};

-- --------------------------------------------------------------------------------------- people and registrations --

-- An address somebody used. `verified_at` is set once something was done through a personal link or code.
CREATE TABLE person (
    id                {{id}},
    email             TEXT NOT NULL CHECK (email LIKE '_%@_%' AND length(email) <= 254),
    email_key         TEXT NOT NULL CONSTRAINT person_email UNIQUE,
    name              TEXT NOT NULL,
    language          TEXT NOT NULL,
    time_zone         TEXT NOT NULL,
    organisation      TEXT,
    country           TEXT CHECK (country LIKE '__'),
    verified_at       {{int}},
    created_at        {{int}} NOT NULL,
    last_activity_at  {{int}} NOT NULL
){{strict}};

-- A standing wish for a whole month or series; its tokens come from `salt` and `epoch`.
CREATE TABLE enrolment (
    id                 {{id}},
    month_id           {{int}} REFERENCES month (id),
    series_id          {{int}} REFERENCES series (id),
    person_id          {{int}} NOT NULL REFERENCES person (id),
    state              TEXT NOT NULL CHECK (state IN ('unverified', 'active', 'left')),
    name               TEXT NOT NULL,
    language           TEXT NOT NULL,
    time_zone          TEXT NOT NULL,
    time_zone_guessed  {{int}} NOT NULL DEFAULT 0 CHECK (time_zone_guessed IN (0, 1)),
    organisation       TEXT,
    country            TEXT CHECK (country LIKE '__'),
    created_at         {{int}} NOT NULL,
    left_at            {{int}},
    CONSTRAINT enrolment_has_one_owner CHECK ((month_id IS NULL) <> (series_id IS NULL)),
    CONSTRAINT enrolment_left CHECK ((state = 'left') = (left_at IS NOT NULL))
){{strict}};
CREATE UNIQUE INDEX enrolment_once_per_month ON enrolment (month_id, person_id) WHERE state <> 'left';
CREATE UNIQUE INDEX enrolment_once_per_series ON enrolment (series_id, person_id) WHERE state <> 'left';
CREATE INDEX enrolment_by_person ON enrolment (person_id, id);

-- A person's place at an edition. Keeps its own copy of name, language and zone: a form that nobody proved never
-- changes the person. Ended rows (cancelled, declined, expired) stay as history; coming back makes a new row.
CREATE TABLE registration (
    id                 {{id}},
    edition_id         {{int}} NOT NULL REFERENCES edition (id),
    person_id          {{int}} NOT NULL REFERENCES person (id),
    enrolment_id       {{int}} REFERENCES enrolment (id),
    email              TEXT NOT NULL CHECK (email LIKE '_%@_%' AND length(email) <= 254),
    email_key          TEXT NOT NULL,
    name               TEXT NOT NULL,
    language           TEXT NOT NULL,
    time_zone          TEXT NOT NULL,
    time_zone_guessed  {{int}} NOT NULL DEFAULT 0 CHECK (time_zone_guessed IN (0, 1)),
    organisation       TEXT,
    country            TEXT CHECK (country LIKE '__'),
    state              TEXT NOT NULL CHECK (state IN ('unverified', 'pending', 'confirmed', 'waitlisted', 'offered',
                                                      'cancelled', 'declined', 'expired')),
    waitlist_place     {{int}},
    offered_until      {{int}},
    -- 8 random bytes and a count: what this registration's links are made from (Keys::link)
    salt               {{blob}} NOT NULL CHECK (length(salt) = 8),
    epoch              {{int}} NOT NULL DEFAULT 0,
    -- reminders are not wanted since then
    muted_at           {{int}},
    -- rises with every message of a kind that may be sent again, so that keys differ
    version            {{int}} NOT NULL DEFAULT 1 CHECK (version >= 1),
    created_at         {{int}} NOT NULL,
    changed_at         {{int}} NOT NULL,
    CONSTRAINT waitlisted_has_place CHECK ((state = 'waitlisted') = (waitlist_place IS NOT NULL)),
    CONSTRAINT offered_has_end CHECK ((state = 'offered') = (offered_until IS NOT NULL))
){{strict}};
CREATE UNIQUE INDEX registration_one_active ON registration (edition_id, email_key)
    WHERE state IN ('unverified', 'pending', 'confirmed', 'waitlisted', 'offered');
CREATE UNIQUE INDEX registration_waitlist ON registration (edition_id, waitlist_place) WHERE state = 'waitlisted';
CREATE INDEX registration_by_edition ON registration (edition_id, created_at, id);
CREATE INDEX registration_by_person ON registration (person_id, id);
CREATE INDEX registration_by_enrolment ON registration (enrolment_id, id);
CREATE INDEX registration_unverified ON registration (created_at) WHERE state = 'unverified';

-- Anything a participant asked, wherever it was asked.
CREATE TABLE question (
    id               {{id}},
    event_id         {{int}} NOT NULL REFERENCES event (id),
    registration_id  {{int}} REFERENCES registration (id),
    language         TEXT NOT NULL,
    body             TEXT NOT NULL CHECK (body <> ''),
    state            TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'answered', 'merged', 'declined')),
    created_at       {{int}} NOT NULL
){{strict}};
CREATE INDEX question_by_event ON question (event_id, created_at, id);

-- A click on the button of the join page.
CREATE TABLE presence (
    id               {{id}},
    registration_id  {{int}} NOT NULL REFERENCES registration (id),
    session_id       {{int}} NOT NULL REFERENCES session (id),
    joined_at        {{int}} NOT NULL,
    CONSTRAINT presence_once_a_minute UNIQUE (registration_id, session_id, joined_at)
){{strict}};
CREATE INDEX presence_by_session ON presence (session_id, joined_at);

-- The first answer to a request with an Idempotency-Key, replayed for 48 hours. `actor` is a digest of key and network
-- purpose, never an address.
CREATE TABLE idempotency (
    key           TEXT NOT NULL PRIMARY KEY,
    request_hash  {{blob}} NOT NULL CHECK (length(request_hash) = 32),
    status        {{int}} NOT NULL,
    body          TEXT NOT NULL,
    created_at    {{int}} NOT NULL
){{strict}};
CREATE INDEX idempotency_by_age ON idempotency (created_at);

-- ----------------------------------------------------------------------------------------- messages and due work --

-- The outbox. Written in the transaction that causes it; rendered when it is sent; the row keeps what must not change
-- between tries: key, Message-ID and date.
CREATE TABLE message (
    id                {{id}},
    key               TEXT NOT NULL CONSTRAINT message_key UNIQUE CHECK (key <> ''),
    message_id        TEXT NOT NULL CONSTRAINT message_message_id UNIQUE,
    kind              TEXT NOT NULL CHECK (kind <> ''),
    priority          {{int}} NOT NULL DEFAULT 5 CHECK (priority BETWEEN 0 AND 9),
    email             TEXT NOT NULL,
    email_key         TEXT NOT NULL,
    language          TEXT NOT NULL,
    person_id         {{int}} REFERENCES person (id),
    registration_id   {{int}} REFERENCES registration (id),
    enrolment_id      {{int}} REFERENCES enrolment (id),
    session_id        {{int}} REFERENCES session (id),
    rule              TEXT,
    schedule_version  {{int}},
    state             TEXT NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'sending', 'sent', 'failed', 'skipped')),
    reason            TEXT,
    due_at            {{int}} NOT NULL,
    not_after         {{int}} NOT NULL,
    attempts          {{int}} NOT NULL DEFAULT 0 CHECK (attempts BETWEEN 0 AND 40),
    lease_owner       {{int}},
    lease_until       {{int}},
    rendered_at       {{int}},
    sent_at           {{int}},
    created_at        {{int}} NOT NULL,
    CONSTRAINT message_sending_has_lease CHECK ((state = 'sending') = (lease_owner IS NOT NULL AND lease_until IS NOT NULL)),
    CONSTRAINT message_sent_has_time CHECK ((state = 'sent') = (sent_at IS NOT NULL)),
    CONSTRAINT message_useful_after_due CHECK (not_after >= due_at),
    CONSTRAINT message_end_has_reason CHECK (state NOT IN ('failed', 'skipped') OR reason IS NOT NULL)
){{strict}};
CREATE UNIQUE INDEX message_reminder_once ON message (registration_id, session_id, rule, schedule_version)
    WHERE rule IS NOT NULL;
CREATE INDEX message_by_due ON message (state, due_at, priority, id);
-- the order of sending, so that ten thousand due messages are not sorted for the next sixteen
CREATE INDEX message_by_priority ON message (state, priority, due_at, id);
CREATE INDEX message_by_registration ON message (registration_id, kind, id);
CREATE INDEX message_by_address ON message (email_key, kind, created_at);
CREATE INDEX message_by_session ON message (session_id, state, id);

-- What an addressee's calendar was last told about a session.
CREATE TABLE calendar_told (
    session_id  {{int}} NOT NULL REFERENCES session (id),
    email_key   TEXT NOT NULL,
    method      TEXT NOT NULL CHECK (method IN ('REQUEST', 'CANCEL')),
    sequence    {{int}} NOT NULL CHECK (sequence >= 0),
    -- start, end and state as told, as SHA-256
    hash        {{blob}} NOT NULL CHECK (length(hash) = 32),
    told_at     {{int}} NOT NULL,
    PRIMARY KEY (session_id, email_key)
){{strict}};

-- Addresses that a server said do not exist, and those whose owners said "this was not me".
CREATE TABLE suppression (
    email_key   TEXT NOT NULL PRIMARY KEY,
    reason      TEXT NOT NULL CHECK (reason IN ('no_such_mailbox', 'complaint', 'not_me')),
    created_at  {{int}} NOT NULL
){{strict}};

-- All due work that is no message.
CREATE TABLE job (
    id           {{id}},
    kind         TEXT NOT NULL CHECK (kind <> ''),
    payload      TEXT NOT NULL DEFAULT '',
    state        TEXT NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'running', 'done', 'failed')),
    reason       TEXT,
    due_at       {{int}} NOT NULL,
    attempts     {{int}} NOT NULL DEFAULT 0 CHECK (attempts BETWEEN 0 AND 40),
    lease_owner  {{int}},
    lease_until  {{int}},
    created_at   {{int}} NOT NULL,
    CONSTRAINT job_running_has_lease CHECK ((state = 'running') = (lease_owner IS NOT NULL AND lease_until IS NOT NULL))
){{strict}};
CREATE INDEX job_by_due ON job (state, due_at, id);
CREATE UNIQUE INDEX job_once ON job (kind, payload) WHERE state = 'queued';
