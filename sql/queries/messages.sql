-- The outbox: planning, leasing, marking.
-- SPDX-License-Identifier: MIT

-- messages.insert
-- No row comes back where a message of this key exists: planning twice is harmless.
INSERT INTO message (key, message_id, kind, priority, email, email_key, language, person_id, registration_id, enrolment_id,
                     session_id, rule, schedule_version, state, reason, due_at, not_after, created_at)
VALUES (:key, :message_id, :kind, :priority, :email, :email_key, :language, :person, :registration, :enrolment, :session,
        :rule, :schedule_version, :state, :reason, :due, :not_after, :now)
ON CONFLICT DO NOTHING
RETURNING id;

-- messages.insert_sealed
-- A message to an address alone, with what it says sealed until it is sent.
INSERT INTO message (key, message_id, kind, priority, email, email_key, language, sealed, due_at, not_after, created_at)
VALUES (:key, :message_id, :kind, :priority, :email, :email_key, :language, :sealed, :now, :not_after, :now)
ON CONFLICT DO NOTHING
RETURNING id;

-- messages.sessions_of_edition
SELECT id, starts_at, ends_at, schedule_version FROM session
WHERE edition_id = :edition AND state = 'scheduled' AND ends_at > :now
ORDER BY starts_at, id
LIMIT 100;

-- messages.first_mails_since
-- How many forms an unproven address was sent first mails for lately, and when the oldest of them was put into the outbox.
-- An enrolment is one form, whatever it sends; the one at hand does not count itself.
SELECT count(DISTINCT CASE WHEN r.enrolment_id IS NULL THEN m.id ELSE -r.enrolment_id END) AS id,
       COALESCE(min(m.created_at), 0) AS oldest_at
FROM message m
JOIN registration r ON r.id = m.registration_id
WHERE m.email_key = :key AND m.created_at > :since AND m.state <> 'skipped'
  AND m.kind IN ('confirmation', 'waitlisted', 'verify', 'already_registered')
  AND (r.enrolment_id IS NULL OR CAST(:enrolment AS BIGINT) IS NULL OR r.enrolment_id <> :enrolment);

-- messages.waits_for_window
-- A first mail of that kind that waits for a better day.
SELECT id FROM message
WHERE email_key = :key AND kind = :kind AND state = 'queued' AND due_at > :now AND rule IS NULL
ORDER BY id LIMIT 1;

-- messages.speak_instead
-- Where the confirmation that waited for others is not sent, the first of those it would have spoken for is.
UPDATE message SET state = 'queued', reason = NULL
WHERE id = (SELECT min(m.id) FROM message m JOIN registration r ON r.id = m.registration_id
            WHERE m.email_key = :key AND m.kind = 'confirmation' AND m.state = 'skipped' AND m.reason = 'merged'
              AND m.due_at > :now AND r.state = 'confirmed')
  AND NOT EXISTS (SELECT 1 FROM message o
                  WHERE o.email_key = :key AND o.kind = 'confirmation' AND o.state = 'queued' AND o.due_at > :now);

-- messages.sent_lately
SELECT 1 AS id FROM message WHERE email_key = :key AND kind = :kind AND created_at > :since LIMIT 1;

-- messages.release
-- First mails that wait for a better day.
UPDATE message SET due_at = :now
WHERE email_key = :key AND state = 'queued' AND due_at > :now
  AND kind IN ('confirmation', 'waitlisted', 'verify', 'already_registered');

-- messages.confirmed_of_person
SELECT id FROM registration WHERE person_id = :person AND state = 'confirmed' ORDER BY id LIMIT 200;

-- messages.is_told
-- Whether a calendar was told of a session, or will be by a mail that is on its way.
SELECT 1 AS id FROM session s
WHERE s.id = :session
  AND (EXISTS (SELECT 1 FROM calendar_told t WHERE t.session_id = s.id AND t.email_key = :key AND t.method = 'REQUEST')
       OR EXISTS (SELECT 1 FROM message m WHERE m.session_id = s.id AND m.email_key = :key AND m.state IN ('queued', 'sending')
                    AND m.kind IN ('confirmation', 'promoted', 'invitation')));

-- messages.merged_into
-- Places whose own confirmation, or that of their month, was merged into one that waited.
SELECT r.id FROM message m
JOIN registration o ON o.id = m.registration_id
JOIN registration r ON r.id = o.id OR r.enrolment_id = m.enrolment_id
WHERE m.email_key = :key AND m.kind = 'confirmation' AND m.state = 'skipped' AND m.reason = 'merged'
  AND m.created_at >= :since
