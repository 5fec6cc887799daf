-- Due work that is no message.
-- SPDX-License-Identifier: MIT

-- jobs.add
INSERT INTO job (kind, payload, due_at, created_at) VALUES (:kind, :payload, :due, :now)
ON CONFLICT (kind, payload) WHERE state = 'queued' DO NOTHING;

-- jobs.void_old_leases
-- Not queued again, for the same may be queued already.
UPDATE job SET lease_until = 0 WHERE state = 'running' AND lease_owner < :epoch;

-- jobs.lease
-- What is due, and what somebody took and did not bring back in time. attempts ends where its CHECK does.
UPDATE job SET state = 'running', lease_owner = :owner, lease_until = :until,
    attempts = CASE WHEN attempts < 40 THEN attempts + 1 ELSE attempts END
WHERE id = (SELECT id FROM job
    WHERE (state = 'queued' AND due_at <= :now) OR (state = 'running' AND due_at <= :now AND lease_until <= :now)
    ORDER BY due_at, id LIMIT 1)
RETURNING id, kind, payload, attempts;

-- jobs.done
-- What is done leaves no trace: recurring jobs would fill the table.
DELETE FROM job WHERE id = :job;

-- jobs.failed
-- No row where the same is queued already: that one is tried in its place.
UPDATE job SET state = :state, reason = :reason, due_at = :due, lease_owner = NULL, lease_until = NULL
WHERE id = :job AND NOT EXISTS (SELECT 1 FROM job AS twin WHERE twin.kind = job.kind AND twin.payload = job.payload
    AND twin.state = 'queued' AND :state = 'queued');
