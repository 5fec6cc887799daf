-- Members of communities, their roles, and invitations.
-- SPDX-License-Identifier: MIT

-- members.community_of_slug
SELECT id FROM community WHERE slug = :slug;

-- members.community
SELECT c.id, c.slug, COALESCE(w.title, o.title) AS title, COALESCE(w.language, o.language) AS language
FROM community c
LEFT JOIN community_text w ON w.community_id = c.id AND w.language = :language
LEFT JOIN community_text o ON o.community_id = c.id AND o.language = c.original_language
WHERE c.id = :community;

-- members.join
INSERT INTO membership (community_id, person_id, role, joined_at) VALUES (:community, :person, :role, :now)
ON CONFLICT (community_id, person_id) DO NOTHING;

-- members.role
SELECT role AS id FROM membership WHERE community_id = :community AND person_id = :person;

-- members.set_role
UPDATE membership SET role = :role WHERE community_id = :community AND person_id = :person;

-- members.remove
DELETE FROM membership WHERE community_id = :community AND person_id = :person;

-- members.count_facilitators
SELECT count(*) AS id FROM membership WHERE community_id = :community AND role = 'facilitator';

-- members.count
SELECT count(*) AS id FROM membership WHERE community_id = :community;

-- members.invitations
-- Open ones, the latest first; of the site where no community is given.
SELECT i.id, i.role, i.email, i.created_at, i.expires_at, p.name AS inviter
FROM invitation i
JOIN person p ON p.id = i.invited_by
WHERE ((CAST(:community AS {{int}}) IS NULL AND i.community_id IS NULL) OR i.community_id = :community)
  AND i.ended_at IS NULL AND i.expires_at > :now
ORDER BY i.id DESC
LIMIT 200;

-- members.invited_since
SELECT count(*) AS id FROM invitation WHERE invited_by = :person AND created_at > :since;

-- members.address_invited_since
SELECT count(*) AS id FROM invitation WHERE email_key = :key AND created_at > :since;

-- members.end_invitations_of
-- Whoever is taken out does not come back by an older invitation.
UPDATE invitation SET ended_at = :now
WHERE community_id = :community AND ended_at IS NULL AND email_key = (SELECT email_key FROM person WHERE id = :person);

-- members.open_invitation
SELECT role || ' ' || email AS id FROM invitation WHERE id = :invitation AND ended_at IS NULL;

-- members.role_of_address
SELECT m.role AS id FROM membership m JOIN person p ON p.id = m.person_id
WHERE m.community_id = :community AND p.email_key = :key;

-- members.replace_invitations
-- A newer one makes those before worthless.
UPDATE invitation SET ended_at = :now
WHERE email_key = :key AND ended_at IS NULL
  AND ((CAST(:community AS {{int}}) IS NULL AND community_id IS NULL) OR community_id = :community);

-- members.add_invitation
INSERT INTO invitation (community_id, role, email, email_key, language, token_hash, invited_by, created_at, expires_at)
VALUES (:community, :role, :email, :key, :language, :token_hash, :person, :now, :expires)
RETURNING id;

-- members.withdraw_invitation
UPDATE invitation SET ended_at = :now
WHERE id = :invitation AND ended_at IS NULL
  AND ((CAST(:community AS {{int}}) IS NULL AND community_id IS NULL) OR community_id = :community);

-- members.invitation_by_token
-- Worth nothing once whoever sent it may not give the role any more.
SELECT i.id, i.community_id, i.role, i.email, i.email_key FROM invitation i
WHERE i.token_hash = :hash AND i.ended_at IS NULL AND i.expires_at > :now
  AND (EXISTS (SELECT 1 FROM administrator a WHERE a.person_id = i.invited_by)
       OR EXISTS (SELECT 1 FROM membership m
                  WHERE m.community_id = i.community_id AND m.person_id = i.invited_by AND m.role = 'facilitator'));

-- members.end_invitation
UPDATE invitation SET ended_at = :now WHERE id = :invitation AND ended_at IS NULL;

-- members.name
SELECT name AS id FROM person WHERE id = :person;

-- members.add_administrator
INSERT INTO administrator (person_id, created_at) VALUES (:person, :now) ON CONFLICT (person_id) DO NOTHING;

-- members.administrators
SELECT count(*) AS id FROM administrator;

-- members.remove_administrator
DELETE FROM administrator WHERE person_id = :person;
