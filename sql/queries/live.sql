-- The join page: where the platform is, how to dial in, who came.
-- SPDX-License-Identifier: MIT

-- live.platform
SELECT platform_url FROM edition WHERE id = :edition;

-- live.dial_ins
SELECT id, label, number, pin FROM dial_in WHERE edition_id = :edition ORDER BY place, id LIMIT 20;

-- live.add_presence
-- One row a minute is enough.
INSERT INTO presence (registration_id, session_id, joined_at) VALUES (:registration, :session, :minute)
ON CONFLICT (registration_id, session_id, joined_at) DO NOTHING;
