-- People who sign in: their accounts, the mailed links that let them in, and the browsers they are signed in from.
-- SPDX-License-Identifier: MIT

-- A person who has signed in. Everybody else only has personal links.
CREATE TABLE account (
    person_id   {{int}} NOT NULL PRIMARY KEY REFERENCES person (id),
    created_at  {{int}} NOT NULL
){{strict}};

-- Who administers the site. Triggers keep at least one once there was one.
CREATE TABLE administrator (
    person_id   {{int}} NOT NULL PRIMARY KEY REFERENCES person (id),
    created_at  {{int}} NOT NULL
){{strict}};

-- A mailed link with its code, good for ten minutes and once. Of the secrets only digests are kept; the code, short as it
-- is, counts only in the browser that asked for it.
CREATE TABLE sign_in (
    id            {{id}},
    email         TEXT NOT NULL,
    email_key     TEXT NOT NULL,
    next          TEXT NOT NULL DEFAULT '', -- the path to be led to
    token_hash    {{blob}} NOT NULL CONSTRAINT sign_in_token UNIQUE CHECK (length(token_hash) = 32),
    code_hash     {{blob}} NOT NULL CHECK (length(code_hash) = 32),
    browser_hash  {{blob}} NOT NULL CHECK (length(browser_hash) = 32),
    tries         {{int}} NOT NULL DEFAULT 0 CHECK (tries BETWEEN 0 AND 5),
    created_at    {{int}} NOT NULL,
    expires_at    {{int}} NOT NULL,
    used_at       {{int}},
    CONSTRAINT sign_in_expires_after_start CHECK (expires_at > created_at)
){{strict}};
CREATE INDEX sign_in_by_address ON sign_in (email_key, created_at);
CREATE INDEX sign_in_by_browser ON sign_in (browser_hash, id);
CREATE INDEX sign_in_by_age ON sign_in (created_at);

-- A browser in which somebody is signed in ("session" is a sitting of an event). Of its cookie only the digest is kept.
CREATE TABLE login (
    id          {{id}},
    person_id   {{int}} NOT NULL REFERENCES account (person_id),
    hash        {{blob}} NOT NULL CONSTRAINT login_hash UNIQUE CHECK (length(hash) = 32),
    browser     TEXT NOT NULL DEFAULT '',
    created_at  {{int}} NOT NULL,
    seen_at     {{int}} NOT NULL,
    CONSTRAINT login_seen_after_start CHECK (seen_at >= created_at)
){{strict}};
CREATE INDEX login_by_person ON login (person_id, seen_at);
CREATE INDEX login_by_age ON login (seen_at);

-- What a message says that must not lie open here until it is sent, sealed with the installation's key; empty again then.
ALTER TABLE message ADD COLUMN sealed TEXT;
