-- Accounts: mailed links that let people in, browsers in which they are signed in, administrators.
-- SPDX-License-Identifier: MIT

-- accounts.who
-- Whom a browser's cookie belongs to.
SELECT l.id, l.person_id, l.created_at, l.seen_at, CASE WHEN a.person_id IS NULL THEN 0 ELSE 1 END AS is_administrator
FROM login l
LEFT JOIN administrator a ON a.person_id = l.person_id
WHERE l.hash = :hash;

-- accounts.standings
SELECT community_id AS id, role FROM membership WHERE person_id = :person;

-- accounts.asked_since
-- How many links an address was sent lately, and when the latest.
SELECT count(*) AS id, COALESCE(max(created_at), 0) AS latest_at FROM sign_in WHERE email_key = :key AND created_at > :since;

-- accounts.void_sign_ins
-- A new link makes the ones before worthless.
UPDATE sign_in SET used_at = :now WHERE email_key = :key AND used_at IS NULL;

-- accounts.add_sign_in
INSERT INTO sign_in (email, email_key, next, token_hash, code_hash, browser_hash, created_at, expires_at)
VALUES (:email, :key, :next, :token_hash, :code_hash, :browser_hash, :now, :expires)
RETURNING id;

-- accounts.sign_in_by_token
SELECT id, email, email_key, next, code_hash, tries, expires_at FROM sign_in WHERE token_hash = :hash AND used_at IS NULL;

-- accounts.sign_in_by_browser
SELECT id, email, email_key, next, code_hash, tries, expires_at FROM sign_in WHERE browser_hash = :hash AND used_at IS NULL
ORDER BY id DESC LIMIT 1;

-- accounts.count_try
UPDATE sign_in SET tries = tries + 1 WHERE id = :sign_in AND tries < 5;

-- accounts.use_sign_in
UPDATE sign_in SET used_at = :now WHERE id = :sign_in AND used_at IS NULL AND expires_at > :now;

-- accounts.forget_sign_ins
DELETE FROM sign_in WHERE id IN (SELECT id FROM sign_in WHERE created_at < :before ORDER BY created_at LIMIT 500);

-- accounts.person
SELECT id, email, email_key, name, language, time_zone, organisation, country, shown_to, verified_at FROM person WHERE id = :person;

-- accounts.person_by_key
SELECT id, email, email_key, name, language, time_zone, organisation, country, shown_to, verified_at FROM person WHERE email_key = :key;

-- accounts.add_person
INSERT INTO person (email, email_key, name, language, time_zone, verified_at, created_at, last_activity_at)
VALUES (:email, :key, :name, :language, :zone, :now, :now, :now)
ON CONFLICT (email_key) DO NOTHING
RETURNING id;

-- accounts.prove_person
-- The first proof says how the address is spelled.
UPDATE person
SET email = CASE WHEN verified_at IS NULL THEN :email ELSE email END, verified_at = COALESCE(verified_at, :now), last_activity_at = :now
WHERE id = :person;

-- accounts.change_person
UPDATE person
SET name = :name, language = :language, time_zone = :zone, organisation = :organisation, country = :country,
    shown_to = :shown_to,
    last_activity_at = :now
WHERE id = :person;

-- accounts.trust
-- Whoever opened a mailed link takes "this was not me" back.
DELETE FROM suppression WHERE email_key = :key AND reason = 'not_me';

-- accounts.add_account
INSERT INTO account (person_id, created_at) VALUES (:person, :now) ON CONFLICT (person_id) DO NOTHING;

-- accounts.add_login
INSERT INTO login (person_id, hash, browser, created_at, seen_at) VALUES (:person, :hash, :browser, :now, :now)
RETURNING id;

-- accounts.logins
-- Where a person is signed in, the latest first.
SELECT id, browser, created_at, seen_at FROM login WHERE person_id = :person ORDER BY seen_at DESC, id DESC LIMIT 100;

-- accounts.saw_login
UPDATE login SET seen_at = :at WHERE id = :login AND seen_at < :at;

-- accounts.end_login
DELETE FROM login WHERE id = :login AND person_id = :person;

-- accounts.end_login_of_browser
DELETE FROM login WHERE hash = :hash;

-- accounts.end_other_logins
DELETE FROM login WHERE person_id = :person AND id <> :login;

-- accounts.forget_logins
DELETE FROM login WHERE id IN (SELECT id FROM login WHERE seen_at < :before ORDER BY seen_at LIMIT 500);

-- accounts.administrators
SELECT count(*) AS id FROM administrator;

-- accounts.add_administrator
INSERT INTO administrator (person_id, created_at) VALUES (:person, :now) ON CONFLICT (person_id) DO NOTHING;

-- accounts.places
-- What a person is registered for and is still to come, the earliest first.
SELECT r.id, r.state, r.salt, r.epoch, ev.id AS event_id
FROM registration r
JOIN edition e ON e.id = r.edition_id
JOIN event ev ON ev.id = e.event_id
WHERE r.person_id = :person AND r.state IN ('unverified', 'pending', 'confirmed', 'waitlisted', 'offered') AND ev.ends_at > :now
ORDER BY ev.starts_at, r.id
LIMIT 50;

-- accounts.communities
-- The communities that a person is in.
SELECT c.id, c.slug, COALESCE(w.title, o.title) AS title, COALESCE(w.language, o.language) AS language, m.role
FROM membership m
JOIN community c ON c.id = m.community_id
LEFT JOIN community_text w ON w.community_id = c.id AND w.language = :language
LEFT JOIN community_text o ON o.community_id = c.id AND o.language = c.original_language
WHERE m.person_id = :person
ORDER BY c.id
LIMIT 200;
