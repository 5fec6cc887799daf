-- What a registration and a message are about never changes; the rules stand in the files per engine beside this one.
-- SPDX-License-Identifier: MIT

CREATE INDEX message_by_person ON message (person_id, kind, created_at);
