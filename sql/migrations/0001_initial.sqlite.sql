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
