-- The demo: the month that is over, with what it left behind. Recordings lie within a few days of their event and not past
-- the twenty-eighth, so that they are never in the future wherever the month is moved.
-- SPDX-License-Identifier: MIT

INSERT INTO event (id, community_id, month_id, slug, kind, state, original_language, created_at, changed_at)
SELECT e.column1, 1, 1, e.column2, e.column3, 'published', e.column4, unixepoch('2026-03-09T09:00Z') * 1000,
       unixepoch('2026-03-09T09:00Z') * 1000
FROM (VALUES
    (1, 'reading-a-mine-water-report', 'webinar', 'en'),
    (2, 'vigilancia-comunitaria-del-agua', 'webinar', 'es'),
    (3, 'suivi-conjoint-des-rivieres', 'workshop', 'fr'),
    (4, 'quem-paga-a-agua-limpa', 'discussion', 'pt'),
    (5, 'tailings-in-plain-words', 'webinar', 'en')) AS e;

INSERT INTO event_text (event_id, language, title, summary, description) VALUES
(1, 'en', 'Reading a mine’s water report',
 'Forty pages of tables, one question: is the water safe? How to find the five numbers that matter and notice the ones that are missing.',
 'Every large mine publishes figures about its water. Few people who drink that water can read them, and those who can rarely have an afternoon. In this webinar we take one real report apart, page by page.

## What you will learn

- where the sampling points are, and where they should have been
- what pH, conductivity, suspended solids, arsenic and cyanide say together that none says alone
- how averages hide a bad week, and how to ask for the raw series

## Two examples

**A report that told the truth late.** Efua Darkwa shows how farmers found a seepage eleven weeks before the company’s own table did.

**A report that could not be wrong.** Tariku Wolde walks through a monitoring plan that was designed never to find anything, and the three sentences that repaired it.'),
(1, 'fr', 'Lire le rapport sur l’eau d’une mine',
 'Quarante pages de tableaux, une question : l’eau est-elle saine ? Comment trouver les cinq chiffres qui comptent et remarquer ceux qui manquent.',
 'Toute grande mine publie des chiffres sur son eau. Peu de ceux qui la boivent savent les lire, et ceux qui le savent ont rarement une après-midi. Dans ce webinaire, nous démontons un vrai rapport, page après page.

## Ce que vous apprendrez

- où se trouvent les points de prélèvement, et où ils auraient dû être
- ce que le pH, la conductivité, les matières en suspension, l’arsenic et le cyanure disent ensemble et qu’aucun ne dit seul
- comment une moyenne cache une mauvaise semaine, et comment demander la série brute

## Deux exemples

**Un rapport qui disait vrai, trop tard.** Efua Darkwa montre comment des agriculteurs ont trouvé une infiltration onze semaines avant le tableau de l’entreprise.

**Un rapport qui ne pouvait pas se tromper.** Tariku Wolde parcourt un plan de suivi conçu pour ne rien trouver, et les trois phrases qui l’ont réparé.'),
(2, 'es', 'Vigilancia comunitaria del agua: muestras que un juzgado acepta',
 'Una botella, una hoja y una cadena de custodia: cómo ochenta vigilantes convirtieron sus mediciones en prueba.',
 'Medir no basta. Una muestra vale ante una autoridad si se sabe quién la tomó, con qué, a qué hora y quién la tuvo en la mano hasta el laboratorio. La red de Rosalva Quispe lo aprendió después de perder su primer caso.

## Qué aprenderás

- el equipo mínimo para empezar, y lo que cuesta
- la hoja de campo, línea por línea
- la cadena de custodia cuando la carretera se corta
- cómo devolver los resultados a la asamblea antes que a la prensa

## Dos ejemplos

**El caso perdido.** Trescientas mediciones correctas y ninguna firma.

**El caso ganado.** Cuarenta muestras, dos laboratorios y un acta: la empresa tuvo que mover su punto de vertido. Nerea Jaramillo explica qué convenció al juzgado.'),
(2, 'en', 'Community water monitoring: samples that a court accepts',
 'A bottle, a sheet and a chain of custody: how eighty monitors turned their measurements into evidence.',
 'Measuring is not enough. A sample counts before an authority if it is known who took it, with what, at what hour, and who held it until it reached the laboratory. Rosalva Quispe’s network learned this after losing its first case.

## What you will learn

- the least equipment to begin with, and what it costs
- the field sheet, line by line
- the chain of custody when the road is cut
- how to bring results back to the assembly before the press

## Two examples

**The case that was lost.** Three hundred correct measurements and not one signature.

**The case that was won.** Forty samples, two laboratories and a set of minutes: the company had to move its discharge point. Nerea Jaramillo explains what convinced the court.'),
(3, 'fr', 'Suivre une rivière ensemble : atelier de trois jours',
 'Orpailleurs, agricultrices, techniciens des mines et agents de l’eau prélèvent aux mêmes points et signent la même feuille.',
 'Quand chacun mesure de son côté, chacun croit ses propres chiffres. Cet atelier a réuni, pour la première fois, quatre groupes qui s’accusaient mutuellement de salir la même rivière.

## Le programme

- **Premier jour.** Marcher le long de la rivière, dessiner la carte, choisir neuf points que tout le monde accepte.
- **Deuxième jour.** Prélever ensemble, mesurer sur place, envoyer à deux laboratoires ; l’après-midi, travailler l’or sans mercure, avec démonstration.
- **Troisième jour.** Écrire la règle commune : qui mesure, qui paie, qui annonce quoi, et dans quelle langue.

## Ce qui en est resté

Un protocole de quatre pages signé par onze villages et deux entreprises, un calendrier de prélèvements, et un guide de synthèse que vous pouvez copier.'),
(3, 'en', 'Watching one river together: a three-day workshop',
 'Gold washers, women farmers, mine technicians and water officers sample at the same points and sign the same sheet.',
 'When everyone measures alone, everyone believes their own figures. This workshop brought together, for the first time, four groups that blamed one another for soiling the same river.

## The programme

- **First day.** Walk along the river, draw the map, choose nine points that everybody accepts.
- **Second day.** Sample together, measure on the spot, send to two laboratories; in the afternoon, working gold without mercury, with a demonstration.
- **Third day.** Write the common rule: who measures, who pays, who announces what, and in which language.

## What remained

A four-page protocol signed by eleven villages and two companies, a calendar of samples, and a summary guide that you may copy.'),
(4, 'pt', 'Quem paga a água limpa?',
 'Uma conversa aberta sobre taxas, fundos e promessas: o que as comunidades a jusante chegaram de facto a receber.',
 'Tratar a água custa dinheiro todos os meses, muito depois de a mina fechar. Nesta conversa, Delfina Nhantumbo e Joaquim Nogueira põem números em cima da mesa e pedem os vossos.

## De que falámos

- três maneiras de pagar: taxa por metro cúbico, fundo único, compromisso no contrato
- o que aconteceu a cada uma quando a empresa foi vendida
- quem decide quando o dinheiro não chega para todos

## Um exemplo

Uma vila de quatro mil pessoas recebeu uma estação de tratamento e nenhuma peça sobresselente. A conversa começou com a pergunta da presidente da associação local: «A quem é que eu telefono?»'),
(4, 'en', 'Who pays for clean water?',
 'An open discussion of fees, funds and promises: what communities downstream did in fact receive.',
 'Treating water costs money every month, long after a mine has closed. In this discussion Delfina Nhantumbo and Joaquim Nogueira put figures on the table and ask for yours.

## What we talked about

- three ways to pay: a fee per cubic metre, a single fund, a commitment in the contract
- what became of each when the company was sold
- who decides when there is not enough for everyone

## An example

A town of four thousand people was given a treatment plant and not one spare part. The discussion opened with the question of the chair of the local association: “Whom do I call?”'),
(5, 'en', 'Tailings dams in plain words',
 'What stands behind the wall, why some walls fail, and seven questions anybody below may ask.',
 'A tailings dam is one of the largest things people build, and one of the least explained. Two engineers who take dams apart for a living answer without jargon.

## What you will learn

- the three ways to raise a dam, and why one of them is now forbidden in several countries
- what “factor of safety” means, and what it does not
- seven questions for the next public meeting, with the answers you should expect

## Two examples

**A dam that was watched.** A wet patch, a photograph, a call to the right number: how a village got a dam drained in time.

**A dam that was not.** Joaquim Nogueira reads the last six months of an inspection book, and shows where it should have stopped the mine.'),
(5, 'pt', 'Barragens de rejeitos em palavras simples',
 'O que está por trás do muro, por que alguns muros cedem e sete perguntas que quem vive em baixo pode fazer.',
 'Uma barragem de rejeitos é uma das maiores coisas que se constroem e uma das menos explicadas. Dois engenheiros que ganham a vida a desmontar barragens respondem sem jargão.

## O que vai aprender

- as três maneiras de altear uma barragem, e por que uma delas é hoje proibida em vários países
- o que quer dizer «fator de segurança», e o que não quer dizer
- sete perguntas para a próxima audiência pública, com as respostas que deve esperar

## Dois exemplos

**Uma barragem vigiada.** Uma mancha húmida, uma fotografia, um telefonema para o número certo: como uma aldeia conseguiu que se esvaziasse a tempo.

**Uma barragem que ninguém vigiou.** Joaquim Nogueira lê os últimos seis meses de um livro de inspeções e mostra onde ele devia ter parado a mina.');

INSERT INTO edition (id, event_id, language, capacity, attendance, platform_url, venue, created_at)
SELECT e.column1, e.column2, e.column3, e.column4, e.column5, e.column6, e.column7, unixepoch('2026-03-09T09:00Z') * 1000
FROM (VALUES
    (1, 1, 'en', NULL, 'online', 'https://meet.example.org/strata-water-report', NULL),
    (2, 2, 'es', NULL, 'online', 'https://meet.example.org/strata-vigilancia', NULL),
    (3, 3, 'fr', 36, 'on_site', NULL, 'Maison des Riverains, route du Bac, Tambacounda'),
    (4, 4, 'pt', NULL, 'online', 'https://meet.example.org/strata-agua-limpa', NULL),
    (5, 5, 'en', 300, 'online', 'https://meet.example.org/strata-tailings', NULL)) AS e;

INSERT INTO session (edition_id, uid, time_zone, local_start, local_end, starts_at, ends_at, tzdb_version, changed_at)
SELECT s.column1, s.column2 || '@lectern.invalid', s.column3, s.column4, s.column5, 0, 1, '', 0
FROM (VALUES
    (1, 'demo-water-report', 'Africa/Accra', '2026-10-06T14:00', '2026-10-06T15:30'),
    (2, 'demo-vigilancia', 'America/Lima', '2026-10-12T10:00', '2026-10-12T11:30'),
    (3, 'demo-riviere-jour-1', 'Africa/Dakar', '2026-10-13T09:00', '2026-10-13T16:30'),
    (3, 'demo-riviere-jour-2', 'Africa/Dakar', '2026-10-14T09:00', '2026-10-14T16:30'),
    (3, 'demo-riviere-jour-3', 'Africa/Dakar', '2026-10-15T09:00', '2026-10-15T13:00'),
    (4, 'demo-agua-limpa', 'Africa/Maputo', '2026-10-16T15:00', '2026-10-16T16:15'),
    (5, 'demo-tailings', 'Africa/Johannesburg', '2026-10-21T15:00', '2026-10-21T16:30')) AS s;

INSERT INTO appearance (event_id, speaker_id, role, place, consent_at) VALUES
(1, 1, 'speaker', 1, unixepoch('2026-09-21T09:00Z') * 1000),
(1, 7, 'speaker', 2, unixepoch('2026-09-22T09:00Z') * 1000),
(1, 11, 'moderator', 3, unixepoch('2026-09-22T12:00Z') * 1000),
(2, 3, 'speaker', 1, unixepoch('2026-09-24T15:00Z') * 1000),
(2, 4, 'speaker', 2, unixepoch('2026-09-25T15:00Z') * 1000),
(2, 12, 'interpreter', 3, unixepoch('2026-09-25T16:00Z') * 1000),
(3, 2, 'moderator', 1, unixepoch('2026-09-18T10:00Z') * 1000),
(3, 10, 'speaker', 2, unixepoch('2026-09-18T11:00Z') * 1000),
(3, 1, 'speaker', 3, unixepoch('2026-09-21T09:00Z') * 1000),
(3, 5, 'rapporteur', 4, unixepoch('2026-09-28T10:00Z') * 1000),
(4, 5, 'moderator', 1, unixepoch('2026-09-28T10:00Z') * 1000),
(4, 9, 'speaker', 2, unixepoch('2026-09-29T13:00Z') * 1000),
(5, 7, 'speaker', 1, unixepoch('2026-09-22T09:00Z') * 1000),
(5, 9, 'speaker', 2, unixepoch('2026-09-29T13:00Z') * 1000),
(5, 6, 'moderator', 3, unixepoch('2026-09-30T08:00Z') * 1000),
(5, 12, 'interpreter', 4, unixepoch('2026-09-25T16:00Z') * 1000);

INSERT INTO material (event_id, month_id, kind, language, title, url, media_type, size, duration_minutes, place, created_at) VALUES
(1, NULL, 'recording', 'en', 'Recording', 'https://media.example.org/strata/water-report.mp4', 'video/mp4', 148897792, 86, 1, unixepoch('2026-10-07T10:00Z') * 1000),
(1, NULL, 'recording', 'en', 'Recording for slow connections', 'https://media.example.org/strata/water-report-small.mp4', 'video/mp4', 37748736, 86, 2, unixepoch('2026-10-07T10:00Z') * 1000),
(1, NULL, 'audio', 'en', 'Audio only', 'https://media.example.org/strata/water-report.m4a', 'audio/mp4', 15728640, 86, 3, unixepoch('2026-10-07T10:00Z') * 1000),
(1, NULL, 'transcript', 'en', 'Transcript', 'https://media.example.org/strata/water-report-transcript.pdf', 'application/pdf', 262144, NULL, 4, unixepoch('2026-10-08T10:00Z') * 1000),
(1, NULL, 'slides', 'en', 'Slides: the report, page by page', 'https://media.example.org/strata/water-report-slides.pdf', 'application/pdf', 4404019, NULL, 5, unixepoch('2026-10-05T16:00Z') * 1000),
(1, NULL, 'handout', 'fr', 'Fiche : les cinq chiffres', 'https://media.example.org/strata/cinq-chiffres.pdf', 'application/pdf', 327680, NULL, 6, unixepoch('2026-10-08T10:00Z') * 1000),
(2, NULL, 'recording', 'es', 'Grabación', 'https://media.example.org/strata/vigilancia.mp4', 'video/mp4', 161480704, 91, 1, unixepoch('2026-10-13T15:00Z') * 1000),
(2, NULL, 'audio', 'es', 'Solo audio', 'https://media.example.org/strata/vigilancia.m4a', 'audio/mp4', 16986931, 91, 2, unixepoch('2026-10-13T15:00Z') * 1000),
(2, NULL, 'transcript', 'es', 'Transcripción', 'https://media.example.org/strata/vigilancia-transcripcion.pdf', 'application/pdf', 278528, NULL, 3, unixepoch('2026-10-14T15:00Z') * 1000),
(2, NULL, 'transcript', 'en', 'Transcript in English', 'https://media.example.org/strata/vigilancia-transcript-en.pdf', 'application/pdf', 271974, NULL, 4, unixepoch('2026-10-15T15:00Z') * 1000),
(2, NULL, 'slides', 'es', 'Diapositivas', 'https://media.example.org/strata/vigilancia-diapositivas.pdf', 'application/pdf', 6920601, NULL, 5, unixepoch('2026-10-12T13:00Z') * 1000),
(2, NULL, 'handout', 'es', 'Hoja de campo para imprimir', 'https://media.example.org/strata/hoja-de-campo.pdf', 'application/pdf', 131072, NULL, 6, unixepoch('2026-10-12T13:00Z') * 1000),
(3, NULL, 'slides', 'fr', 'Présentation : choisir les points', 'https://media.example.org/strata/riviere-points.pdf', 'application/pdf', 5242880, NULL, 1, unixepoch('2026-10-15T18:00Z') * 1000),
(3, NULL, 'handout', 'fr', 'Protocole commun, quatre pages', 'https://media.example.org/strata/riviere-protocole.pdf', 'application/pdf', 419430, NULL, 2, unixepoch('2026-10-16T10:00Z') * 1000),
(4, NULL, 'audio', 'pt', 'Gravação em áudio', 'https://media.example.org/strata/agua-limpa.m4a', 'audio/mp4', 13841203, 74, 1, unixepoch('2026-10-17T09:00Z') * 1000),
(4, NULL, 'transcript', 'pt', 'Transcrição', 'https://media.example.org/strata/agua-limpa-transcricao.pdf', 'application/pdf', 235929, NULL, 2, unixepoch('2026-10-17T12:00Z') * 1000),
(5, NULL, 'recording', 'en', 'Recording', 'https://media.example.org/strata/tailings.mp4', 'video/mp4', 154140672, 89, 1, unixepoch('2026-10-22T10:00Z') * 1000),
(5, NULL, 'recording', 'en', 'Recording for slow connections', 'https://media.example.org/strata/tailings-small.mp4', 'video/mp4', 39006822, 89, 2, unixepoch('2026-10-22T10:00Z') * 1000),
(5, NULL, 'audio', 'en', 'Audio only', 'https://media.example.org/strata/tailings.m4a', 'audio/mp4', 16462643, 89, 3, unixepoch('2026-10-22T10:00Z') * 1000),
(5, NULL, 'transcript', 'en', 'Transcript', 'https://media.example.org/strata/tailings-transcript.pdf', 'application/pdf', 266240, NULL, 4, unixepoch('2026-10-23T10:00Z') * 1000),
(5, NULL, 'slides', 'en', 'Slides: seven questions', 'https://media.example.org/strata/tailings-slides.pdf', 'application/pdf', 7864320, NULL, 5, unixepoch('2026-10-21T17:00Z') * 1000),
(NULL, 1, 'reading', 'en', 'A river has no owner: ten short cases', 'https://library.example.org/strata/ten-cases.pdf', 'application/pdf', 2306867, NULL, 1, unixepoch('2026-10-01T08:00Z') * 1000),
(NULL, 1, 'reading', 'es', 'Manual de la vigilante del agua', 'https://vigilantes.example.org/manual', NULL, NULL, NULL, 2, unixepoch('2026-10-01T08:00Z') * 1000);

INSERT INTO product (id, community_id, month_id, event_id, slug, kind, state, original_language, url, media_type, size, published_at, created_at)
SELECT p.column1, 1, 1, p.column2, p.column3, p.column4, 'published', p.column5, p.column6, 'application/pdf', p.column7,
       unixepoch(p.column8) * 1000, unixepoch(p.column8) * 1000
FROM (VALUES
    (1, NULL, 'water-downstream-guide', 'guide', 'en', 'https://library.example.org/strata/water-downstream.pdf', 1887436, '2026-10-28T08:00Z'),
    (2, 1, 'five-numbers', 'guide', 'en', 'https://library.example.org/strata/five-numbers.pdf', 734003, '2026-10-12T08:00Z'),
    (3, 2, 'muestras-que-valen', 'guide', 'es', 'https://library.example.org/strata/muestras-que-valen.pdf', 891289, '2026-10-19T15:00Z'),
    (4, 3, 'une-riviere-une-feuille', 'report', 'fr', 'https://library.example.org/strata/une-riviere-une-feuille.pdf', 1310720, '2026-10-24T10:00Z'),
    (5, 5, 'seven-questions', 'guide', 'en', 'https://library.example.org/strata/seven-questions.pdf', 681574, '2026-10-26T10:00Z'),
    (6, 4, 'quem-paga-a-agua-limpa-resumo', 'brief', 'pt', 'https://library.example.org/strata/quem-paga.pdf', 412876, '2026-10-20T09:00Z')) AS p;

INSERT INTO product_text (product_id, language, title, summary) VALUES
(1, 'en', 'Water downstream: a guide', 'The whole month in twenty-four pages: how to read, measure and argue about water below a mine, with the questions that stayed open.'),
(1, 'fr', 'L’eau en aval : un guide', 'Tout le mois en vingt-quatre pages : lire, mesurer et discuter l’eau en aval d’une mine, avec les questions restées ouvertes.'),
(1, 'es', 'El agua, río abajo: una guía', 'Todo el mes en veinticuatro páginas: cómo leer, medir y discutir el agua aguas abajo de una mina, con las preguntas que quedaron abiertas.'),
(1, 'pt', 'A água rio abaixo: um guia', 'Todo o mês em vinte e quatro páginas: como ler, medir e discutir a água a jusante de uma mina, com as perguntas que ficaram em aberto.'),
(2, 'en', 'Five numbers: a summary guide', 'What to look for in a water report, on eight pages, with a sheet to fill in. Condensed from the webinar of the same month.'),
(2, 'fr', 'Cinq chiffres : guide de synthèse', 'Ce qu’il faut chercher dans un rapport sur l’eau, en huit pages, avec une fiche à remplir. Tiré du webinaire du même mois.'),
(3, 'es', 'Muestras que valen: guía breve', 'Equipo, hoja de campo y cadena de custodia en diez páginas, con dos casos y lo que el juzgado dijo de cada uno.'),
(3, 'en', 'Samples that count: a summary guide', 'Equipment, field sheet and chain of custody on ten pages, with two cases and what the court said of each.'),
(4, 'fr', 'Une rivière, une feuille : ce que trois jours ont changé', 'L’atelier condensé en douze pages : la carte, les neuf points, la règle commune, et ce qui a failli le faire échouer.'),
(4, 'en', 'One river, one sheet: what three days changed', 'The workshop condensed into twelve pages: the map, the nine points, the common rule, and what nearly made it fail.'),
(5, 'en', 'Seven questions for a dam: a summary guide', 'Each question on one page: why to ask it, what a good answer sounds like, and whom to call when there is none.'),
(5, 'pt', 'Sete perguntas a uma barragem: guia breve', 'Cada pergunta numa página: por que fazê-la, como soa uma boa resposta e a quem telefonar quando não há nenhuma.'),
(6, 'pt', 'Quem paga a água limpa? O essencial da conversa', 'Três maneiras de pagar, comparadas em quatro páginas, e a lista de números que cada vila deve pedir.'),
(6, 'en', 'Who pays for clean water? The discussion in brief', 'Three ways to pay, compared on four pages, and the list of figures that every town should ask for.');
