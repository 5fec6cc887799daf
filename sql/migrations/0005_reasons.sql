-- An address may be suppressed for several reasons, each of which ends by itself.
-- SPDX-License-Identifier: MIT

CREATE TABLE suppression_by_reason (
    email_key   TEXT NOT NULL,
    reason      TEXT NOT NULL CHECK (reason IN ('no_such_mailbox', 'complaint', 'not_me')),
    created_at  {{int}} NOT NULL,
    PRIMARY KEY (email_key, reason)
){{strict}};
INSERT INTO suppression_by_reason (email_key, reason, created_at) SELECT email_key, reason, created_at FROM suppression;
DROP TABLE suppression;
ALTER TABLE suppression_by_reason RENAME TO suppression;
