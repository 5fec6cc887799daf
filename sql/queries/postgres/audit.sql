-- Audit: names are found whatever their case. Twin of ../sqlite/audit.sql.
-- SPDX-License-Identifier: MIT

-- audit.page
-- The latest first. `person` finds what a person did and what was done to them.
SELECT a.id, a.at, a.action, a.noun, a.noun_id, who.name AS actor, whom.name AS about, c.slug AS community,
       v.value_before, v.value_after
FROM audit a
LEFT JOIN person who ON who.id = a.actor_id
LEFT JOIN person whom ON a.noun = 'person' AND whom.id = a.noun_id
LEFT JOIN community c ON c.id = a.community_id
LEFT JOIN audit_values v ON v.audit_id = a.id
WHERE a.id < :before
  AND (CAST(:action AS TEXT) IS NULL OR a.action = :action)
  AND (CAST(:community AS TEXT) IS NULL OR c.slug = :community)
  AND (CAST(:name AS TEXT) IS NULL OR who.name ILIKE :name ESCAPE '!' OR whom.name ILIKE :name ESCAPE '!'
       OR who.email_key ILIKE :name ESCAPE '!' OR whom.email_key ILIKE :name ESCAPE '!')
ORDER BY a.id DESC
LIMIT :limit;
