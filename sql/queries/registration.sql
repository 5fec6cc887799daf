-- Places at editions: taking, changing, leaving; people and enrolments.
-- SPDX-License-Identifier: MIT

-- registration.edition_event
SELECT event_id AS id FROM edition WHERE id = :edition;

-- registration.person_by_key
SELECT id, verified_at FROM person WHERE email_key = :key;

-- registration.add_person
INSERT INTO person (email, email_key, name, language, time_zone, organisation, country, created_at, last_activity_at)
VALUES (:email, :key, :name, :language, :zone, :organisation, :country, :now, :now)
ON CONFLICT (email_key) DO NOTHING
RETURNING id;

-- registration.touch_person
UPDATE person SET last_activity_at = :now WHERE id = :person;

-- registration.verify_person
-- Something was done through a personal link: the address is proven, and the person takes what the registration says.
UPDATE person
SET verified_at = COALESCE(verified_at, :now), last_activity_at = :now, name = :name, language = :language,
    time_zone = :zone
WHERE id = :person;

-- registration.active
-- The one registration of this address at this edition that has not ended.
SELECT id FROM registration
WHERE edition_id = :edition AND email_key = :key
  AND state IN ('unverified', 'pending', 'confirmed', 'waitlisted', 'offered');

-- registration.insert
-- No row comes back where the address has an active registration already.
INSERT INTO registration (edition_id, person_id, enrolment_id, email, email_key, name, language, time_zone,
                          time_zone_guessed, organisation, country, state, waitlist_place, salt, created_at, changed_at)
VALUES (:edition, :person, :enrolment, :email, :key, :name, :language, :zone, :zone_guessed, :organisation, :country,
        :state, :place, :salt, :now, :now)
ON CONFLICT (edition_id, email_key) WHERE state IN ('unverified', 'pending', 'confirmed', 'waitlisted', 'offered') DO NOTHING
RETURNING id;

-- registration.next_waitlist_place
UPDATE edition SET waitlist_last = waitlist_last + 1 WHERE id = :edition RETURNING waitlist_last AS id;

-- registration.seats
-- What decides where the next one lands.
SELECT capacity, seats_taken, state,
       (SELECT count(*) FROM registration r WHERE r.edition_id = edition.id AND r.state = 'waitlisted') AS waiting
FROM edition WHERE id = :edition;

-- registration.waiting_before
SELECT count(*) AS id FROM registration
WHERE edition_id = :edition AND state = 'waitlisted' AND waitlist_place <= :place;

-- registration.first_waiting
SELECT id FROM registration WHERE edition_id = :edition AND state = 'waitlisted' ORDER BY waitlist_place LIMIT 1;

-- registration.one
SELECT r.id, r.edition_id, e.event_id, r.person_id, r.enrolment_id, r.email, r.email_key, r.name, r.language, r.time_zone,
       r.time_zone_guessed, r.organisation, r.country, r.state, r.waitlist_place, r.salt, r.epoch, r.version, r.created_at,
       r.muted_at, p.verified_at
FROM registration r
JOIN edition e ON e.id = r.edition_id
JOIN person p ON p.id = r.person_id
WHERE r.id = :registration;

-- registration.of_person
-- The person's other registrations, coming ones first.
SELECT r.id, r.edition_id, e.event_id, r.person_id, r.enrolment_id, r.email, r.email_key, r.name, r.language, r.time_zone,
       r.time_zone_guessed, r.organisation, r.country, r.state, r.waitlist_place, r.salt, r.epoch, r.version, r.created_at,
       r.muted_at, p.verified_at
FROM registration r
JOIN edition e ON e.id = r.edition_id
JOIN event ev ON ev.id = e.event_id
JOIN person p ON p.id = r.person_id
WHERE r.person_id = :person AND r.id <> :registration AND r.state NOT IN ('declined', 'expired', 'cancelled')
  AND ev.ends_at > :now
ORDER BY ev.starts_at, r.id
LIMIT 50;

-- registration.successor
-- The place that the same person took at the same event when this one ended, or since: by another edition, or by coming
-- back.
SELECT n.id FROM registration o
JOIN edition oe ON oe.id = o.edition_id
JOIN edition ne ON ne.event_id = oe.event_id
JOIN registration n ON n.edition_id = ne.id AND n.person_id = o.person_id
WHERE o.id = :registration AND n.id <> o.id AND n.changed_at >= o.changed_at
  AND n.state IN ('unverified', 'pending', 'confirmed', 'waitlisted', 'offered')
ORDER BY n.id DESC
LIMIT 1;

-- registration.set_state
UPDATE registration SET state = :state, waitlist_place = :place, changed_at = :now WHERE id = :registration;

-- registration.change
UPDATE registration
SET name = :name, language = :language, time_zone = :zone, time_zone_guessed = :zone_guessed, organisation = :organisation,
    country = :country, changed_at = :now
WHERE id = :registration;

-- registration.was_asked_again
-- Whether the address was registered again since: perhaps by its owner.
SELECT 1 AS id FROM registration r
JOIN message m ON m.email_key = r.email_key AND m.kind IN ('already_registered', 'verify') AND m.created_at > r.created_at
WHERE r.id = :registration
LIMIT 1;

-- registration.move_questions
UPDATE question SET registration_id = :to WHERE registration_id = :from;

-- registration.of_enrolment_guessed
-- Places of the same enrolment whose zone nobody has said yet.
SELECT id FROM registration
WHERE enrolment_id = :enrolment AND id <> :registration AND time_zone_guessed = 1
  AND state IN ('unverified', 'pending', 'confirmed', 'waitlisted', 'offered')
