-- The catalogue, people, registrations and the outbox. Portable: tokens in double braces are replaced per engine,
-- triggers and search tables stand beside this file in 0001_initial.sqlite.sql and 0001_initial.postgres.sql.
-- Times are UTC in milliseconds (names end in _at); booleans are 0 or 1; local times are text "2027-03-09T14:00".
-- SPDX-License-Identifier: MIT

-- ---------------------------------------------------------------------------------------------- the installation --

-- One row: the fencing epoch rises with every start, so that leases of an earlier process are void.
CREATE TABLE instance (
    id          INTEGER NOT NULL PRIMARY KEY CONSTRAINT instance_single CHECK (id = 1),
    epoch       INTEGER NOT NULL DEFAULT 0,
    created_at  INTEGER NOT NULL
) STRICT;

-- What the program remembers about itself, such as the month that the demo was last shifted to.
CREATE TABLE setting (
    name   TEXT NOT NULL PRIMARY KEY,
    value  TEXT NOT NULL
) STRICT;

-- Files by content: 32 bytes of SHA-256. The bytes lie outside the database, in the data folder.
CREATE TABLE blob (
    hash        BLOB NOT NULL PRIMARY KEY CHECK (length(hash) = 32),
    size        INTEGER NOT NULL CHECK (size >= 0),
    media_type  TEXT NOT NULL,
    created_at  INTEGER NOT NULL
) STRICT;

-- ------------------------------------------------------------------------------------------------- the catalogue --

CREATE TABLE community (
    id                 INTEGER PRIMARY KEY AUTOINCREMENT,
    slug               TEXT NOT NULL CONSTRAINT community_slug UNIQUE,
    original_language  TEXT NOT NULL,
    help_contact       TEXT NOT NULL DEFAULT '',
    member_count       INTEGER NOT NULL DEFAULT 0 CHECK (member_count >= 0),
    latest_activity_at INTEGER NOT NULL,
    created_at         INTEGER NOT NULL
) STRICT;

CREATE TABLE community_text (
    community_id  INTEGER NOT NULL REFERENCES community (id),
    language      TEXT NOT NULL,
    title         TEXT NOT NULL CHECK (title <> ''),
    summary       TEXT NOT NULL DEFAULT '',
    objective     TEXT NOT NULL DEFAULT '',
    focus         TEXT NOT NULL DEFAULT '',
    location      TEXT NOT NULL DEFAULT '',
    how_to_join   TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (community_id, language)
) STRICT;

CREATE TABLE series (
    id                 INTEGER PRIMARY KEY AUTOINCREMENT,
    community_id       INTEGER NOT NULL REFERENCES community (id),
    slug               TEXT NOT NULL CONSTRAINT series_slug UNIQUE,
    original_language  TEXT NOT NULL,
    place              INTEGER NOT NULL DEFAULT 0,
    created_at         INTEGER NOT NULL
) STRICT;
CREATE INDEX series_by_community ON series (community_id, place, id);

CREATE TABLE series_text (
    series_id    INTEGER NOT NULL REFERENCES series (id),
    language     TEXT NOT NULL,
    title        TEXT NOT NULL CHECK (title <> ''),
    summary      TEXT NOT NULL DEFAULT '',
    description  TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (series_id, language)
) STRICT;

-- A thematic month: usually one calendar month, never forced to be; its days are local to the reader.
CREATE TABLE month (
    id                 INTEGER PRIMARY KEY AUTOINCREMENT,
    series_id          INTEGER NOT NULL REFERENCES series (id),
    slug               TEXT NOT NULL CONSTRAINT month_slug UNIQUE,
    state              TEXT NOT NULL CHECK (state IN ('draft', 'published', 'archived')),
    original_language  TEXT NOT NULL,
    theme              TEXT NOT NULL DEFAULT 'terrace',
    starts_on          TEXT NOT NULL CHECK (starts_on LIKE '____-__-__'),
    ends_on            TEXT NOT NULL,
    created_at         INTEGER NOT NULL,
    CONSTRAINT month_ends_after_start CHECK (ends_on >= starts_on)
) STRICT;
CREATE INDEX month_by_series ON month (series_id, starts_on, id);
CREATE INDEX month_by_start ON month (state, starts_on, id);

CREATE TABLE month_text (
    month_id     INTEGER NOT NULL REFERENCES month (id),
    language     TEXT NOT NULL,
    title        TEXT NOT NULL CHECK (title <> ''),
    summary      TEXT NOT NULL DEFAULT '',
    description  TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (month_id, language)
) STRICT;

-- `starts_at` and `ends_at` repeat the first start and the last end of the event's sessions that are not cancelled, for
-- lists; triggers keep them. They are null while an event has none.
CREATE TABLE event (
    id                 INTEGER PRIMARY KEY AUTOINCREMENT,
    community_id       INTEGER NOT NULL REFERENCES community (id),
    month_id           INTEGER REFERENCES month (id),
    slug               TEXT NOT NULL CONSTRAINT event_slug UNIQUE,
    kind               TEXT NOT NULL CHECK (kind IN ('webinar', 'workshop', 'discussion')),
    state              TEXT NOT NULL CHECK (state IN ('draft', 'published', 'archived', 'cancelled', 'postponed')),
    original_language  TEXT NOT NULL,
    starts_at          INTEGER,
    ends_at            INTEGER,
    created_at         INTEGER NOT NULL,
    changed_at         INTEGER NOT NULL
) STRICT;
CREATE INDEX event_by_month ON event (month_id, starts_at, id);
CREATE INDEX event_by_community ON event (community_id, starts_at, id);
CREATE INDEX event_by_start ON event (starts_at, id);