GROUP BY r.id
ORDER BY r.id
LIMIT 200;

-- messages.skip_unsent
-- What is still queued for a registration alone; the confirmation of an enrolment speaks for its others too.
UPDATE message SET state = 'skipped', reason = :reason
WHERE registration_id = :registration AND state = 'queued' AND enrolment_id IS NULL;

-- messages.forget_reminders
-- Reminders not sent yet, so that they can be planned again for another zone.
DELETE FROM message
WHERE registration_id = :registration AND rule IS NOT NULL
  AND (state = 'queued' OR (state = 'skipped' AND reason = 'too late' AND attempts = 0));

-- messages.was_invited
-- Whether the addressee's calendar holds the session.
SELECT sequence AS id, method, hash FROM calendar_told WHERE session_id = :session AND email_key = :key;

-- messages.tell_calendar
INSERT INTO calendar_told (session_id, email_key, method, sequence, hash, told_at)
VALUES (:session, :key, :method, :sequence, :hash, :now)
ON CONFLICT (session_id, email_key) DO UPDATE
SET method = excluded.method, sequence = excluded.sequence, hash = excluded.hash, told_at = excluded.told_at;

-- messages.invited_sessions
-- Sessions of an edition that the addressee's calendar was told of and not told off, or is being told of just now.
SELECT s.id FROM session s
WHERE s.edition_id = :edition AND s.ends_at > :now
  AND (EXISTS (SELECT 1 FROM calendar_told t WHERE t.session_id = s.id AND t.email_key = :key AND t.method = 'REQUEST')
       OR EXISTS (SELECT 1 FROM message m WHERE m.session_id = s.id AND m.email_key = :key AND m.state = 'sending'
                    AND m.kind IN ('confirmation', 'promoted', 'invitation')))
ORDER BY s.starts_at, s.id
LIMIT 100;

-- messages.void_old_leases
-- At start: what an earlier process had in hand goes back into the queue. An interruption is no try.
UPDATE message SET state = 'queued', attempts = CASE WHEN attempts > 0 THEN attempts - 1 ELSE 0 END, lease_owner = NULL,
                   lease_until = NULL
WHERE state = 'sending' AND lease_owner < :epoch;

-- messages.give_back
-- What a round that was interrupted had in hand.
UPDATE message SET state = 'queued', attempts = CASE WHEN attempts > 0 THEN attempts - 1 ELSE 0 END, lease_owner = NULL,
                   lease_until = NULL
WHERE id = :message AND state = 'sending';

-- messages.lease
-- The next due messages, most urgent first; an older message to the same registration goes first. What a calendar is told
-- of a session keeps its order while it waits for another try and across registrations, so that neither CANCEL nor
-- REQUEST overtakes the other. Of the reminders to one address the earliest session's goes first and alone: it speaks for
-- its neighbours. The list of priorities lets the engine look up what is due under each of them, not walk through all that
-- waits; `+ 0` and `|| ''` keep it from the indexes by time and state elsewhere, where the others are the selective ones.
UPDATE message SET state = 'sending', lease_owner = :owner, lease_until = :until, attempts = attempts + 1
WHERE id IN (SELECT m.id FROM message m
             WHERE m.state = 'queued' AND m.priority IN (0, 1, 2, 3, 4, 5, 6, 7, 8, 9) AND m.due_at <= :now
               AND NOT EXISTS (SELECT 1 FROM message o
                               WHERE o.registration_id = m.registration_id AND o.id < m.id AND o.due_at + 0 <= :now
                                 AND o.state || '' IN ('queued', 'sending'))
               AND (m.session_id IS NULL
                    OR m.kind NOT IN ('confirmation', 'promoted', 'invitation', 'cancellation_own', 'cancellation_event')
                    OR NOT EXISTS (SELECT 1 FROM message o
                                   WHERE o.email_key = m.email_key AND o.session_id + 0 = m.session_id AND o.id < m.id
                                     AND o.state || '' IN ('queued', 'sending')
                                     AND o.kind IN ('confirmation', 'promoted', 'invitation', 'cancellation_own',
                                                    'cancellation_event')))
               AND (m.rule IS NULL
                    OR NOT EXISTS (SELECT 1 FROM message o
                                   JOIN session os ON os.id = o.session_id
                                   JOIN session ms ON ms.id = m.session_id
                                   WHERE o.email_key = m.email_key AND o.kind = m.kind AND o.rule = m.rule
                                     AND o.due_at + 0 <= :now AND o.state || '' IN ('queued', 'sending')
                                     AND (os.starts_at, o.id) < (ms.starts_at, m.id)))
             ORDER BY m.priority, m.due_at, m.id LIMIT :limit)
