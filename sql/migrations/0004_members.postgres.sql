-- PostgreSQL: the twin of 0004_members.sqlite.sql.
-- SPDX-License-Identifier: MIT

CREATE FUNCTION audit_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'audit_stays';
END $$;
CREATE TRIGGER audit_stays BEFORE UPDATE OR DELETE ON audit FOR EACH ROW EXECUTE FUNCTION audit_stays();
CREATE TRIGGER audit_values_stay BEFORE UPDATE ON audit_values FOR EACH ROW EXECUTE FUNCTION audit_stays();

CREATE FUNCTION invitation_is_sound() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.ended_at IS NOT NULL THEN
        RAISE EXCEPTION 'invitation_ends_once';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER invitation_sound BEFORE UPDATE OF ended_at ON invitation FOR EACH ROW EXECUTE FUNCTION invitation_is_sound();