CREATE TABLE event_text (
    event_id     INTEGER NOT NULL REFERENCES event (id),
    language     TEXT NOT NULL,
    title        TEXT NOT NULL CHECK (title <> ''),
    summary      TEXT NOT NULL DEFAULT '',
    description  TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (event_id, language)
) STRICT;

-- `seats_taken` counts confirmed and offered registrations. Triggers keep it; the CHECK then makes overselling
-- impossible whatever the program does. `waitlist_last` is the highest place ever given on the waiting list.
CREATE TABLE edition (
    id                      INTEGER PRIMARY KEY AUTOINCREMENT,
    event_id                INTEGER NOT NULL REFERENCES event (id),
    language                TEXT NOT NULL,
    state                   TEXT NOT NULL DEFAULT 'scheduled' CHECK (state IN ('scheduled', 'cancelled')),
    capacity                INTEGER CHECK (capacity >= 0),
    seats_taken             INTEGER NOT NULL DEFAULT 0 CHECK (seats_taken >= 0),
    waitlist_last           INTEGER NOT NULL DEFAULT 0 CHECK (waitlist_last >= 0),
    attendance              TEXT NOT NULL DEFAULT 'online' CHECK (attendance IN ('online', 'on_site', 'hybrid')),
    platform_url            TEXT,
    venue                   TEXT,
    registration_opens_at   INTEGER,
    registration_closes_at  INTEGER,
    created_at              INTEGER NOT NULL,
    CONSTRAINT seats_never_exceed_capacity CHECK (capacity IS NULL OR seats_taken <= capacity),
    CONSTRAINT registration_window CHECK (registration_opens_at IS NULL OR registration_closes_at IS NULL
                                          OR registration_opens_at < registration_closes_at)
) STRICT;
CREATE INDEX edition_by_event ON edition (event_id, id);