RETURNING id, priority, due_at;

-- messages.one
SELECT id, key, message_id, kind, email, email_key, language, registration_id, enrolment_id, session_id, rule,
       schedule_version, due_at, not_after, created_at, attempts, rendered_at, sealed
FROM message WHERE id = :message;

-- messages.rendered
UPDATE message SET rendered_at = COALESCE(rendered_at, :now) WHERE id = :message;

-- messages.sent
UPDATE message SET state = 'sent', sent_at = :now, sealed = NULL, lease_owner = NULL, lease_until = NULL WHERE id = :message;

-- messages.retry
UPDATE message SET state = 'queued', due_at = :due, reason = :reason, lease_owner = NULL, lease_until = NULL
WHERE id = :message;

-- messages.give_up
UPDATE message SET state = :state, reason = :reason, sealed = NULL, lease_owner = NULL, lease_until = NULL WHERE id = :message;

-- messages.put_back
-- Nothing was wrong with the message, and it was not handed over: it does not count as a try, nor has it a date.
UPDATE message
SET state = 'queued', due_at = :due, attempts = attempts - 1, rendered_at = NULL, lease_owner = NULL, lease_until = NULL
WHERE id = :message;

-- messages.too_late
UPDATE message SET state = 'skipped', reason = 'too late', sealed = NULL
WHERE id IN (SELECT id FROM message WHERE state = 'queued' AND not_after < :now AND due_at <= :now LIMIT 500);

-- messages.next_due
SELECT min(due_at) AS id FROM message WHERE state = 'queued';

-- messages.neighbours
-- Reminders of the same rule to the same person that would follow within minutes, for sessions close together.
SELECT m.id, m.session_id, m.registration_id FROM message m JOIN session s ON s.id = m.session_id
WHERE m.email_key = :key AND m.rule = :rule AND m.state = 'queued' AND m.id <> :message
  AND s.starts_at > :starts_from AND s.starts_at < :starts_until
ORDER BY s.starts_at, m.id
LIMIT 10;

-- messages.only_waited
-- Whether a registration never got further than the waiting list.
SELECT id FROM message
WHERE registration_id = :registration AND kind = 'waitlisted'
  AND NOT EXISTS (SELECT 1 FROM message o WHERE o.registration_id = :registration AND o.kind = 'promoted')
LIMIT 1;

-- messages.skip_one
UPDATE message SET state = 'skipped', reason = :reason WHERE id = :message AND state = 'queued';

-- messages.suppress
INSERT INTO suppression (email_key, reason, created_at) VALUES (:key, 'no_such_mailbox', :now)
ON CONFLICT (email_key, reason) DO NOTHING;

-- messages.is_suppressed
SELECT 1 AS id FROM suppression WHERE email_key = :key AND reason IN ('no_such_mailbox', 'complaint');

-- messages.confirmation_id
-- What later mails of a registration refer to, so that they stand in one thread.
SELECT message_id AS id FROM message
WHERE registration_id = :registration AND kind IN ('confirmation', 'waitlisted', 'verify') AND state = 'sent'
ORDER BY id LIMIT 1;

-- messages.community_of_event
SELECT COALESCE(w.title, o.title) AS title, c.help_contact
FROM event ev
JOIN community c ON c.id = ev.community_id
LEFT JOIN community_text w ON w.community_id = c.id AND w.language = :language
LEFT JOIN community_text o ON o.community_id = c.id AND o.language = c.original_language
WHERE ev.id = :event;

-- messages.registrations_of_enrolment
SELECT id FROM registration WHERE enrolment_id = :enrolment AND state = 'confirmed' ORDER BY id LIMIT 200;

-- messages.left_with_enrolment
-- What was given up when an enrolment was left.
SELECT r.id FROM enrolment n JOIN registration r ON r.enrolment_id = n.id
WHERE n.id = :enrolment AND n.state = 'left' AND r.state = 'cancelled' AND r.changed_at >= n.left_at
ORDER BY r.id LIMIT 200;

-- messages.never_held
-- A registration that never got further than the mail that asks to confirm its address.
SELECT r.id FROM registration r
WHERE r.id = :registration
  AND NOT EXISTS (SELECT 1 FROM message m
                  WHERE m.registration_id = r.id
                    AND m.kind IN ('confirmation', 'waitlisted', 'promoted', 'invitation', 'reminder_day', 'reminder_hour'));