ORDER BY id
LIMIT 200;

-- registration.change_enrolment
UPDATE enrolment
SET name = :name, language = :language, time_zone = :zone, time_zone_guessed = :zone_guessed
WHERE id = :enrolment;

-- registration.mute
UPDATE registration SET muted_at = :now WHERE id = :registration AND muted_at IS NULL;

-- registration.unmute
UPDATE registration SET muted_at = NULL WHERE id = :registration;

-- registration.add_question
INSERT INTO question (event_id, registration_id, language, body, created_at)
VALUES (:event, :registration, :language, :body, :now);

-- registration.active_enrolment
SELECT id FROM enrolment WHERE month_id = :month AND person_id = :person AND state <> 'left';

-- registration.add_enrolment
INSERT INTO enrolment (month_id, person_id, state, name, language, time_zone, time_zone_guessed, organisation, country, created_at)
VALUES (:month, :person, :state, :name, :language, :zone, :zone_guessed, :organisation, :country, :now)
RETURNING id;

-- registration.activate_enrolment
UPDATE enrolment SET state = 'active' WHERE id = :enrolment AND state = 'unverified';

-- registration.standing_enrolment
SELECT id FROM enrolment WHERE id = :enrolment AND state <> 'left';

-- registration.leave_enrolment
UPDATE enrolment SET state = 'left', left_at = :now WHERE id = :enrolment AND state <> 'left';

-- registration.leave_unverified_enrolment
UPDATE enrolment SET state = 'left', left_at = :now WHERE id = :enrolment AND state = 'unverified';

-- registration.of_enrolment
SELECT id FROM registration WHERE enrolment_id = :enrolment ORDER BY id LIMIT 200;

-- registration.given_up_of_enrolment
-- A place of the enrolment at the event of an edition that was given up, where none is held there since.
SELECT r.id FROM registration r
JOIN edition e ON e.id = r.edition_id
JOIN edition a ON a.event_id = e.event_id
WHERE a.id = :edition AND r.enrolment_id = :enrolment AND r.state IN ('cancelled', 'declined')
  AND NOT EXISTS (SELECT 1 FROM registration o
                  JOIN edition oe ON oe.id = o.edition_id
                  WHERE oe.event_id = e.event_id AND o.email_key = r.email_key
                    AND o.state IN ('unverified', 'pending', 'confirmed', 'waitlisted', 'offered'))
ORDER BY r.id
LIMIT 1;

-- registration.at_other_editions
-- What an address holds at the other editions of the same event.
SELECT r.id FROM edition a
JOIN edition e ON e.event_id = a.event_id AND e.id <> a.id
JOIN registration r ON r.edition_id = e.id
WHERE a.id = :edition AND r.email_key = :key
  AND r.state IN ('unverified', 'pending', 'confirmed', 'waitlisted', 'offered')
ORDER BY r.id
LIMIT 20;

-- registration.proven_with
-- What the confirming link of a month's place proves: all that waits for the same person in that enrolment, and the single
-- places of its month that were asked for before.
SELECT o.id FROM registration r
JOIN enrolment n ON n.id = r.enrolment_id
JOIN registration o ON o.person_id = r.person_id AND o.state = 'unverified'
JOIN edition e ON e.id = o.edition_id
JOIN event ev ON ev.id = e.event_id
WHERE r.id = :registration AND (o.enrolment_id = n.id OR ev.month_id = n.month_id)
ORDER BY o.id
LIMIT 200;

-- registration.expire_unverified
-- Never confirmed within a day of the mail that asks for it; one mail asks for all of an enrolment.
SELECT r.id FROM registration r
WHERE r.state = 'unverified' AND r.created_at <= :before
  AND NOT EXISTS (SELECT 1 FROM message m
                  WHERE m.registration_id = r.id AND m.kind = 'verify' AND m.state <> 'skipped'
                    AND COALESCE(m.sent_at, m.due_at) > :before)
  AND NOT EXISTS (SELECT 1 FROM registration o
                  JOIN message m ON m.registration_id = o.id
                  WHERE o.enrolment_id = r.enrolment_id AND m.kind = 'verify' AND m.state <> 'skipped'
                    AND COALESCE(m.sent_at, m.due_at) > :before)
ORDER BY r.created_at, r.id
LIMIT 100;

-- registration.is_distrusted
-- The owner of the address said "this was not me" before.
SELECT 1 AS id FROM suppression WHERE email_key = :key AND reason = 'not_me';

-- registration.distrust
INSERT INTO suppression (email_key, reason, created_at) VALUES (:key, 'not_me', :now)
ON CONFLICT (email_key, reason) DO NOTHING;

-- registration.trust
DELETE FROM suppression WHERE email_key = :key AND reason = 'not_me';

-- registration.answered
-- The first answer to a request with this Idempotency-Key.
SELECT request_hash, status, body FROM idempotency WHERE key = :key;

-- registration.remember_answer
INSERT INTO idempotency (key, request_hash, status, body, created_at) VALUES (:key, :hash, :status, :body, :now)
ON CONFLICT (key) DO NOTHING;

-- registration.forget_answers
DELETE FROM idempotency WHERE created_at < :before;

-- registration.use_receipt
-- A row comes back the first time only.
INSERT INTO idempotency (key, request_hash, status, body, created_at) VALUES (:key, :hash, 0, '', :now)
ON CONFLICT (key) DO NOTHING
RETURNING status AS id;

-- registration.was_used
SELECT status AS id FROM idempotency WHERE key = :key;