CREATE TABLE dial_in (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    edition_id  INTEGER NOT NULL REFERENCES edition (id),
    label       TEXT NOT NULL,
    number      TEXT NOT NULL,
    pin         TEXT,
    place       INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX dial_in_by_edition ON dial_in (edition_id, place, id);

-- `uid` is the calendar's, whole and for ever. `sequence` rises for start, end and state only; `schedule_version` names
-- the reminders that belong to this schedule. Neither ever falls (triggers).
CREATE TABLE session (
    id                INTEGER PRIMARY KEY AUTOINCREMENT,
    edition_id        INTEGER NOT NULL REFERENCES edition (id),
    uid               TEXT NOT NULL CONSTRAINT session_uid UNIQUE,
    state             TEXT NOT NULL DEFAULT 'scheduled' CHECK (state IN ('scheduled', 'cancelled')),
    time_zone         TEXT NOT NULL CHECK (time_zone <> ''),
    local_start       TEXT NOT NULL CHECK (local_start LIKE '____-__-__T__:__'),
    local_end         TEXT NOT NULL CHECK (local_end LIKE '____-__-__T__:__'),
    starts_at         INTEGER NOT NULL,
    ends_at           INTEGER NOT NULL,
    tzdb_version      TEXT NOT NULL,
    sequence          INTEGER NOT NULL DEFAULT 0 CHECK (sequence >= 0),
    schedule_version  INTEGER NOT NULL DEFAULT 1 CHECK (schedule_version >= 1),
    changed_at        INTEGER NOT NULL,
    CONSTRAINT session_ends_after_start CHECK (ends_at > starts_at)
) STRICT;
CREATE INDEX session_by_edition ON session (edition_id, starts_at, id);
CREATE INDEX session_by_start ON session (starts_at, id);

-- A public profile; may exist without an account.
CREATE TABLE speaker (
    id                 INTEGER PRIMARY KEY AUTOINCREMENT,
    slug               TEXT NOT NULL CONSTRAINT speaker_slug UNIQUE,
    name               TEXT NOT NULL CHECK (name <> ''),
    affiliation        TEXT NOT NULL DEFAULT '',
    country            TEXT CHECK (country LIKE '__'),
    original_language  TEXT NOT NULL,
    photo              BLOB REFERENCES blob (hash),
    created_at         INTEGER NOT NULL,
    changed_at         INTEGER NOT NULL
) STRICT;

CREATE TABLE speaker_text (
    speaker_id  INTEGER NOT NULL REFERENCES speaker (id),
    language    TEXT NOT NULL,
    biography   TEXT NOT NULL DEFAULT '',
    photo_alt   TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (speaker_id, language)
) STRICT;

CREATE TABLE speaker_link (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    speaker_id  INTEGER NOT NULL REFERENCES speaker (id),
    title       TEXT NOT NULL,
    url         TEXT NOT NULL CHECK (url LIKE 'https://%' OR url LIKE 'http://%'),
    place       INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX speaker_link_by_speaker ON speaker_link (speaker_id, place, id);

CREATE TABLE appearance (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    event_id    INTEGER NOT NULL REFERENCES event (id),
    speaker_id  INTEGER NOT NULL REFERENCES speaker (id),
    role        TEXT NOT NULL DEFAULT 'speaker' CHECK (role IN ('speaker', 'moderator', 'interpreter', 'rapporteur')),
    place       INTEGER NOT NULL DEFAULT 0,
    consent_at  INTEGER,
    CONSTRAINT appearance_once UNIQUE (event_id, speaker_id, role)
) STRICT;
CREATE INDEX appearance_by_speaker ON appearance (speaker_id, event_id);

-- Who facilitates a month, as its page says.
CREATE TABLE month_host (
    month_id    INTEGER NOT NULL REFERENCES month (id),
    speaker_id  INTEGER NOT NULL REFERENCES speaker (id),
    place       INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (month_id, speaker_id)
) STRICT;

-- A file or link of an event, or a reading of a month. `size` is in bytes.
CREATE TABLE material (
    id                INTEGER PRIMARY KEY AUTOINCREMENT,
    event_id          INTEGER REFERENCES event (id),
    month_id          INTEGER REFERENCES month (id),
    kind              TEXT NOT NULL CHECK (kind IN ('slides', 'handout', 'reading', 'recording', 'audio', 'captions',
                                                    'transcript', 'picture', 'link')),
    language          TEXT NOT NULL,
    title             TEXT NOT NULL CHECK (title <> ''),
    url               TEXT NOT NULL CHECK (url LIKE 'https://%' OR url LIKE 'http://%' OR url LIKE '/%'),
    media_type        TEXT,
    size              INTEGER CHECK (size >= 0),
    duration_minutes  INTEGER CHECK (duration_minutes > 0),
    place             INTEGER NOT NULL DEFAULT 0,
    created_at        INTEGER NOT NULL,
    CONSTRAINT material_has_one_owner CHECK ((event_id IS NULL) <> (month_id IS NULL))
) STRICT;
CREATE INDEX material_by_event ON material (event_id, place, id);
CREATE INDEX material_by_month ON material (month_id, place, id);

-- A knowledge product; for now its document is a link.
CREATE TABLE product (
    id                 INTEGER PRIMARY KEY AUTOINCREMENT,
    community_id       INTEGER NOT NULL REFERENCES community (id),
    month_id           INTEGER REFERENCES month (id),
    event_id           INTEGER REFERENCES event (id),
    slug               TEXT NOT NULL CONSTRAINT product_slug UNIQUE,
    kind               TEXT NOT NULL DEFAULT 'guide' CHECK (kind IN ('guide', 'brief', 'case_study', 'report', 'toolkit')),
    state              TEXT NOT NULL CHECK (state IN ('outline', 'draft', 'review', 'published')),
    original_language  TEXT NOT NULL,
    url                TEXT CHECK (url LIKE 'https://%' OR url LIKE 'http://%' OR url LIKE '/%'),
    media_type         TEXT,
    size               INTEGER CHECK (size >= 0),
    published_at       INTEGER,
    created_at         INTEGER NOT NULL,
    CONSTRAINT product_published CHECK (state <> 'published' OR published_at IS NOT NULL)
) STRICT;
CREATE INDEX product_by_month ON product (month_id, published_at, id);
CREATE INDEX product_by_event ON product (event_id, published_at, id);
CREATE INDEX product_by_publication ON product (state, published_at, id);

CREATE TABLE product_text (
    product_id  INTEGER NOT NULL REFERENCES product (id),
    language    TEXT NOT NULL,
    title       TEXT NOT NULL CHECK (title <> ''),
    summary     TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (product_id, language)
) STRICT;

CREATE TABLE partner (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    community_id  INTEGER REFERENCES community (id),
    series_id     INTEGER REFERENCES series (id),
    name          TEXT NOT NULL CHECK (name <> ''),
    url           TEXT CHECK (url LIKE 'https://%' OR url LIKE 'http://%'),
    logo          BLOB REFERENCES blob (hash),
    role          TEXT NOT NULL DEFAULT 'partner' CHECK (role IN ('partner', 'funder', 'host')),
    place         INTEGER NOT NULL DEFAULT 0,
    CONSTRAINT partner_has_one_owner CHECK ((community_id IS NULL) <> (series_id IS NULL))
) STRICT;
CREATE INDEX partner_by_community ON partner (community_id, place, id);
CREATE INDEX partner_by_series ON partner (series_id, place, id);

-- A slug that was once public leads to its noun for ever.
CREATE TABLE former_slug (
    noun     TEXT NOT NULL CHECK (noun IN ('community', 'series', 'month', 'event', 'speaker', 'product')),
    slug     TEXT NOT NULL,
    noun_id  INTEGER NOT NULL,
    PRIMARY KEY (noun, slug)
) STRICT;

-- --------------------------------------------------------------------------------------- people and registrations --

-- An address somebody used. `verified_at` is set once something was done through a personal link or code.
CREATE TABLE person (
    id                INTEGER PRIMARY KEY AUTOINCREMENT,
    email             TEXT NOT NULL CHECK (email LIKE '_%@_%' AND length(email) <= 254),
    email_key         TEXT NOT NULL CONSTRAINT person_email UNIQUE,
    name              TEXT NOT NULL,
    language          TEXT NOT NULL,
    time_zone         TEXT NOT NULL,
    organisation      TEXT,
    country           TEXT CHECK (country LIKE '__'),
    verified_at       INTEGER,
    created_at        INTEGER NOT NULL,
    last_activity_at  INTEGER NOT NULL
) STRICT;

-- A standing wish for a whole month or series; its tokens come from `salt` and `epoch`.
CREATE TABLE enrolment (
    id                 INTEGER PRIMARY KEY AUTOINCREMENT,
    month_id           INTEGER REFERENCES month (id),
    series_id          INTEGER REFERENCES series (id),
    person_id          INTEGER NOT NULL REFERENCES person (id),
    state              TEXT NOT NULL CHECK (state IN ('unverified', 'active', 'left')),
    name               TEXT NOT NULL,
    language           TEXT NOT NULL,
    time_zone          TEXT NOT NULL,
    time_zone_guessed  INTEGER NOT NULL DEFAULT 0 CHECK (time_zone_guessed IN (0, 1)),
    organisation       TEXT,
    country            TEXT CHECK (country LIKE '__'),
    created_at         INTEGER NOT NULL,
    left_at            INTEGER,
    CONSTRAINT enrolment_has_one_owner CHECK ((month_id IS NULL) <> (series_id IS NULL)),
    CONSTRAINT enrolment_left CHECK ((state = 'left') = (left_at IS NOT NULL))
) STRICT;
CREATE UNIQUE INDEX enrolment_once_per_month ON enrolment (month_id, person_id) WHERE state <> 'left';
CREATE UNIQUE INDEX enrolment_once_per_series ON enrolment (series_id, person_id) WHERE state <> 'left';
CREATE INDEX enrolment_by_person ON enrolment (person_id, id);

-- A person's place at an edition. Keeps its own copy of name, language and zone: a form that nobody proved never
-- changes the person. Ended rows (cancelled, declined, expired) stay as history; coming back makes a new row.
CREATE TABLE registration (
    id                 INTEGER PRIMARY KEY AUTOINCREMENT,
    edition_id         INTEGER NOT NULL REFERENCES edition (id),
    person_id          INTEGER NOT NULL REFERENCES person (id),
    enrolment_id       INTEGER REFERENCES enrolment (id),
    email              TEXT NOT NULL CHECK (email LIKE '_%@_%' AND length(email) <= 254),
    email_key          TEXT NOT NULL,
    name               TEXT NOT NULL,
    language           TEXT NOT NULL,
    time_zone          TEXT NOT NULL,
    time_zone_guessed  INTEGER NOT NULL DEFAULT 0 CHECK (time_zone_guessed IN (0, 1)),
    organisation       TEXT,
    country            TEXT CHECK (country LIKE '__'),
    state              TEXT NOT NULL CHECK (state IN ('unverified', 'pending', 'confirmed', 'waitlisted', 'offered',
                                                      'cancelled', 'declined', 'expired')),
    waitlist_place     INTEGER,
    offered_until      INTEGER,
    -- 8 random bytes and a count: what this registration's links are made from (Keys::link)
    salt               BLOB NOT NULL CHECK (length(salt) = 8),
    epoch              INTEGER NOT NULL DEFAULT 0,
    -- reminders are not wanted since then
    muted_at           INTEGER,
    -- rises with every message of a kind that may be sent again, so that keys differ
    version            INTEGER NOT NULL DEFAULT 1 CHECK (version >= 1),
    created_at         INTEGER NOT NULL,
    changed_at         INTEGER NOT NULL,
    CONSTRAINT waitlisted_has_place CHECK ((state = 'waitlisted') = (waitlist_place IS NOT NULL)),
    CONSTRAINT offered_has_end CHECK ((state = 'offered') = (offered_until IS NOT NULL))
) STRICT;
CREATE UNIQUE INDEX registration_one_active ON registration (edition_id, email_key)
    WHERE state IN ('unverified', 'pending', 'confirmed', 'waitlisted', 'offered');
CREATE UNIQUE INDEX registration_waitlist ON registration (edition_id, waitlist_place) WHERE state = 'waitlisted';
CREATE INDEX registration_by_edition ON registration (edition_id, created_at, id);
CREATE INDEX registration_by_person ON registration (person_id, id);
CREATE INDEX registration_by_enrolment ON registration (enrolment_id, id);
CREATE INDEX registration_unverified ON registration (created_at) WHERE state = 'unverified';

-- Anything a participant asked, wherever it was asked.
CREATE TABLE question (
    id               INTEGER PRIMARY KEY AUTOINCREMENT,
    event_id         INTEGER NOT NULL REFERENCES event (id),
    registration_id  INTEGER REFERENCES registration (id),
    language         TEXT NOT NULL,
    body             TEXT NOT NULL CHECK (body <> ''),
    state            TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'answered', 'merged', 'declined')),
    created_at       INTEGER NOT NULL
) STRICT;
CREATE INDEX question_by_event ON question (event_id, created_at, id);

