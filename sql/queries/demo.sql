-- How the dates of the demo (sql/demo) keep up with the calendar.
-- SPDX-License-Identifier: MIT

-- demo.shifted_to
-- The day that the demo stands at; an empty text while its dates are still those of the files.
SELECT value AS id FROM setting WHERE name = 'demo_month';

-- demo.remember
UPDATE setting SET value = :day WHERE name = 'demo_month';

-- demo.real_registration
-- Somebody who is no sample: addresses of example.org belong to nobody.
SELECT id FROM registration
WHERE substr(email_key, length(email_key) - 11) <> '@example.org'
ORDER BY id
LIMIT 1;

-- demo.months
SELECT id, starts_on, ends_on FROM month ORDER BY id LIMIT 1000;

-- demo.sessions
-- Of all events, those of one event together and its first one first.
SELECT s.id, e.event_id, ev.month_id, s.time_zone, s.local_start, s.local_end
FROM session s
JOIN edition e ON e.id = s.edition_id
JOIN event ev ON ev.id = e.event_id
ORDER BY e.event_id, s.local_start, s.id
LIMIT 9000;

-- demo.move_month
UPDATE month SET starts_on = :starts_on, ends_on = :ends_on WHERE id = :month;

-- demo.move_session
-- The sequence stays, for nobody was told; reminders of another schedule are void.
UPDATE session
SET local_start = :local_start, local_end = :local_end, starts_at = :starts_at, ends_at = :ends_at,
    tzdb_version = :tzdb_version, changed_at = :now,
    schedule_version = schedule_version + CASE WHEN tzdb_version <> '' AND local_start <> :local_start THEN 1 ELSE 0 END
WHERE id = :session;

-- demo.move_event
UPDATE event SET changed_at = :now WHERE id = :event;

-- demo.move_editions
UPDATE edition
SET registration_opens_at = registration_opens_at + :by, registration_closes_at = registration_closes_at + :by
WHERE event_id = :event;

-- demo.move_consents
UPDATE appearance SET consent_at = consent_at + :by WHERE event_id = :event;

-- demo.move_materials
-- Of an event or of a month.
UPDATE material SET created_at = created_at + :by
WHERE event_id = CAST(:event AS {{int}}) OR month_id = CAST(:month AS {{int}});

-- demo.move_products
-- Of an event, or of a month and none of its events.
UPDATE product SET published_at = published_at + :by, created_at = created_at + :by
WHERE event_id = CAST(:event AS {{int}}) OR (event_id IS NULL AND month_id = CAST(:month AS {{int}}));

-- demo.move_questions
UPDATE question SET created_at = created_at + :by WHERE event_id = :event AND created_at <= :samples_until;

-- demo.move_registrations
-- Samples only, and never past the installation: whoever came later has a message, samples have none.
UPDATE registration
SET created_at = CASE WHEN created_at + :by > :installed THEN :installed ELSE created_at + :by END,
    changed_at = CASE WHEN changed_at + :by > :installed THEN :installed ELSE changed_at + :by END
WHERE created_at <= :samples_until AND edition_id IN (SELECT id FROM edition WHERE event_id = :event);

-- demo.installed_at
SELECT created_at AS id FROM instance WHERE id = 1;

-- demo.move_activity
UPDATE community SET latest_activity_at = :at;
