-- PostgreSQL: what the portable file cannot say. The twin of 0001_initial.sqlite.sql.
-- SPDX-License-Identifier: MIT

CREATE FUNCTION registration_counts_seats() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' AND OLD.state IN ('confirmed', 'offered') THEN
        UPDATE edition SET seats_taken = seats_taken - 1 WHERE id = OLD.edition_id;
    END IF;
    IF TG_OP <> 'DELETE' AND NEW.state IN ('confirmed', 'offered') THEN
        UPDATE edition SET seats_taken = seats_taken + 1 WHERE id = NEW.edition_id;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER registration_seats AFTER INSERT OR DELETE OR UPDATE OF state ON registration
    FOR EACH ROW EXECUTE FUNCTION registration_counts_seats();

CREATE FUNCTION registration_is_sound() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.state IN ('cancelled', 'declined', 'expired') AND NEW.state <> OLD.state THEN
        RAISE EXCEPTION 'registration_end_is_final';
    END IF;
    IF TG_OP = 'UPDATE' AND NEW.edition_id <> OLD.edition_id THEN
        RAISE EXCEPTION 'registration_stays_at_edition';
    END IF;
    IF NEW.state IN ('confirmed', 'offered')
       AND EXISTS (SELECT 1 FROM edition WHERE id = NEW.edition_id AND state = 'cancelled')
       AND (TG_OP = 'INSERT' OR OLD.state <> NEW.state) THEN
        RAISE EXCEPTION 'registration_needs_edition';
    END IF;
    IF NEW.email ~ '[\n\r]' THEN
        RAISE EXCEPTION 'registration_has_clean_address';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER registration_sound BEFORE INSERT OR UPDATE ON registration
    FOR EACH ROW EXECUTE FUNCTION registration_is_sound();

CREATE FUNCTION only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_TABLE_NAME = 'session' THEN
        IF NEW.sequence < OLD.sequence OR NEW.schedule_version < OLD.schedule_version THEN
            RAISE EXCEPTION 'session_numbers_only_grow';
        END IF;
        IF NEW.uid <> OLD.uid THEN
            RAISE EXCEPTION 'session_uid_is_for_ever';
        END IF;
    ELSIF TG_TABLE_NAME = 'instance' THEN
        IF NEW.epoch < OLD.epoch THEN
            RAISE EXCEPTION 'instance_epoch_only_grows';
        END IF;
    ELSIF NEW.sequence < OLD.sequence THEN
        RAISE EXCEPTION 'calendar_sequence_only_grows';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER session_only_grows BEFORE UPDATE ON session FOR EACH ROW EXECUTE FUNCTION only_grows();
CREATE TRIGGER instance_only_grows BEFORE UPDATE ON instance FOR EACH ROW EXECUTE FUNCTION only_grows();
CREATE TRIGGER calendar_only_grows BEFORE UPDATE ON calendar_told FOR EACH ROW EXECUTE FUNCTION only_grows();

CREATE FUNCTION message_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state = 'sent' AND NEW.state <> 'sent' THEN
        RAISE EXCEPTION 'message_sent_is_final';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER message_final BEFORE UPDATE ON message FOR EACH ROW EXECUTE FUNCTION message_is_final();

CREATE FUNCTION session_times_its_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE event
    SET starts_at = (SELECT min(s.starts_at) FROM session s JOIN edition e ON e.id = s.edition_id
                     WHERE e.event_id = event.id AND s.state = 'scheduled'),
        ends_at = (SELECT max(s.ends_at) FROM session s JOIN edition e ON e.id = s.edition_id
                   WHERE e.event_id = event.id AND s.state = 'scheduled')
    WHERE id = (SELECT event_id FROM edition WHERE id = NEW.edition_id);
    RETURN NULL;
END $$;
CREATE TRIGGER session_times AFTER INSERT OR UPDATE ON session
    FOR EACH ROW EXECUTE FUNCTION session_times_its_event();

CREATE TABLE search_word (
    noun      TEXT NOT NULL,
    noun_id   BIGINT NOT NULL,
    language  TEXT NOT NULL,
    title     TEXT NOT NULL,
    body      TEXT NOT NULL,
    words     TSVECTOR GENERATED ALWAYS AS
              (setweight(to_tsvector('simple', title), 'A') || to_tsvector('simple', body)) STORED,
    PRIMARY KEY (noun, noun_id, language)
);
CREATE INDEX search_word_by_words ON search_word USING gin (words);