-- A click on the button of the join page.
CREATE TABLE presence (
    id               INTEGER PRIMARY KEY AUTOINCREMENT,
    registration_id  INTEGER NOT NULL REFERENCES registration (id),
    session_id       INTEGER NOT NULL REFERENCES session (id),
    joined_at        INTEGER NOT NULL,
    CONSTRAINT presence_once_a_minute UNIQUE (registration_id, session_id, joined_at)
) STRICT;
CREATE INDEX presence_by_session ON presence (session_id, joined_at);

-- The first answer to a request with an Idempotency-Key, replayed for 48 hours. `actor` is a digest of key and network
-- purpose, never an address.
CREATE TABLE idempotency (
    key           TEXT NOT NULL PRIMARY KEY,
    request_hash  BLOB NOT NULL CHECK (length(request_hash) = 32),
    status        INTEGER NOT NULL,
    body          TEXT NOT NULL,
    created_at    INTEGER NOT NULL
) STRICT;
CREATE INDEX idempotency_by_age ON idempotency (created_at);

-- ----------------------------------------------------------------------------------------- messages and due work --

-- The outbox. Written in the transaction that causes it; rendered when it is sent; the row keeps what must not change
-- between tries: key, Message-ID and date.
CREATE TABLE message (
    id                INTEGER PRIMARY KEY AUTOINCREMENT,
    key               TEXT NOT NULL CONSTRAINT message_key UNIQUE CHECK (key <> ''),
    message_id        TEXT NOT NULL CONSTRAINT message_message_id UNIQUE,
    kind              TEXT NOT NULL CHECK (kind <> ''),
    priority          INTEGER NOT NULL DEFAULT 5 CHECK (priority BETWEEN 0 AND 9),
    email             TEXT NOT NULL,
    email_key         TEXT NOT NULL,
    language          TEXT NOT NULL,
    person_id         INTEGER REFERENCES person (id),
    registration_id   INTEGER REFERENCES registration (id),
    enrolment_id      INTEGER REFERENCES enrolment (id),
    session_id        INTEGER REFERENCES session (id),
    rule              TEXT,
    schedule_version  INTEGER,
    state             TEXT NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'sending', 'sent', 'failed', 'skipped')),
    reason            TEXT,
    due_at            INTEGER NOT NULL,
    not_after         INTEGER NOT NULL,
    attempts          INTEGER NOT NULL DEFAULT 0 CHECK (attempts BETWEEN 0 AND 40),
    lease_owner       INTEGER,
    lease_until       INTEGER,
    rendered_at       INTEGER,
    sent_at           INTEGER,
    created_at        INTEGER NOT NULL,
    CONSTRAINT message_sending_has_lease CHECK ((state = 'sending') = (lease_owner IS NOT NULL AND lease_until IS NOT NULL)),
    CONSTRAINT message_sent_has_time CHECK ((state = 'sent') = (sent_at IS NOT NULL)),
    CONSTRAINT message_useful_after_due CHECK (not_after >= due_at),
    CONSTRAINT message_end_has_reason CHECK (state NOT IN ('failed', 'skipped') OR reason IS NOT NULL)
) STRICT;
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
    session_id  INTEGER NOT NULL REFERENCES session (id),
    email_key   TEXT NOT NULL,
    method      TEXT NOT NULL CHECK (method IN ('REQUEST', 'CANCEL')),
    sequence    INTEGER NOT NULL CHECK (sequence >= 0),
    -- start, end and state as told, as SHA-256
    hash        BLOB NOT NULL CHECK (length(hash) = 32),
    told_at     INTEGER NOT NULL,
    PRIMARY KEY (session_id, email_key)
) STRICT;

