-- The log of what staff changed.
-- SPDX-License-Identifier: MIT

-- audit.latest
SELECT id, hash FROM audit ORDER BY id DESC LIMIT 1;

-- audit.add
INSERT INTO audit (id, at, actor_id, action, noun, noun_id, community_id, values_hash, hash_before, hash)
VALUES (:id, :at, :actor, :action, :noun, :noun_id, :community, :values_hash, :before, :hash);

-- audit.add_values
INSERT INTO audit_values (audit_id, salt, value_before, value_after) VALUES (:id, :salt, :before, :after);

-- audit.chain
-- Every line in order, with its values where they were not erased.
SELECT a.id, a.at, a.actor_id, a.action, a.noun, a.noun_id, a.community_id, a.values_hash, a.hash_before, a.hash,
       v.salt, v.value_before, v.value_after
FROM audit a LEFT JOIN audit_values v ON v.audit_id = a.id
ORDER BY a.id;

