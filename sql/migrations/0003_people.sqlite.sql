-- SQLite: a link is used once; the site always has an administrator once it had one.
-- SPDX-License-Identifier: MIT

CREATE TRIGGER sign_in_is_used_once BEFORE UPDATE OF used_at ON sign_in
WHEN OLD.used_at IS NOT NULL
BEGIN
    SELECT RAISE(ABORT, 'sign_in_is_used_once');
END;

CREATE TRIGGER administrator_remains BEFORE DELETE ON administrator
WHEN (SELECT count(*) FROM administrator) = 1
BEGIN
    SELECT RAISE(ABORT, 'administrator_remains');
END;

CREATE VIEW invariant_secret_of_sent_message AS
SELECT id AS message_id FROM message WHERE state IN ('sent', 'failed', 'skipped') AND sealed IS NOT NULL;