-- Addresses that a server said do not exist, and those whose owners said "this was not me".
CREATE TABLE suppression (
    email_key   TEXT NOT NULL PRIMARY KEY,
    reason      TEXT NOT NULL CHECK (reason IN ('no_such_mailbox', 'complaint', 'not_me')),
    created_at  INTEGER NOT NULL
) STRICT;

-- All due work that is no message.
CREATE TABLE job (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    kind         TEXT NOT NULL CHECK (kind <> ''),
    payload      TEXT NOT NULL DEFAULT '',
    state        TEXT NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'running', 'done', 'failed')),
    reason       TEXT,
    due_at       INTEGER NOT NULL,
    attempts     INTEGER NOT NULL DEFAULT 0 CHECK (attempts BETWEEN 0 AND 40),
    lease_owner  INTEGER,
    lease_until  INTEGER,
    created_at   INTEGER NOT NULL,
    CONSTRAINT job_running_has_lease CHECK ((state = 'running') = (lease_owner IS NOT NULL AND lease_until IS NOT NULL))
) STRICT;
CREATE INDEX job_by_due ON job (state, due_at, id);
CREATE UNIQUE INDEX job_once ON job (kind, payload) WHERE state = 'queued';
-- SQLite: what the portable file cannot say. Triggers and the search table.
-- SPDX-License-Identifier: MIT

-- Seats: confirmed and offered registrations, counted where they change. The CHECK of edition refuses one too many.
CREATE TRIGGER registration_takes_seat AFTER INSERT ON registration
WHEN NEW.state IN ('confirmed', 'offered')
BEGIN
    UPDATE edition SET seats_taken = seats_taken + 1 WHERE id = NEW.edition_id;
END;

CREATE TRIGGER registration_changes_seat AFTER UPDATE OF state ON registration
WHEN (NEW.state IN ('confirmed', 'offered')) <> (OLD.state IN ('confirmed', 'offered'))
BEGIN
    UPDATE edition
    SET seats_taken = seats_taken + CASE WHEN NEW.state IN ('confirmed', 'offered') THEN 1 ELSE -1 END
    WHERE id = NEW.edition_id;
END;

CREATE TRIGGER registration_leaves_seat AFTER DELETE ON registration
WHEN OLD.state IN ('confirmed', 'offered')
BEGIN
    UPDATE edition SET seats_taken = seats_taken - 1 WHERE id = OLD.edition_id;
END;

CREATE TRIGGER registration_end_is_final BEFORE UPDATE OF state ON registration
WHEN OLD.state IN ('cancelled', 'declined', 'expired') AND NEW.state <> OLD.state
BEGIN
    SELECT RAISE(ABORT, 'registration_end_is_final');
END;

CREATE TRIGGER registration_stays_at_edition BEFORE UPDATE OF edition_id ON registration
WHEN NEW.edition_id <> OLD.edition_id
BEGIN
    SELECT RAISE(ABORT, 'registration_stays_at_edition');
END;

