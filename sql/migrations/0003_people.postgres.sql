-- PostgreSQL: the twin of 0003_people.sqlite.sql.
-- SPDX-License-Identifier: MIT

CREATE FUNCTION sign_in_is_sound() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.used_at IS NOT NULL THEN
        RAISE EXCEPTION 'sign_in_is_used_once';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER sign_in_sound BEFORE UPDATE OF used_at ON sign_in FOR EACH ROW EXECUTE FUNCTION sign_in_is_sound();

CREATE FUNCTION administrator_is_sound() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT count(*) FROM administrator) = 1 THEN
        RAISE EXCEPTION 'administrator_remains';
    END IF;
    RETURN OLD;
END $$;
CREATE TRIGGER administrator_sound BEFORE DELETE ON administrator FOR EACH ROW EXECUTE FUNCTION administrator_is_sound();
