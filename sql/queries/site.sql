-- The installation itself.
-- SPDX-License-Identifier: MIT

-- site.begin_instance
-- The first start of a data folder.
INSERT INTO instance (id, epoch, created_at) VALUES (1, 0, :now) ON CONFLICT (id) DO NOTHING;

-- site.instance
-- Whether this data folder has been served.
SELECT id FROM instance ORDER BY id LIMIT 1;

-- site.next_epoch
UPDATE instance SET epoch = epoch + 1 WHERE id = 1 RETURNING epoch AS id;

-- site.has_content
SELECT id FROM community ORDER BY id LIMIT 1;

-- site.sitemap
-- Every public page, for search engines.
SELECT 'communities' AS kind, slug, latest_activity_at AS changed_at FROM community
UNION ALL SELECT 'series', slug, created_at FROM series
UNION ALL SELECT 'months', slug, created_at FROM month WHERE state <> 'draft'
UNION ALL SELECT 'events', slug, changed_at FROM event WHERE state <> 'draft'
UNION ALL SELECT 'speakers', slug, changed_at FROM speaker
ORDER BY 1, 2
LIMIT 9000;

-- site.blob
SELECT size AS id, media_type FROM blob WHERE hash = :hash;

-- site.blobs
-- Every file that must be there, for lectern check.
SELECT hash, size FROM blob ORDER BY hash;

-- site.mails
-- How many mails the outbox holds in each state, and since when the oldest of the waiting ones is due.
SELECT state, count(*) AS mails, min(due_at) AS oldest_due_at FROM message GROUP BY state ORDER BY state;

-- site.suppressed
-- Addresses that get no mail any more, because their mailbox does not exist or somebody complained.
SELECT count(*) AS id FROM suppression WHERE reason IN ('no_such_mailbox', 'complaint');