CREATE TRIGGER registration_needs_edition BEFORE INSERT ON registration
WHEN NEW.state IN ('confirmed', 'offered')
     AND EXISTS (SELECT 1 FROM edition WHERE id = NEW.edition_id AND state = 'cancelled')
BEGIN
    SELECT RAISE(ABORT, 'registration_needs_edition');
END;

CREATE TRIGGER registration_confirms_at_edition BEFORE UPDATE OF state ON registration
WHEN NEW.state IN ('confirmed', 'offered') AND OLD.state <> NEW.state
     AND EXISTS (SELECT 1 FROM edition WHERE id = NEW.edition_id AND state = 'cancelled')
BEGIN
    SELECT RAISE(ABORT, 'registration_needs_edition');
END;

CREATE TRIGGER registration_has_clean_address BEFORE INSERT ON registration
WHEN instr(NEW.email, char(10)) > 0 OR instr(NEW.email, char(13)) > 0 OR instr(NEW.email, char(0)) > 0
BEGIN
    SELECT RAISE(ABORT, 'registration_has_clean_address');
END;

CREATE TRIGGER registration_keeps_clean_address BEFORE UPDATE OF email ON registration
WHEN instr(NEW.email, char(10)) > 0 OR instr(NEW.email, char(13)) > 0 OR instr(NEW.email, char(0)) > 0
BEGIN
    SELECT RAISE(ABORT, 'registration_has_clean_address');
END;

-- Numbers that only grow.
CREATE TRIGGER session_numbers_only_grow BEFORE UPDATE OF sequence, schedule_version ON session
WHEN NEW.sequence < OLD.sequence OR NEW.schedule_version < OLD.schedule_version
BEGIN
    SELECT RAISE(ABORT, 'session_numbers_only_grow');
END;

CREATE TRIGGER session_uid_is_for_ever BEFORE UPDATE OF uid ON session
WHEN NEW.uid <> OLD.uid
BEGIN
    SELECT RAISE(ABORT, 'session_uid_is_for_ever');
END;

CREATE TRIGGER instance_epoch_only_grows BEFORE UPDATE OF epoch ON instance
WHEN NEW.epoch < OLD.epoch
BEGIN
    SELECT RAISE(ABORT, 'instance_epoch_only_grows');
END;

CREATE TRIGGER calendar_sequence_only_grows BEFORE UPDATE OF sequence ON calendar_told
WHEN NEW.sequence < OLD.sequence
BEGIN
    SELECT RAISE(ABORT, 'calendar_sequence_only_grows');
END;

-- Sent is final.
CREATE TRIGGER message_sent_is_final BEFORE UPDATE ON message
WHEN OLD.state = 'sent' AND NEW.state <> 'sent'
BEGIN
    SELECT RAISE(ABORT, 'message_sent_is_final');
END;

-- An event's first start and last end, for lists.
CREATE TRIGGER session_added AFTER INSERT ON session
BEGIN
    UPDATE event
    SET starts_at = (SELECT min(s.starts_at) FROM session s JOIN edition e ON e.id = s.edition_id
                     WHERE e.event_id = event.id AND s.state = 'scheduled'),
        ends_at = (SELECT max(s.ends_at) FROM session s JOIN edition e ON e.id = s.edition_id
                   WHERE e.event_id = event.id AND s.state = 'scheduled')
    WHERE id = (SELECT event_id FROM edition WHERE id = NEW.edition_id);
END;

CREATE TRIGGER session_moved AFTER UPDATE OF starts_at, ends_at, state ON session
BEGIN
    UPDATE event
    SET starts_at = (SELECT min(s.starts_at) FROM session s JOIN edition e ON e.id = s.edition_id
                     WHERE e.event_id = event.id AND s.state = 'scheduled'),
        ends_at = (SELECT max(s.ends_at) FROM session s JOIN edition e ON e.id = s.edition_id
                   WHERE e.event_id = event.id AND s.state = 'scheduled')
    WHERE id = (SELECT event_id FROM edition WHERE id = NEW.edition_id);
END;

-- Words of the catalogue, folded and stemmed by the program before they come here: one row per noun and language.
CREATE VIRTUAL TABLE search_word USING fts5 (
    noun UNINDEXED, noun_id UNINDEXED, language UNINDEXED, title, body,
    tokenize = 'unicode61 remove_diacritics 0'
);

-- What must always hold; each view gives no row while it does (`lectern check` and every test look).
CREATE VIEW invariant_seats AS
SELECT e.id AS edition_id, e.seats_taken AS counted, count(r.id) AS true_count
FROM edition e LEFT JOIN registration r ON r.edition_id = e.id AND r.state IN ('confirmed', 'offered')
GROUP BY e.id, e.seats_taken
HAVING e.seats_taken <> count(r.id);

-- Nobody waits beside a free seat of what is still to come; the latest sign of life stands for the present.
CREATE VIEW invariant_free_seat_with_waiting AS
SELECT e.id AS edition_id
FROM edition e JOIN event ev ON ev.id = e.event_id
WHERE e.state = 'scheduled' AND ev.state = 'published' AND (e.capacity IS NULL OR e.seats_taken < e.capacity)
  AND EXISTS (SELECT 1 FROM registration r WHERE r.edition_id = e.id AND r.state = 'waitlisted')
  AND EXISTS (SELECT 1 FROM session s WHERE s.edition_id = e.id AND s.state = 'scheduled'
                AND s.ends_at > (SELECT COALESCE(max(last_activity_at), 0) FROM person));

