-- Members: names are found whatever their case. Twin of ../sqlite/members.sql.
-- SPDX-License-Identifier: MIT

-- members.page
-- Facilitators first, then moderators, then members in the order of their accounts. Who does not want to be seen is seen
-- by staff and by themselves.
SELECT p.id, p.name, p.organisation, p.country, m.role, m.joined_at,
       CASE m.role WHEN 'facilitator' THEN 0 WHEN 'moderator' THEN 1 ELSE 2 END AS rank
FROM membership m
JOIN person p ON p.id = m.person_id
WHERE m.community_id = :community
  AND (:is_staff = 1 OR m.role <> 'member' OR p.shown_to = 'members' OR p.id = :self)
  AND (CASE m.role WHEN 'facilitator' THEN 0 WHEN 'moderator' THEN 1 ELSE 2 END > :after_rank
       OR (CASE m.role WHEN 'facilitator' THEN 0 WHEN 'moderator' THEN 1 ELSE 2 END = :after_rank AND p.id > :after_id))
  AND (CAST(:name AS TEXT) IS NULL OR p.name ILIKE :name ESCAPE '!')
ORDER BY rank, p.id
LIMIT :limit;

-- members.people
-- Whoever has an account; administrators see them all.
SELECT p.id, p.name, p.email, p.organisation, a.created_at, p.last_activity_at,
       CASE WHEN d.person_id IS NULL THEN 0 ELSE 1 END AS is_administrator
FROM account a
JOIN person p ON p.id = a.person_id
LEFT JOIN administrator d ON d.person_id = p.id
WHERE p.id > :after_id
  AND (CAST(:name AS TEXT) IS NULL OR p.name ILIKE :name ESCAPE '!' OR p.email_key ILIKE :name ESCAPE '!')
  AND (:only_administrators = 0 OR d.person_id IS NOT NULL)
ORDER BY p.id
LIMIT :limit;
