-- The readable catalogue: communities, series, months, events, speakers, products.
-- Texts: the language asked for, else the site's default, else the original. Lists first find ids, then read the rows of
-- those ids (queries whose names end in _of, with their engine's way to pass a list).
-- SPDX-License-Identifier: MIT

-- catalogue.event_id
SELECT id FROM event WHERE slug = :slug AND state <> 'draft';

-- catalogue.events_all
-- Every event with a date, earliest first.
SELECT ev.id, ev.starts_at
FROM event ev
LEFT JOIN month m ON m.id = ev.month_id
WHERE ev.state <> 'draft'
  AND ev.starts_at IS NOT NULL
  AND (CAST(:month AS TEXT) IS NULL OR (m.slug = :month AND m.state <> 'draft'))
  AND (CAST(:kind AS TEXT) IS NULL OR ev.kind = :kind)
  AND (CAST(:language AS TEXT) IS NULL
       OR EXISTS (SELECT 1 FROM edition e WHERE e.event_id = ev.id AND e.language = :language))
  AND (ev.starts_at, ev.id) > (:after_at, :after_id)
ORDER BY ev.starts_at, ev.id
LIMIT :limit;

-- catalogue.events_upcoming
-- Those that have not ended, next first.
SELECT ev.id, ev.starts_at
FROM event ev
LEFT JOIN month m ON m.id = ev.month_id
WHERE ev.state <> 'draft'
  AND ev.ends_at > :now
  AND (CAST(:month AS TEXT) IS NULL OR (m.slug = :month AND m.state <> 'draft'))
  AND (CAST(:kind AS TEXT) IS NULL OR ev.kind = :kind)
  AND (CAST(:language AS TEXT) IS NULL
       OR EXISTS (SELECT 1 FROM edition e WHERE e.event_id = ev.id AND e.language = :language))
  AND (ev.starts_at, ev.id) > (:after_at, :after_id)
ORDER BY ev.starts_at, ev.id
LIMIT :limit;

-- catalogue.events_past
-- Those that have ended, latest first.
SELECT ev.id, ev.starts_at
FROM event ev
LEFT JOIN month m ON m.id = ev.month_id
WHERE ev.state <> 'draft'
  AND ev.ends_at <= :now
  AND (CAST(:month AS TEXT) IS NULL OR (m.slug = :month AND m.state <> 'draft'))
  AND (CAST(:kind AS TEXT) IS NULL OR ev.kind = :kind)
  AND (CAST(:language AS TEXT) IS NULL
       OR EXISTS (SELECT 1 FROM edition e WHERE e.event_id = ev.id AND e.language = :language))
  AND (ev.starts_at, ev.id) < (:after_at, :after_id)
ORDER BY ev.starts_at DESC, ev.id DESC
LIMIT :limit;

-- catalogue.events_of_month
SELECT id FROM event WHERE month_id = :month AND state <> 'draft' ORDER BY starts_at NULLS LAST, id LIMIT 200;

-- catalogue.events_of_speaker
SELECT DISTINCT ev.id, ev.starts_at
FROM event ev
JOIN appearance a ON a.event_id = ev.id
WHERE a.speaker_id = :speaker AND ev.state <> 'draft'
ORDER BY ev.starts_at DESC NULLS LAST, ev.id DESC
LIMIT 100;

-- catalogue.events_of_community
SELECT id, starts_at FROM event
WHERE community_id = :community AND state <> 'draft' AND ends_at > :now
ORDER BY starts_at, id
LIMIT 12;

-- catalogue.event_detail
SELECT ev.id, COALESCE(w.description, d.description, o.description) AS description,
       c.slug AS community_slug,
       COALESCE(cw.title, cd.title, co.title) AS community_title,
       COALESCE(cw.language, cd.language, co.language) AS community_language,
       s.slug AS series_slug,
       COALESCE(sw.title, sd.title, so.title) AS series_title,
       COALESCE(sw.language, sd.language, so.language) AS series_language
FROM event ev
LEFT JOIN event_text w ON w.event_id = ev.id AND w.language = :language
LEFT JOIN event_text d ON d.event_id = ev.id AND d.language = :fallback
LEFT JOIN event_text o ON o.event_id = ev.id AND o.language = ev.original_language
JOIN community c ON c.id = ev.community_id
LEFT JOIN community_text cw ON cw.community_id = c.id AND cw.language = :language
LEFT JOIN community_text cd ON cd.community_id = c.id AND cd.language = :fallback
LEFT JOIN community_text co ON co.community_id = c.id AND co.language = c.original_language
LEFT JOIN month m ON m.id = ev.month_id
LEFT JOIN series s ON s.id = m.series_id
LEFT JOIN series_text sw ON sw.series_id = s.id AND sw.language = :language
LEFT JOIN series_text sd ON sd.series_id = s.id AND sd.language = :fallback
LEFT JOIN series_text so ON so.series_id = s.id AND so.language = s.original_language
WHERE ev.id = :event;

-- catalogue.appearances
-- Speakers first, in their order.
SELECT a.role, s.id, s.slug, s.name, s.affiliation, s.photo,
       COALESCE(w.biography, d.biography, o.biography, '') AS biography,
       COALESCE(w.photo_alt, d.photo_alt, o.photo_alt, '') AS photo_alt,
       COALESCE(w.language, d.language, o.language, s.original_language) AS language
FROM appearance a
JOIN speaker s ON s.id = a.speaker_id
LEFT JOIN speaker_text w ON w.speaker_id = s.id AND w.language = :language
LEFT JOIN speaker_text d ON d.speaker_id = s.id AND d.language = :fallback
LEFT JOIN speaker_text o ON o.speaker_id = s.id AND o.language = s.original_language
WHERE a.event_id = :event
ORDER BY a.place, a.id
LIMIT 50;

-- catalogue.materials_of_event
SELECT id, kind, language, title, url, media_type, size, duration_minutes FROM material
WHERE event_id = :event ORDER BY place, id LIMIT 100;

-- catalogue.materials_of_month
SELECT id, kind, language, title, url, media_type, size, duration_minutes FROM material
WHERE month_id = :month ORDER BY place, id LIMIT 100;

-- catalogue.recordings
-- What was recorded lately, for the library.
SELECT ma.id, ma.kind, ma.language, ma.title, ma.url, ma.media_type, ma.size, ma.duration_minutes,
       ev.slug AS event_slug, COALESCE(w.title, d.title, o.title) AS event_title,
       COALESCE(w.language, d.language, o.language) AS event_language
FROM material ma
JOIN event ev ON ev.id = ma.event_id
LEFT JOIN event_text w ON w.event_id = ev.id AND w.language = :language
LEFT JOIN event_text d ON d.event_id = ev.id AND d.language = :fallback
LEFT JOIN event_text o ON o.event_id = ev.id AND o.language = ev.original_language
WHERE ma.kind IN ('recording', 'audio', 'slides', 'handout') AND ev.state <> 'draft'
ORDER BY ma.created_at DESC, ma.id DESC
LIMIT :limit;

-- catalogue.materials_list
SELECT ma.id, ma.kind, ma.language, ma.title, ma.url, ma.media_type, ma.size, ma.duration_minutes
FROM material ma
LEFT JOIN event ev ON ev.id = ma.event_id
LEFT JOIN month m ON m.id = ma.month_id
WHERE (ev.state IS NULL OR ev.state <> 'draft') AND (m.state IS NULL OR m.state <> 'draft')
  AND (CAST(:kind AS TEXT) IS NULL OR ma.kind = :kind)
  AND (CAST(:language AS TEXT) IS NULL OR ma.language = :language)
  AND ma.id > :after_id
ORDER BY ma.id
LIMIT :limit;

-- catalogue.products
-- Published ones, newest first; of one month or event where asked.
SELECT p.id, p.slug, p.kind, p.url, p.media_type, p.size, p.published_at,
       COALESCE(w.title, d.title, o.title) AS title, COALESCE(w.summary, d.summary, o.summary) AS summary,
       COALESCE(w.language, d.language, o.language) AS language
FROM product p
LEFT JOIN product_text w ON w.product_id = p.id AND w.language = :language
LEFT JOIN product_text d ON d.product_id = p.id AND d.language = :fallback
LEFT JOIN product_text o ON o.product_id = p.id AND o.language = p.original_language
WHERE p.state = 'published'
  AND (CAST(:month AS {{int}}) IS NULL OR p.month_id = :month)
  AND (CAST(:event AS {{int}}) IS NULL OR p.event_id = :event)
  AND (p.published_at, p.id) < (:before_at, :before_id)
ORDER BY p.published_at DESC, p.id DESC
LIMIT :limit;

-- catalogue.month_id
SELECT id FROM month WHERE slug = :slug AND state <> 'draft';

-- catalogue.months
-- All that are public, in order; of one series where asked.
SELECT m.id FROM month m
WHERE m.state <> 'draft' AND (CAST(:series AS {{int}}) IS NULL OR m.series_id = :series)
  AND (m.starts_on, m.id) > (:after_on, :after_id)
ORDER BY m.starts_on, m.id
LIMIT :limit;

-- catalogue.latest_months
-- Those in lists that hold no more, in order; of one series where asked.
SELECT l.id FROM (SELECT m.id, m.starts_on FROM month m
                  WHERE m.state <> 'draft' AND (CAST(:series AS {{int}}) IS NULL OR m.series_id = :series)
                  ORDER BY m.starts_on DESC, m.id DESC LIMIT 200) l
ORDER BY l.starts_on, l.id;

-- catalogue.month_detail
SELECT m.id, m.series_id, COALESCE(w.description, d.description, o.description) AS description,
       s.slug AS series_slug,
       COALESCE(sw.title, sd.title, so.title) AS series_title,
       COALESCE(sw.language, sd.language, so.language) AS series_language,
       c.slug AS community_slug,
       COALESCE(cw.title, cd.title, co.title) AS community_title,
       COALESCE(cw.language, cd.language, co.language) AS community_language
FROM month m
LEFT JOIN month_text w ON w.month_id = m.id AND w.language = :language
LEFT JOIN month_text d ON d.month_id = m.id AND d.language = :fallback
LEFT JOIN month_text o ON o.month_id = m.id AND o.language = m.original_language
JOIN series s ON s.id = m.series_id
LEFT JOIN series_text sw ON sw.series_id = s.id AND sw.language = :language
LEFT JOIN series_text sd ON sd.series_id = s.id AND sd.language = :fallback
LEFT JOIN series_text so ON so.series_id = s.id AND so.language = s.original_language
JOIN community c ON c.id = s.community_id
LEFT JOIN community_text cw ON cw.community_id = c.id AND cw.language = :language
LEFT JOIN community_text cd ON cd.community_id = c.id AND cd.language = :fallback
LEFT JOIN community_text co ON co.community_id = c.id AND co.language = c.original_language
WHERE m.id = :month;

-- catalogue.month_hosts
SELECT s.id, s.name, s.affiliation, s.slug
FROM month_host h JOIN speaker s ON s.id = h.speaker_id
WHERE h.month_id = :month
ORDER BY h.place, s.id
LIMIT 20;

-- catalogue.series
SELECT s.id, s.slug, COALESCE(w.title, d.title, o.title) AS title, COALESCE(w.summary, d.summary, o.summary) AS summary,
       COALESCE(w.description, d.description, o.description) AS description,
       COALESCE(w.language, d.language, o.language) AS language,
       c.slug AS community_slug,
       COALESCE(cw.title, cd.title, co.title) AS community_title,
       COALESCE(cw.language, cd.language, co.language) AS community_language
FROM series s
LEFT JOIN series_text w ON w.series_id = s.id AND w.language = :language
LEFT JOIN series_text d ON d.series_id = s.id AND d.language = :fallback
LEFT JOIN series_text o ON o.series_id = s.id AND o.language = s.original_language
JOIN community c ON c.id = s.community_id
LEFT JOIN community_text cw ON cw.community_id = c.id AND cw.language = :language
LEFT JOIN community_text cd ON cd.community_id = c.id AND cd.language = :fallback
LEFT JOIN community_text co ON co.community_id = c.id AND co.language = c.original_language
WHERE (CAST(:slug AS TEXT) IS NULL OR s.slug = :slug)
  AND (CAST(:community AS {{int}}) IS NULL OR s.community_id = :community)
  AND s.id > :after_id
ORDER BY s.id
LIMIT :limit;

-- catalogue.communities
SELECT c.id, c.slug, c.help_contact, c.latest_activity_at,
       (SELECT count(*) FROM membership m WHERE m.community_id = c.id) AS member_count,
       COALESCE(w.title, d.title, o.title) AS title, COALESCE(w.summary, d.summary, o.summary) AS summary,
       COALESCE(w.objective, d.objective, o.objective) AS objective, COALESCE(w.focus, d.focus, o.focus) AS focus,
       COALESCE(w.location, d.location, o.location) AS location,
       COALESCE(w.how_to_join, d.how_to_join, o.how_to_join) AS how_to_join,
       COALESCE(w.language, d.language, o.language) AS language
FROM community c
LEFT JOIN community_text w ON w.community_id = c.id AND w.language = :language
LEFT JOIN community_text d ON d.community_id = c.id AND d.language = :fallback
LEFT JOIN community_text o ON o.community_id = c.id AND o.language = c.original_language
WHERE (CAST(:slug AS TEXT) IS NULL OR c.slug = :slug) AND c.id > :after_id
ORDER BY c.id
LIMIT :limit;

-- catalogue.facilitators
-- Whom to ask: that a facilitator is one is public.
SELECT p.name AS id FROM membership m JOIN person p ON p.id = m.person_id
WHERE m.community_id = :community AND m.role = 'facilitator'
ORDER BY m.joined_at, p.id
LIMIT 20;

-- catalogue.partners
SELECT id, name, url, logo, role FROM partner
WHERE (CAST(:community AS {{int}}) IS NOT NULL AND community_id = :community)
   OR (CAST(:series AS {{int}}) IS NOT NULL AND series_id = :series)
ORDER BY place, id
LIMIT 50;

-- catalogue.speakers
SELECT s.id, s.slug, s.name, s.affiliation, s.country, s.photo,
       COALESCE(w.biography, d.biography, o.biography, '') AS biography,
       COALESCE(w.photo_alt, d.photo_alt, o.photo_alt, '') AS photo_alt,
       COALESCE(w.language, d.language, o.language, s.original_language) AS language
FROM speaker s
LEFT JOIN speaker_text w ON w.speaker_id = s.id AND w.language = :language
LEFT JOIN speaker_text d ON d.speaker_id = s.id AND d.language = :fallback
LEFT JOIN speaker_text o ON o.speaker_id = s.id AND o.language = s.original_language
WHERE (CAST(:slug AS TEXT) IS NULL OR s.slug = :slug) AND s.id > :after_id
ORDER BY s.id
LIMIT :limit;

-- catalogue.speaker_links
SELECT id, title, url FROM speaker_link WHERE speaker_id = :speaker ORDER BY place, id LIMIT 20;

-- catalogue.text_languages
-- The languages in which one noun's texts exist.
SELECT language AS id FROM community_text WHERE :noun = 'community' AND community_id = :id
UNION ALL SELECT language FROM series_text WHERE :noun = 'series' AND series_id = :id
UNION ALL SELECT language FROM month_text WHERE :noun = 'month' AND month_id = :id
UNION ALL SELECT language FROM speaker_text WHERE :noun = 'speaker' AND speaker_id = :id
UNION ALL SELECT language FROM product_text WHERE :noun = 'product' AND product_id = :id
ORDER BY 1
LIMIT 50;

-- catalogue.former_slug
-- Where a slug of the past leads now.
SELECT COALESCE(c.slug, s.slug, m.slug, ev.slug, sp.slug, p.slug) AS id
FROM former_slug f
LEFT JOIN community c ON f.noun = 'community' AND c.id = f.noun_id
LEFT JOIN series s ON f.noun = 'series' AND s.id = f.noun_id
LEFT JOIN month m ON f.noun = 'month' AND m.id = f.noun_id AND m.state <> 'draft'
LEFT JOIN event ev ON f.noun = 'event' AND ev.id = f.noun_id AND ev.state <> 'draft'
LEFT JOIN speaker sp ON f.noun = 'speaker' AND sp.id = f.noun_id
LEFT JOIN product p ON f.noun = 'product' AND p.id = f.noun_id AND p.state = 'published'
WHERE f.noun = :noun AND f.slug = :slug;

-- catalogue.search_texts
-- Everything that can be found, one row per noun and language.
SELECT 'event' AS noun, ev.id AS noun_id, t.language, t.title, t.summary || ' ' || t.description AS body
FROM event ev JOIN event_text t ON t.event_id = ev.id
UNION ALL
SELECT 'month', m.id, t.language, t.title, t.summary || ' ' || t.description FROM month m JOIN month_text t ON t.month_id = m.id
UNION ALL
SELECT 'product', p.id, t.language, t.title, t.summary FROM product p JOIN product_text t ON t.product_id = p.id
UNION ALL
SELECT 'speaker', s.id, t.language, s.name, s.affiliation || ' ' || t.biography
FROM speaker s JOIN speaker_text t ON t.speaker_id = s.id
ORDER BY 1, 2, 3;

-- catalogue.search_event_speakers
-- Names of who speaks are words of the event too.
SELECT a.event_id, s.name FROM appearance a JOIN speaker s ON s.id = a.speaker_id ORDER BY a.event_id, a.place, a.id;

-- catalogue.feed_of_series
-- What a calendar feed holds: the latest three hundred events.
SELECT ev.id FROM event ev
JOIN month m ON m.id = ev.month_id
JOIN series s ON s.id = m.series_id
WHERE s.slug = :slug AND ev.state <> 'draft' AND ev.starts_at IS NOT NULL
ORDER BY ev.starts_at DESC, ev.id
LIMIT 300;

-- catalogue.feed_of_community
SELECT ev.id FROM event ev
JOIN community c ON c.id = ev.community_id
WHERE c.slug = :slug AND ev.state <> 'draft' AND ev.starts_at IS NOT NULL
ORDER BY ev.starts_at DESC, ev.id
LIMIT 300;

-- catalogue.search_rules
SELECT value AS id FROM setting WHERE name = 'search_rules';

-- catalogue.set_search_rules
INSERT INTO setting (name, value) VALUES ('search_rules', :rules)
ON CONFLICT (name) DO UPDATE SET value = excluded.value;