CREATE VIEW invariant_confirmed_without_message AS
SELECT r.id AS registration_id
FROM registration r
WHERE r.state = 'confirmed'
  AND NOT EXISTS (SELECT 1 FROM message m WHERE m.registration_id = r.id)
  AND NOT EXISTS (SELECT 1 FROM message m WHERE m.enrolment_id = r.enrolment_id)
  AND r.created_at > (SELECT created_at FROM instance WHERE id = 1);

CREATE VIEW invariant_event_times AS
SELECT ev.id AS event_id
FROM event ev
WHERE ev.starts_at <> (SELECT min(s.starts_at) FROM session s JOIN edition e ON e.id = s.edition_id
                       WHERE e.event_id = ev.id AND s.state = 'scheduled');

-- What a registration and a message are about never changes; the rules stand in the files per engine beside this one.
-- SPDX-License-Identifier: MIT

CREATE INDEX message_by_person ON message (person_id, kind, created_at);
-- SQLite: more that must not happen whatever the program does.
-- SPDX-License-Identifier: MIT

-- Another address is another registration.
CREATE TRIGGER registration_keeps_address BEFORE UPDATE OF email, email_key, person_id ON registration
WHEN NEW.email <> OLD.email OR NEW.email_key <> OLD.email_key OR NEW.person_id <> OLD.person_id
BEGIN
    SELECT RAISE(ABORT, 'registration_keeps_address');
END;

-- Nobody falls back behind a state that was left.
CREATE TRIGGER registration_goes_on BEFORE UPDATE OF state ON registration
WHEN NEW.state <> OLD.state
     AND (NEW.state IN ('unverified', 'pending') OR (NEW.state = 'waitlisted' AND OLD.state = 'confirmed'))
     AND NOT (NEW.state = 'pending' AND OLD.state = 'unverified')
BEGIN
    SELECT RAISE(ABORT, 'registration_goes_on');
END;

CREATE TRIGGER person_has_clean_address BEFORE INSERT ON person
WHEN instr(NEW.email, char(10)) > 0 OR instr(NEW.email, char(13)) > 0 OR instr(NEW.email, char(0)) > 0
BEGIN
    SELECT RAISE(ABORT, 'person_has_clean_address');
END;

CREATE TRIGGER person_keeps_clean_address BEFORE UPDATE OF email ON person
WHEN instr(NEW.email, char(10)) > 0 OR instr(NEW.email, char(13)) > 0 OR instr(NEW.email, char(0)) > 0
BEGIN
    SELECT RAISE(ABORT, 'person_has_clean_address');
END;

CREATE TRIGGER message_is_sound BEFORE INSERT ON message
WHEN NEW.email NOT LIKE '_%@_%' OR length(NEW.email) > 254
     OR instr(NEW.email, char(10)) > 0 OR instr(NEW.email, char(13)) > 0 OR instr(NEW.email, char(0)) > 0
     OR (NEW.kind IN ('reminder_day', 'reminder_hour') AND NEW.rule IS NULL)
     OR (NEW.session_id IS NOT NULL AND NEW.registration_id IS NOT NULL
         AND NOT EXISTS (SELECT 1 FROM session s JOIN registration r ON r.edition_id = s.edition_id
                         WHERE s.id = NEW.session_id AND r.id = NEW.registration_id))
BEGIN
    SELECT RAISE(ABORT, 'message_is_sound');
END;

CREATE TRIGGER message_keeps_address BEFORE UPDATE OF key, message_id, kind, email, email_key ON message
WHEN NEW.key <> OLD.key OR NEW.message_id <> OLD.message_id OR NEW.kind <> OLD.kind OR NEW.email <> OLD.email
     OR NEW.email_key <> OLD.email_key
BEGIN
    SELECT RAISE(ABORT, 'message_keeps_address');
END;

CREATE TRIGGER message_sent_stays BEFORE DELETE ON message
WHEN OLD.state = 'sent'
BEGIN
    SELECT RAISE(ABORT, 'message_sent_is_final');
END;

CREATE TRIGGER presence_is_sound BEFORE INSERT ON presence
WHEN NOT EXISTS (SELECT 1 FROM session s JOIN registration r ON r.edition_id = s.edition_id
                 WHERE s.id = NEW.session_id AND r.id = NEW.registration_id)
BEGIN
    SELECT RAISE(ABORT, 'presence_is_sound');
END;

-- Where the button of the join page leads.
CREATE TRIGGER edition_leads_to_the_web BEFORE INSERT ON edition
WHEN NEW.platform_url NOT LIKE 'https://%' AND NEW.platform_url NOT LIKE 'http://%'
BEGIN
    SELECT RAISE(ABORT, 'edition_leads_to_the_web');
END;

CREATE TRIGGER edition_keeps_leading_to_the_web BEFORE UPDATE OF platform_url ON edition
WHEN NEW.platform_url NOT LIKE 'https://%' AND NEW.platform_url NOT LIKE 'http://%'
BEGIN
    SELECT RAISE(ABORT, 'edition_leads_to_the_web');
END;

CREATE TRIGGER session_removed AFTER DELETE ON session
BEGIN
    UPDATE event
    SET starts_at = (SELECT min(s.starts_at) FROM session s JOIN edition e ON e.id = s.edition_id
                     WHERE e.event_id = event.id AND s.state = 'scheduled'),
        ends_at = (SELECT max(s.ends_at) FROM session s JOIN edition e ON e.id = s.edition_id
                   WHERE e.event_id = event.id AND s.state = 'scheduled')
    WHERE id = (SELECT event_id FROM edition WHERE id = OLD.edition_id);
END;

