-- SQLite: what was noted stays noted.
-- SPDX-License-Identifier: MIT

CREATE TRIGGER audit_stays BEFORE UPDATE ON audit
BEGIN
    SELECT RAISE(ABORT, 'audit_stays');
END;

CREATE TRIGGER audit_is_kept BEFORE DELETE ON audit
BEGIN
    SELECT RAISE(ABORT, 'audit_stays');
END;

CREATE TRIGGER audit_values_stay BEFORE UPDATE ON audit_values
BEGIN
    SELECT RAISE(ABORT, 'audit_stays');
END;

CREATE TRIGGER invitation_ends_once BEFORE UPDATE OF ended_at ON invitation
WHEN OLD.ended_at IS NOT NULL
BEGIN
    SELECT RAISE(ABORT, 'invitation_ends_once');
END;