-- messages.addressee
-- Whom a message goes to. `position` on the waiting list; 0 elsewhere.
SELECT r.id, r.edition_id, e.event_id, r.person_id, r.enrolment_id, r.email, r.email_key, r.name, r.language, r.time_zone,
       r.time_zone_guessed, r.state, r.salt, r.epoch, r.version, r.created_at, r.muted_at, p.verified_at,
       (SELECT count(*) FROM registration w
        WHERE w.edition_id = r.edition_id AND w.state = 'waitlisted' AND w.waitlist_place <= r.waitlist_place) AS position
FROM registration r
JOIN edition e ON e.id = r.edition_id
JOIN person p ON p.id = r.person_id
WHERE r.id = :registration;

-- messages.raise_version
UPDATE registration SET version = version + 1 WHERE id = :registration RETURNING version AS id;

-- messages.expecting
-- Everybody who has a place at something that is still to come.
SELECT r.id FROM registration r
JOIN edition e ON e.id = r.edition_id
JOIN event ev ON ev.id = e.event_id
WHERE r.state = 'confirmed' AND ev.ends_at > :now AND r.id > :after
ORDER BY r.id
LIMIT 1000;

-- messages.unproven_of_enrolment
-- All registrations that the confirmation of one proves, where it came of an enrolment; itself among them, and single
-- places of the same month that were asked for before. As registration.proven_with.
SELECT o.id FROM registration r
JOIN enrolment n ON n.id = r.enrolment_id
JOIN registration o ON o.person_id = r.person_id AND o.state = 'unverified'
JOIN edition e ON e.id = o.edition_id
JOIN event ev ON ev.id = e.event_id
WHERE r.id = :registration AND (o.enrolment_id = n.id OR ev.month_id = n.month_id)
ORDER BY o.id LIMIT 200;

-- messages.held_elsewhere
-- A place at another edition of the same event, which a registration that waits would take the place of.
SELECT o.id FROM registration r
JOIN edition e ON e.id = r.edition_id
JOIN edition a ON a.event_id = e.event_id AND a.id <> e.id
JOIN registration o ON o.edition_id = a.id AND o.person_id = r.person_id
WHERE r.id = :registration AND r.enrolment_id IS NOT NULL AND o.state IN ('pending', 'confirmed', 'waitlisted', 'offered')
ORDER BY o.id LIMIT 1;

-- messages.moved_to
-- The place for which a registration was given up: at another edition of the same event, taken or confirmed when that one
-- ended, or taken after, and still held.
SELECT n.id
FROM registration r
JOIN edition e ON e.id = r.edition_id
JOIN edition o ON o.event_id = e.event_id AND o.id <> e.id
JOIN registration n ON n.edition_id = o.id AND n.person_id = r.person_id
WHERE r.id = :registration AND r.state = 'cancelled' AND (n.created_at >= r.changed_at OR n.changed_at = r.changed_at)
  AND n.state IN ('unverified', 'pending', 'confirmed', 'waitlisted', 'offered')
ORDER BY n.id DESC LIMIT 1;

-- messages.merged_reminder
-- The day-before reminder that a late confirmation speaks for.
SELECT id FROM message
WHERE registration_id = :registration AND session_id = :session AND kind = 'reminder_day' AND state = 'skipped'
  AND reason = 'merged'
LIMIT 1;

-- messages.reminded_before
-- Whether another mail has told this place what the day-before reminder tells.
SELECT id FROM message
WHERE registration_id = :registration AND kind = 'reminder_day' AND id <> :message
  AND (state = 'sent' OR (state = 'skipped' AND reason = 'merged'))
LIMIT 1;

-- messages.dial_ins
SELECT id, label, number, pin FROM dial_in WHERE edition_id = :edition ORDER BY place, id LIMIT 20;

-- messages.list_of_event
-- The series of an event, or its community where it is in no month: what the List-Id of its reminders names.
SELECT COALESCE(s.slug, c.slug) AS slug, COALESCE(sw.title, so.title, cw.title, co.title) AS title
FROM event ev
JOIN community c ON c.id = ev.community_id
LEFT JOIN month m ON m.id = ev.month_id
LEFT JOIN series s ON s.id = m.series_id
LEFT JOIN series_text sw ON sw.series_id = s.id AND sw.language = :language
LEFT JOIN series_text so ON so.series_id = s.id AND so.language = s.original_language
LEFT JOIN community_text cw ON cw.community_id = c.id AND cw.language = :language
LEFT JOIN community_text co ON co.community_id = c.id AND co.language = c.original_language
WHERE ev.id = :event;
