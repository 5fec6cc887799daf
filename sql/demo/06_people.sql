-- The demo: people who registered, and what they asked. Addresses of example.org belong to nobody. Registrations for the
-- coming month lie seven weeks and more before it, so that they are never in the future wherever the month is moved.
-- SPDX-License-Identifier: MIT

INSERT INTO person (id, email, email_key, name, language, time_zone, organisation, country, verified_at, created_at, last_activity_at)
SELECT p.column1, p.column2 || '@example.org', p.column2 || '@example.org', p.column3, p.column4, p.column5, p.column6, p.column7,
       unixepoch('2026-04-13T09:00Z') * 1000, unixepoch('2026-04-13T09:00Z') * 1000, unixepoch('2026-04-13T09:00Z') * 1000
FROM (VALUES
    (1, 'abena.k', 'Abena Kyerewaa', 'en', 'Africa/Accra', 'Ankosua Riverside Farmers', 'GH'),
    (2, 'ousmane.d', 'Ousmane Diatta', 'fr', 'Africa/Dakar', 'Comité de l’eau de Bantaké', 'SN'),
    (3, 'maribel.c', 'Maribel Ccori', 'es', 'America/Lima', 'Central de Mujeres Ichu', 'PE'),
    (4, 'yolima.v', 'Yolima Valderrama', 'es', 'America/Bogota', 'Consejo Comunitario Río Callado', 'CO'),
    (5, 'anabela.m', 'Anabela Muianga', 'pt', 'Africa/Maputo', 'Associação Mulheres da Restinga', 'MZ'),
    (6, 'sione.t', 'Sione Taufa', 'en', 'Pacific/Port_Moresby', NULL, 'PG'),
    (7, 'dilnoza.r', 'Dilnoza Rakhimova', 'en', 'Asia/Tashkent', 'Foothills Water Users', 'UZ'),
    (8, 'hawa.s', 'Hawa Sylla', 'fr', 'Africa/Conakry', 'Groupement des Trois Manguiers', 'GN'),
    (9, 'tupaq.m', 'Tupaq Mamani', 'es', 'America/La_Paz', NULL, 'BO'),
    (10, 'ximena.b', 'Ximena Barrientos', 'es', 'America/Santiago', 'Taller de Salares', 'CL'),
    (11, 'luzmila.t', 'Luzmila Tanchiva', 'es', 'America/Lima', 'Federación de Comunidades del Bajo Río', 'PE'),
    (12, 'graca.f', 'Graça Fumane', 'pt', 'Africa/Maputo', NULL, 'MZ'),
    (13, 'rosaura.q', 'Rosaura Quintanilla', 'es', 'America/Guatemala', 'Red de Defensoras del Valle', 'GT'),
    (14, 'ines.p', 'Inés Paredes', 'es', 'America/Guayaquil', 'Mesa de Mujeres del Valle', 'EC')) AS p;

-- Thirteen belong to the community, and two of them run it.
INSERT INTO account (person_id, created_at) SELECT id, created_at FROM person WHERE id <> 9;
INSERT INTO membership (community_id, person_id, role, joined_at)
SELECT 1, person_id, CASE person_id WHEN 2 THEN 'facilitator' WHEN 3 THEN 'facilitator' WHEN 5 THEN 'moderator' ELSE 'member' END,
       created_at
FROM account;
UPDATE person SET shown_to = 'facilitators' WHERE id = 7;

-- Eight have a place in the clinic, three wait; the others are spread over the three months.
INSERT INTO registration (id, edition_id, person_id, email, email_key, name, language, time_zone, organisation, country, state,
                          waitlist_place, salt, created_at, changed_at)
SELECT r.column1, r.column2, p.id, p.email, p.email_key, p.name, p.language, p.time_zone, p.organisation, p.country, r.column4,
       r.column5, r.column6, unixepoch(r.column7) * 1000, unixepoch(r.column7) * 1000
