-- Lists of ids: json_each over "1,2,3". Twin of ../postgres/catalogue.sql.
-- SPDX-License-Identifier: MIT

-- catalogue.events_of
SELECT ev.id, ev.slug, ev.kind, ev.state, ev.original_language, ev.starts_at, ev.ends_at, ev.changed_at,
       COALESCE(w.title, d.title, o.title) AS title, COALESCE(w.summary, d.summary, o.summary) AS summary,
       COALESCE(w.language, d.language, o.language) AS language,
       m.slug AS month_slug, m.theme AS month_theme,
       COALESCE(mw.title, md.title, mo.title) AS month_title,
       COALESCE(mw.language, md.language, mo.language) AS month_language,
       CASE WHEN EXISTS (SELECT 1 FROM material ma WHERE ma.event_id = ev.id AND ma.kind = 'recording') THEN 1 ELSE 0 END
           AS has_recording
FROM event ev
LEFT JOIN event_text w ON w.event_id = ev.id AND w.language = :language
LEFT JOIN event_text d ON d.event_id = ev.id AND d.language = :fallback
LEFT JOIN event_text o ON o.event_id = ev.id AND o.language = ev.original_language
LEFT JOIN month m ON m.id = ev.month_id AND m.state <> 'draft'
LEFT JOIN month_text mw ON mw.month_id = m.id AND mw.language = :language
LEFT JOIN month_text md ON md.month_id = m.id AND md.language = :fallback
LEFT JOIN month_text mo ON mo.month_id = m.id AND mo.language = m.original_language
WHERE ev.id IN (SELECT value FROM json_each('[' || :ids || ']'))
ORDER BY ev.id;

-- catalogue.event_languages_of
SELECT event_id, language FROM event_text WHERE event_id IN (SELECT value FROM json_each('[' || :ids || ']')) ORDER BY event_id, language;

-- catalogue.editions_of
SELECT id, event_id, language, capacity, seats_taken, state, attendance, venue, registration_opens_at, registration_closes_at
FROM edition
WHERE event_id IN (SELECT value FROM json_each('[' || :ids || ']'))
ORDER BY event_id, id;

-- catalogue.sessions_of
SELECT s.id, s.edition_id, e.event_id, s.uid, s.starts_at, s.ends_at, s.time_zone, s.local_start, s.local_end, s.state,
       s.sequence, s.changed_at
FROM session s JOIN edition e ON e.id = s.edition_id
WHERE e.event_id IN (SELECT value FROM json_each('[' || :ids || ']'))
ORDER BY s.edition_id, s.starts_at, s.id;

-- catalogue.event_speakers_of
SELECT a.event_id, sp.slug, sp.name
FROM appearance a JOIN speaker sp ON sp.id = a.speaker_id
WHERE a.event_id IN (SELECT value FROM json_each('[' || :ids || ']')) AND a.role = 'speaker'
ORDER BY a.event_id, a.place, a.id;

-- catalogue.months_of
SELECT m.id, m.slug, m.theme, m.starts_on, m.ends_on,
       COALESCE(w.title, d.title, o.title) AS title, COALESCE(w.summary, d.summary, o.summary) AS summary,
       COALESCE(w.language, d.language, o.language) AS language,
       (SELECT count(*) FROM event ev WHERE ev.month_id = m.id AND ev.state <> 'draft') AS event_count
FROM month m
LEFT JOIN month_text w ON w.month_id = m.id AND w.language = :language
LEFT JOIN month_text d ON d.month_id = m.id AND d.language = :fallback
LEFT JOIN month_text o ON o.month_id = m.id AND o.language = m.original_language
WHERE m.id IN (SELECT value FROM json_each('[' || :ids || ']'))
ORDER BY m.starts_on, m.id;

-- catalogue.month_languages_of
SELECT month_id, language FROM month_text WHERE month_id IN (SELECT value FROM json_each('[' || :ids || ']')) ORDER BY month_id, language;

-- catalogue.products_of
SELECT p.id, p.slug, COALESCE(w.title, d.title, o.title) AS title, COALESCE(w.summary, d.summary, o.summary) AS summary,
       COALESCE(w.language, d.language, o.language) AS language
FROM product p
LEFT JOIN product_text w ON w.product_id = p.id AND w.language = :language
LEFT JOIN product_text d ON d.product_id = p.id AND d.language = :fallback
LEFT JOIN product_text o ON o.product_id = p.id AND o.language = p.original_language
WHERE p.id IN (SELECT value FROM json_each('[' || :ids || ']'))
ORDER BY p.id;

-- catalogue.speakers_of
SELECT s.id, s.slug, s.name AS title, s.affiliation AS summary,
       COALESCE(w.language, d.language, o.language, s.original_language) AS language
FROM speaker s
LEFT JOIN speaker_text w ON w.speaker_id = s.id AND w.language = :language
LEFT JOIN speaker_text d ON d.speaker_id = s.id AND d.language = :fallback
LEFT JOIN speaker_text o ON o.speaker_id = s.id AND o.language = s.original_language
WHERE s.id IN (SELECT value FROM json_each('[' || :ids || ']'))
ORDER BY s.id;

-- catalogue.product_languages_of
SELECT product_id, language FROM product_text WHERE product_id IN (SELECT value FROM json_each('[' || :ids || ']')) ORDER BY product_id, language;

-- catalogue.search
-- Best first; `words` is an FTS5 query of quoted stems joined by AND, made by the program. A noun may match in several
-- languages: its best row counts. bm25 works only beside MATCH itself, hence the inner SELECT; its LIMIT keeps it apart.
SELECT w.noun, w.noun_id, min(w.rank) AS best
FROM (SELECT noun, noun_id, language, bm25(search_word, 0, 0, 0, 4.0, 1.0) AS rank
      FROM search_word
      WHERE search_word MATCH :words AND (:kind IS NULL OR noun = :kind) AND (:language IS NULL OR language = :language)
      ORDER BY rank
      LIMIT 2000) w
LEFT JOIN event ev ON w.noun = 'event' AND ev.id = w.noun_id
LEFT JOIN month m ON w.noun = 'month' AND m.id = w.noun_id
LEFT JOIN product p ON w.noun = 'product' AND p.id = w.noun_id
WHERE (ev.id IS NULL OR ev.state <> 'draft')
  AND (m.id IS NULL OR m.state <> 'draft')
  AND (p.id IS NULL OR p.state = 'published')
  AND (:from_at IS NULL OR ev.ends_at > :from_at)
  AND (:until_at IS NULL OR ev.ends_at <= :until_at)
GROUP BY w.noun, w.noun_id
ORDER BY best, w.noun, w.noun_id
LIMIT :limit OFFSET :skip;

-- catalogue.search_forget
DELETE FROM search_word;

-- catalogue.search_add
INSERT INTO search_word (noun, noun_id, language, title, body) VALUES (:noun, :id, :language, :title, :body);
