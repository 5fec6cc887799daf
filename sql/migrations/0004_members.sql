-- Members of communities and what they may do, invitations, and the log of what staff changed.
-- SPDX-License-Identifier: MIT

-- Whom fellow members may see: a choice of the person, for all communities.
ALTER TABLE person ADD COLUMN shown_to TEXT NOT NULL DEFAULT 'members' CHECK (shown_to IN ('members', 'facilitators'));

-- A person in a community. A moderator may do what a member may, a facilitator what both may.
CREATE TABLE membership (
    community_id  {{int}} NOT NULL REFERENCES community (id),
    person_id     {{int}} NOT NULL REFERENCES account (person_id),
    role          TEXT NOT NULL CHECK (role IN ('member', 'moderator', 'facilitator')),
    joined_at     {{int}} NOT NULL,
    PRIMARY KEY (community_id, person_id)
){{strict}};
CREATE INDEX membership_by_person ON membership (person_id, community_id);

-- A role offered by mail. Of its token only the digest is kept.
CREATE TABLE invitation (
    id            {{id}},
    community_id  {{int}} REFERENCES community (id), -- none: to administer the site
    role          TEXT NOT NULL CHECK (role IN ('member', 'moderator', 'facilitator', 'administrator')),
    email         TEXT NOT NULL CHECK (email LIKE '_%@_%' AND length(email) <= 254),
    email_key     TEXT NOT NULL,
    language      TEXT NOT NULL,
    token_hash    {{blob}} NOT NULL CONSTRAINT invitation_token UNIQUE CHECK (length(token_hash) = 32),
    invited_by    {{int}} NOT NULL REFERENCES person (id),
    created_at    {{int}} NOT NULL,
    expires_at    {{int}} NOT NULL,
    ended_at      {{int}}, -- accepted, withdrawn or replaced by a newer one
    CONSTRAINT invitation_expires_after_start CHECK (expires_at > created_at),
    CONSTRAINT invitation_to_community CHECK ((community_id IS NULL) = (role = 'administrator'))
){{strict}};
CREATE INDEX invitation_by_community ON invitation (community_id, id);
CREATE INDEX invitation_by_address ON invitation (email_key, community_id);
CREATE INDEX invitation_by_inviter ON invitation (invited_by, created_at);

-- Who changed what, for ever: each line holds the digest of the one before it. What a value was stands beside it in
-- `audit_values`, from where an erasure takes it; its digest stays, and with it the chain.
CREATE TABLE audit (
    id            {{id}},
    at            {{int}} NOT NULL,
    actor_id      {{int}} REFERENCES person (id), -- none: a command of the operator
    action        TEXT NOT NULL,                  -- "membership.role"
    noun          TEXT NOT NULL,                  -- what was changed: "person", …
    noun_id       {{int}} NOT NULL,
    community_id  {{int}} REFERENCES community (id),
    values_hash   {{blob}} NOT NULL CHECK (length(values_hash) = 32),
    hash_before   {{blob}} NOT NULL CHECK (length(hash_before) = 32),
    hash          {{blob}} NOT NULL CONSTRAINT audit_hash UNIQUE CHECK (length(hash) = 32)
){{strict}};
CREATE INDEX audit_by_actor ON audit (actor_id, id);
CREATE INDEX audit_by_noun ON audit (noun, noun_id, id);
CREATE INDEX audit_by_community ON audit (community_id, id);

CREATE TABLE audit_values (
    audit_id      {{int}} NOT NULL PRIMARY KEY REFERENCES audit (id),
    salt          {{blob}} NOT NULL CHECK (length(salt) = 16),
    value_before  TEXT NOT NULL,
    value_after   TEXT NOT NULL
){{strict}};

-- Members are counted where they stand.
ALTER TABLE community DROP COLUMN member_count;
