-- SQLite: a seat is told by its own confirmation, or by the one of its month.
-- SPDX-License-Identifier: MIT

DROP VIEW invariant_confirmed_without_message;
CREATE VIEW invariant_confirmed_without_message AS
SELECT r.id AS registration_id
FROM registration r
WHERE r.state = 'confirmed' AND r.created_at > (SELECT created_at FROM instance WHERE id = 1)
  AND NOT EXISTS (SELECT 1 FROM message m
                  WHERE m.registration_id = r.id AND m.kind IN ('confirmation', 'promoted'))
  AND NOT EXISTS (SELECT 1 FROM registration o
                  JOIN message m ON m.registration_id = o.id
                  WHERE o.enrolment_id = r.enrolment_id AND m.enrolment_id = r.enrolment_id
                    AND m.kind = 'confirmation' AND m.created_at >= r.created_at);
