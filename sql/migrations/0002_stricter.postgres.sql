-- PostgreSQL: the twin of 0002_stricter.sqlite.sql.
-- SPDX-License-Identifier: MIT

CREATE FUNCTION registration_is_stricter() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.email <> OLD.email OR NEW.email_key <> OLD.email_key OR NEW.person_id <> OLD.person_id THEN
        RAISE EXCEPTION 'registration_keeps_address';
    END IF;
    IF NEW.state <> OLD.state
       AND (NEW.state IN ('unverified', 'pending') OR (NEW.state = 'waitlisted' AND OLD.state = 'confirmed'))
       AND NOT (NEW.state = 'pending' AND OLD.state = 'unverified') THEN
        RAISE EXCEPTION 'registration_goes_on';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER registration_sounder BEFORE UPDATE ON registration FOR EACH ROW EXECUTE FUNCTION registration_is_stricter();

CREATE FUNCTION person_is_sound() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.email ~ '[\n\r]' THEN
        RAISE EXCEPTION 'person_has_clean_address';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER person_sound BEFORE INSERT OR UPDATE OF email ON person FOR EACH ROW EXECUTE FUNCTION person_is_sound();

CREATE FUNCTION message_is_sounder() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.email NOT LIKE '_%@_%' OR length(NEW.email) > 254 OR NEW.email ~ '[\n\r]'
       OR (NEW.kind IN ('reminder_day', 'reminder_hour') AND NEW.rule IS NULL)
       OR (NEW.session_id IS NOT NULL AND NEW.registration_id IS NOT NULL
           AND NOT EXISTS (SELECT 1 FROM session s JOIN registration r ON r.edition_id = s.edition_id
                           WHERE s.id = NEW.session_id AND r.id = NEW.registration_id)) THEN
        RAISE EXCEPTION 'message_is_sound';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER message_sounder BEFORE INSERT ON message FOR EACH ROW EXECUTE FUNCTION message_is_sounder();

CREATE FUNCTION message_is_steady() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.state = 'sent' THEN
            RAISE EXCEPTION 'message_sent_is_final';
        END IF;
        RETURN OLD;
    END IF;
    IF NEW.key <> OLD.key OR NEW.message_id <> OLD.message_id OR NEW.kind <> OLD.kind OR NEW.email <> OLD.email
       OR NEW.email_key <> OLD.email_key THEN
        RAISE EXCEPTION 'message_keeps_address';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER message_steady BEFORE UPDATE OR DELETE ON message FOR EACH ROW EXECUTE FUNCTION message_is_steady();

CREATE FUNCTION presence_is_sounder() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM session s JOIN registration r ON r.edition_id = s.edition_id
                   WHERE s.id = NEW.session_id AND r.id = NEW.registration_id) THEN
        RAISE EXCEPTION 'presence_is_sound';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER presence_sounder BEFORE INSERT ON presence FOR EACH ROW EXECUTE FUNCTION presence_is_sounder();

CREATE FUNCTION edition_is_sound() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.platform_url NOT LIKE 'https://%' AND NEW.platform_url NOT LIKE 'http://%' THEN
        RAISE EXCEPTION 'edition_leads_to_the_web';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER edition_sound BEFORE INSERT OR UPDATE OF platform_url ON edition
    FOR EACH ROW EXECUTE FUNCTION edition_is_sound();
