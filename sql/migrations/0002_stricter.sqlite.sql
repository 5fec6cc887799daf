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