DROP VIEW invariant_event_times;
CREATE VIEW invariant_event_times AS
SELECT ev.id AS event_id
FROM event ev
WHERE ev.starts_at IS NOT (SELECT min(s.starts_at) FROM session s JOIN edition e ON e.id = s.edition_id
                           WHERE e.event_id = ev.id AND s.state = 'scheduled')
   OR ev.ends_at IS NOT (SELECT max(s.ends_at) FROM session s JOIN edition e ON e.id = s.edition_id
                         WHERE e.event_id = ev.id AND s.state = 'scheduled');

-- People who sign in: their accounts, the mailed links that let them in, and the browsers they are signed in from.
-- SPDX-License-Identifier: MIT

-- A person who has signed in. Everybody else only has personal links.
CREATE TABLE account (
    person_id   INTEGER NOT NULL PRIMARY KEY REFERENCES person (id),
    created_at  INTEGER NOT NULL
) STRICT;

-- Who administers the site. Triggers keep at least one once there was one.
CREATE TABLE administrator (
    person_id   INTEGER NOT NULL PRIMARY KEY REFERENCES person (id),
    created_at  INTEGER NOT NULL
) STRICT;

-- A mailed link with its code, good for ten minutes and once. Of the secrets only digests are kept; the code, short as it
-- is, counts only in the browser that asked for it.
CREATE TABLE sign_in (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    email         TEXT NOT NULL,
    email_key     TEXT NOT NULL,
    next          TEXT NOT NULL DEFAULT '', -- the path to be led to
    token_hash    BLOB NOT NULL CONSTRAINT sign_in_token UNIQUE CHECK (length(token_hash) = 32),
    code_hash     BLOB NOT NULL CHECK (length(code_hash) = 32),
    browser_hash  BLOB NOT NULL CONSTRAINT sign_in_browser UNIQUE CHECK (length(browser_hash) = 32),
    tries         INTEGER NOT NULL DEFAULT 0 CHECK (tries BETWEEN 0 AND 5),
    created_at    INTEGER NOT NULL,
    expires_at    INTEGER NOT NULL,
    used_at       INTEGER,
    CONSTRAINT sign_in_expires_after_start CHECK (expires_at > created_at)
) STRICT;
CREATE INDEX sign_in_by_address ON sign_in (email_key, created_at);
CREATE INDEX sign_in_by_age ON sign_in (created_at);

-- A browser in which somebody is signed in ("session" is a sitting of an event). Of its cookie only the digest is kept.
CREATE TABLE login (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    person_id   INTEGER NOT NULL REFERENCES account (person_id),
    hash        BLOB NOT NULL CONSTRAINT login_hash UNIQUE CHECK (length(hash) = 32),
    browser     TEXT NOT NULL DEFAULT '',
    created_at  INTEGER NOT NULL,
    seen_at     INTEGER NOT NULL,
    CONSTRAINT login_seen_after_start CHECK (seen_at >= created_at)
) STRICT;
CREATE INDEX login_by_person ON login (person_id, seen_at);
CREATE INDEX login_by_age ON login (seen_at);

-- What a message says that must not lie open here until it is sent, sealed with the installation's key; empty again then.
ALTER TABLE message ADD COLUMN sealed TEXT;
-- SQLite: a link is used once; the site always has an administrator once it had one.
-- SPDX-License-Identifier: MIT

CREATE TRIGGER sign_in_is_used_once BEFORE UPDATE OF used_at ON sign_in
WHEN OLD.used_at IS NOT NULL
BEGIN
    SELECT RAISE(ABORT, 'sign_in_is_used_once');
END;

CREATE TRIGGER administrator_remains BEFORE DELETE ON administrator
WHEN (SELECT count(*) FROM administrator) = 1
BEGIN
    SELECT RAISE(ABORT, 'administrator_remains');
END;

CREATE VIEW invariant_secret_of_sent_message AS
SELECT id AS message_id FROM message WHERE state IN ('sent', 'failed', 'skipped') AND sealed IS NOT NULL;

-- An address may be suppressed for several reasons, each of which ends by itself.
-- SPDX-License-Identifier: MIT

CREATE TABLE suppression_by_reason (
    email_key   TEXT NOT NULL,
    reason      TEXT NOT NULL CHECK (reason IN ('no_such_mailbox', 'complaint', 'not_me')),
    created_at  INTEGER NOT NULL,
    PRIMARY KEY (email_key, reason)
) STRICT;
INSERT INTO suppression_by_reason (email_key, reason, created_at) SELECT email_key, reason, created_at FROM suppression;
DROP TABLE suppression;
ALTER TABLE suppression_by_reason RENAME TO suppression;
-- SQLite: a seat is told by its own confirmation, or by the one of its month.
-- SPDX-License-Identifier: MIT

DROP VIEW invariant_confirmed_without_message;
CREATE VIEW invariant_confirmed_without_message AS
SELECT r.id AS registration_id
FROM registration r
WHERE r.state = 'confirmed' AND r.created_at > (SELECT created_at FROM instance WHERE id = 1)
  AND NOT EXISTS (SELECT 1 FROM message m
                  WHERE m.registration_id = r.id AND m.kind IN ('confirmation', 'promoted'))
  AND NOT EXISTS (SELECT 1 FROM registration o
                  JOIN message m ON m.registration_id = o.id
                  WHERE o.enrolment_id = r.enrolment_id AND m.enrolment_id = r.enrolment_id
                    AND m.kind = 'confirmation' AND m.created_at >= r.created_at);
