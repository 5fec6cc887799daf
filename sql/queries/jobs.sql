-- Due work that is no message.
-- SPDX-License-Identifier: MIT

-- jobs.add
INSERT INTO job (kind, payload, due_at, created_at) VALUES (:kind, :payload, :due, :now)
ON CONFLICT (kind, payload) WHERE state = 'queued' DO NOTHING;

-- jobs.void_old_leases
UPDATE job SET state = 'queued', lease_owner = NULL, lease_until = NULL WHERE state = 'running' AND lease_owner < :epoch;

-- jobs.lease
UPDATE job SET state = 'running', lease_owner = :owner, lease_until = :until, attempts = attempts + 1
WHERE id = (SELECT id FROM job WHERE state = 'queued' AND due_at <= :now ORDER BY due_at, id LIMIT 1)
RETURNING id, kind, payload, attempts;

-- jobs.done
-- What is done leaves no trace: recurring jobs would fill the table.
DELETE FROM job WHERE id = :job;

-- jobs.failed
UPDATE job SET state = :state, reason = :reason, due_at = :due, lease_owner = NULL, lease_until = NULL WHERE id = :job;