FROM (VALUES
    (1, 1, 1, 'confirmed', NULL, x'5d1c0a7e93b24f01', '2026-09-28T10:12Z'),
    (2, 1, 7, 'confirmed', NULL, x'5d1c0a7e93b24f02', '2026-09-29T06:40Z'),
    (3, 2, 3, 'confirmed', NULL, x'5d1c0a7e93b24f03', '2026-09-30T21:05Z'),
    (4, 2, 9, 'confirmed', NULL, x'5d1c0a7e93b24f04', '2026-10-01T13:31Z'),
    (5, 3, 2, 'confirmed', NULL, x'5d1c0a7e93b24f05', '2026-09-22T08:55Z'),
    (6, 3, 8, 'confirmed', NULL, x'5d1c0a7e93b24f06', '2026-09-23T17:20Z'),
    (7, 4, 5, 'confirmed', NULL, x'5d1c0a7e93b24f07', '2026-10-05T11:48Z'),
    (8, 5, 1, 'confirmed', NULL, x'5d1c0a7e93b24f08', '2026-10-08T09:14Z'),
    (9, 5, 6, 'confirmed', NULL, x'5d1c0a7e93b24f09', '2026-10-09T02:27Z'),
    (10, 6, 1, 'confirmed', NULL, x'5d1c0a7e93b24f0a', '2026-10-27T10:02Z'),
    (11, 6, 6, 'confirmed', NULL, x'5d1c0a7e93b24f0b', '2026-10-29T03:16Z'),
    (12, 6, 7, 'confirmed', NULL, x'5d1c0a7e93b24f0c', '2026-11-02T07:44Z'),
    (13, 7, 2, 'confirmed', NULL, x'5d1c0a7e93b24f0d', '2026-11-03T18:09Z'),
    (14, 7, 8, 'confirmed', NULL, x'5d1c0a7e93b24f0e', '2026-11-04T12:33Z'),
    (15, 8, 1, 'confirmed', NULL, x'5d1c0a7e93b24f0f', '2026-11-09T09:26Z'),
    (16, 8, 6, 'confirmed', NULL, x'5d1c0a7e93b24f10', '2026-11-11T01:58Z'),
    (17, 9, 3, 'confirmed', NULL, x'5d1c0a7e93b24f11', '2026-11-10T22:41Z'),
    (18, 9, 10, 'confirmed', NULL, x'5d1c0a7e93b24f12', '2026-11-12T15:07Z'),
    (19, 10, 5, 'confirmed', NULL, x'5d1c0a7e93b24f13', '2026-11-06T13:50Z'),
    (20, 10, 12, 'confirmed', NULL, x'5d1c0a7e93b24f14', '2026-11-07T10:38Z'),
    (21, 11, 3, 'confirmed', NULL, x'5d1c0a7e93b24f15', '2026-11-02T14:00Z'),
    (22, 11, 4, 'confirmed', NULL, x'5d1c0a7e93b24f16', '2026-11-02T14:04Z'),
    (23, 11, 10, 'confirmed', NULL, x'5d1c0a7e93b24f17', '2026-11-02T16:47Z'),
    (24, 11, 11, 'confirmed', NULL, x'5d1c0a7e93b24f18', '2026-11-03T20:22Z'),
    (25, 11, 13, 'confirmed', NULL, x'5d1c0a7e93b24f19', '2026-11-04T19:35Z'),
    (26, 11, 14, 'confirmed', NULL, x'5d1c0a7e93b24f1a', '2026-11-05T12:11Z'),
    (27, 11, 8, 'confirmed', NULL, x'5d1c0a7e93b24f1b', '2026-11-06T09:02Z'),
    (28, 11, 5, 'confirmed', NULL, x'5d1c0a7e93b24f1c', '2026-11-06T13:52Z'),
    (29, 11, 9, 'waitlisted', 1, x'5d1c0a7e93b24f1d', '2026-11-09T23:18Z'),
    (30, 11, 12, 'waitlisted', 2, x'5d1c0a7e93b24f1e', '2026-11-11T10:40Z'),
    (31, 11, 1, 'waitlisted', 3, x'5d1c0a7e93b24f1f', '2026-11-13T16:25Z'),
    (32, 12, 1, 'confirmed', NULL, x'5d1c0a7e93b24f20', '2026-10-14T09:30Z'),
    (33, 12, 7, 'confirmed', NULL, x'5d1c0a7e93b24f21', '2026-10-15T05:12Z'),
    (34, 13, 8, 'confirmed', NULL, x'5d1c0a7e93b24f22', '2026-10-15T17:45Z'),
    (35, 14, 10, 'confirmed', NULL, x'5d1c0a7e93b24f23', '2026-10-16T18:08Z'),
    (36, 15, 5, 'confirmed', NULL, x'5d1c0a7e93b24f24', '2026-10-19T11:19Z')) AS r
JOIN person p ON p.id = r.column3
ORDER BY r.column1;

INSERT INTO question (event_id, registration_id, language, body, state, created_at) VALUES
(1, 1, 'en', 'Our report gives only monthly averages. Do we have a right to the daily values, and whom do we ask?', 'answered', unixepoch('2026-09-28T10:12Z') * 1000),
(2, 4, 'es', '¿Vale una muestra tomada con teléfono y GPS si no hay notario en dos días de camino?', 'answered', unixepoch('2026-10-01T13:31Z') * 1000),
(6, 11, 'en', 'The company says that exploration needs no consent under our law. What can we still ask for?', 'answered', unixepoch('2026-10-29T03:16Z') * 1000),
(7, 14, 'fr', 'Comment protéger celles qui ont parlé la première fois, quand on revient poser la même question ?', 'open', unixepoch('2026-11-04T12:33Z') * 1000),
(8, 15, 'en', 'Can a complaint be made by a whole village at once, and who signs it?', 'open', unixepoch('2026-11-09T09:26Z') * 1000),
(8, 18, 'es', '¿Qué hacemos si la oficina de reclamos depende de la misma gerencia de la que nos quejamos?', 'open', unixepoch('2026-11-12T15:07Z') * 1000),
(9, 19, 'pt', 'Podemos trazer o mapa que já desenhámos na escola, mesmo que não tenha escala?', 'open', unixepoch('2026-11-06T13:50Z') * 1000),
(10, 22, 'es', '¿Cómo se pide una pausa sin que parezca que una no entendió?', 'open', unixepoch('2026-11-02T14:04Z') * 1000),
(13, 35, 'es', '¿También hay garantías para los pozos de salmuera de litio?', 'open', unixepoch('2026-10-16T18:08Z') * 1000);
