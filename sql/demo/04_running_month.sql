-- The demo: the month that is running. Two events lie in the week before the reference day, none in its own week, the
-- others in the two weeks after it.
-- SPDX-License-Identifier: MIT

INSERT INTO event (id, community_id, month_id, slug, kind, state, original_language, created_at, changed_at)
SELECT e.column1, 1, 2, e.column2, e.column3, 'published', e.column4, unixepoch('2026-03-16T09:00Z') * 1000,
       unixepoch('2026-03-16T09:00Z') * 1000
FROM (VALUES
    (6, 'consent-before-the-first-drill-hole', 'webinar', 'en'),
    (7, 'quand-une-communaute-dit-non', 'discussion', 'fr'),
    (8, 'grievance-mechanisms-people-trust', 'webinar', 'en'),
    (9, 'mapear-riscos-em-conjunto', 'workshop', 'pt'),
    (10, 'mujeres-en-la-mesa-de-negociacion', 'discussion', 'es')) AS e;

INSERT INTO event_text (event_id, language, title, summary, description) VALUES
(6, 'en', 'Consent before the first drill hole',
 'Exploration starts small and promises nothing. Why consent has to begin there, and what must be true before anyone may call it consent.',
 'An exploration permit often comes before any talk with the people on the land, because “it is only a few holes”. By the time a mine is certain, the road is built, the first jobs are given and a no has become expensive. This webinar moves the question to where it belongs.

## What you will learn

- four tests for every meeting that is called a consultation: free, prior, informed, and able to end in a no
- how to agree on the procedure before talking about the project
- what to write down, in which language, and who keeps the paper

## Two examples

**A plateau where it took two years.** A community wrote its own protocol first. The company waited, and has not lost a working day since.

**A valley where it took two hours.** The attendance list of a lunch was handed in as proof of consent. Nerea Jaramillo shows what the court made of it.'),
(6, 'fr', 'Le consentement avant le premier forage',
 'L’exploration commence petit et ne promet rien. Pourquoi le consentement doit commencer là, et ce qui doit être vrai avant de l’appeler ainsi.',
 'Un permis d’exploration est souvent accordé avant toute discussion avec les gens du lieu, parce que « ce ne sont que quelques trous ». Quand la mine devient certaine, la route est faite, les premiers emplois sont distribués et dire non coûte cher. Ce webinaire replace la question là où elle se pose.

## Ce que vous apprendrez

- quatre épreuves pour toute réunion que l’on appelle consultation : libre, préalable, éclairée, et pouvant finir par un non
- comment s’accorder sur la procédure avant de parler du projet
- ce qu’il faut écrire, dans quelle langue, et qui garde le papier

## Deux exemples

**Un plateau où il a fallu deux ans.** La communauté a d’abord écrit son propre protocole. L’entreprise a attendu et n’a pas perdu une journée de travail depuis.

**Une vallée où il a suffi de deux heures.** La liste de présence d’un déjeuner a été remise comme preuve de consentement. Nerea Jaramillo montre ce que le tribunal en a fait.'),
(6, 'es', 'El consentimiento antes de la primera perforación',
 'La exploración empieza pequeña y no promete nada. Por qué el consentimiento tiene que empezar ahí, y qué debe ser cierto para poder llamarlo así.',
 'Un permiso de exploración suele llegar antes que cualquier conversación con la gente del lugar, porque «son solo unos pozos». Cuando la mina es segura, la carretera está hecha, los primeros empleos repartidos y decir que no sale caro. Este seminario web devuelve la pregunta a su sitio.

## Qué aprenderás

- cuatro pruebas para toda reunión que se llame consulta: libre, previa, informada y capaz de terminar en un no
- cómo acordar el procedimiento antes de hablar del proyecto
- qué hay que escribir, en qué lengua y quién guarda el papel

## Dos ejemplos

**Una meseta donde llevó dos años.** La comunidad escribió primero su propio protocolo. La empresa esperó y desde entonces no ha perdido ni un día de trabajo.

**Un valle donde llevó dos horas.** La lista de asistencia de un almuerzo se presentó como prueba de consentimiento. Nerea Jaramillo muestra qué dijo el tribunal.'),
(6, 'pt', 'O consentimento antes do primeiro furo',
 'A prospeção começa pequena e não promete nada. Por que o consentimento tem de começar aí, e o que tem de ser verdade para lhe chamarmos assim.',
 'Uma licença de prospeção chega muitas vezes antes de qualquer conversa com quem vive na terra, porque «são só uns furos». Quando a mina é certa, a estrada está feita, os primeiros empregos foram dados e dizer não sai caro. Este webinar devolve a pergunta ao seu lugar.

## O que vai aprender

- quatro provas para qualquer reunião a que se chame consulta: livre, prévia, informada e capaz de acabar num não
- como acordar o procedimento antes de falar do projeto
- o que se deve escrever, em que língua, e quem guarda o papel

## Dois exemplos

**Um planalto onde levou dois anos.** A comunidade escreveu primeiro o seu próprio protocolo. A empresa esperou e desde então não perdeu um dia de trabalho.

**Um vale onde levou duas horas.** A lista de presenças de um almoço foi entregue como prova de consentimento. Nerea Jaramillo mostra o que o tribunal decidiu.'),
(7, 'fr', 'Quand une communauté dit non',
 'Une heure de discussion sur ce qui se passe après un refus : les pressions, les lendemains, et ce qui permet à un non de tenir.',
 'On parle beaucoup de la manière d’obtenir un oui. Nous avons parlé de l’autre réponse. Trois personnes ont ouvert la discussion par cinq minutes chacune ; le reste de l’heure appartenait à la salle.

## Les questions

- Qui a le droit de dire non au nom d’un village, et qui le vérifie ?
- Comment une entreprise peut-elle entendre un refus et rester un bon voisin ?
- Combien de fois la même question peut-elle être reposée ?

## Un exemple pour commencer

Aïssatou Bangoura raconte comment quarante groupements de femmes ont refusé un accord déjà signé par les notables, ce que ce refus leur a coûté la première année, et ce qu’elles ont obtenu la troisième.'),
(7, 'en', 'When a community says no',
 'An hour’s discussion of what happens after a refusal: the pressure, the years that follow, and what makes a no hold.',
 'Much is said about how to reach a yes. We talked about the other answer. Three people opened the discussion with five minutes each; the rest of the hour belonged to the room.

## The questions

- Who may say no in the name of a village, and who checks?
- How can a company hear a refusal and remain a good neighbour?
- How often may the same question be asked again?

## An example to begin with

Aïssatou Bangoura tells how forty women’s groups refused an agreement that the notables had already signed, what that refusal cost them in the first year, and what they obtained in the third.'),
(7, 'es', 'Cuando una comunidad dice que no',
 'Una hora de conversación sobre lo que pasa después de una negativa: las presiones, los años siguientes y lo que hace que un no se sostenga.',
 'Se habla mucho de cómo llegar a un sí. Hablamos de la otra respuesta. Tres personas abrieron la conversación con cinco minutos cada una; el resto de la hora fue de la sala.

## Las preguntas

- ¿Quién puede decir que no en nombre de un pueblo, y quién lo comprueba?
- ¿Cómo puede una empresa oír una negativa y seguir siendo buena vecina?
- ¿Cuántas veces se puede volver a hacer la misma pregunta?

## Un ejemplo para empezar

Aïssatou Bangoura cuenta cómo cuarenta grupos de mujeres rechazaron un acuerdo que los notables ya habían firmado, cuánto les costó esa negativa el primer año y qué consiguieron el tercero.'),
(7, 'pt', 'Quando uma comunidade diz não',
 'Uma hora de conversa sobre o que acontece depois de uma recusa: as pressões, os anos seguintes e o que faz um não aguentar.',
 'Fala-se muito de como chegar a um sim. Falámos da outra resposta. Três pessoas abriram a conversa com cinco minutos cada uma; o resto da hora foi da sala.

## As perguntas

- Quem pode dizer não em nome de uma aldeia, e quem o verifica?
- Como pode uma empresa ouvir uma recusa e continuar a ser boa vizinha?
- Quantas vezes se pode voltar a fazer a mesma pergunta?

## Um exemplo para começar

Aïssatou Bangoura conta como quarenta grupos de mulheres recusaram um acordo que os notáveis já tinham assinado, o que essa recusa lhes custou no primeiro ano e o que conseguiram no terceiro.'),
(8, 'en', 'Grievance mechanisms people trust',
 'A box on a fence is not a mechanism. What makes people use a complaints office, and what makes them come back a second time.',
 'Most companies have a grievance mechanism. Few of their neighbours have ever used it, and fewer would again. Ottilie Brändle has built such offices and closed one; Nerea Jaramillo has sat on the other side of the desk. Together they take one apart, from the first visit to the last letter.

## What you will learn

- the eight criteria that a mechanism should meet, and the two that complainants ask about first
- how to keep a complaint safe when its author must not be known
- what to count, so that silence is not mistaken for peace

## Two examples

**A register in three languages.** How a mine answered every complaint within ten days by letting women from the villages run the desk.

**A hotline nobody called.** Eleven months, no complaint, one burnt gatehouse: what the quiet had meant.

The webinar is held twice on the same day, in English and in Spanish, with the same speakers and slides. Half an hour of each is for your questions.'),
(8, 'fr', 'Des mécanismes de plainte auxquels on fait confiance',
 'Une boîte sur une clôture n’est pas un mécanisme. Ce qui amène les gens à utiliser un bureau des plaintes, et ce qui les y fait revenir.',
 'La plupart des entreprises ont un mécanisme de plainte. Peu de leurs voisins l’ont utilisé, et moins encore recommenceraient. Ottilie Brändle a construit de tels bureaux et en a fermé un ; Nerea Jaramillo s’est assise de l’autre côté. Ensemble, elles en démontent un, de la première visite à la dernière lettre.

## Ce que vous apprendrez

- les huit critères qu’un mécanisme devrait remplir, et les deux dont les plaignants parlent d’abord
- comment protéger une plainte dont l’auteur ne doit pas être connu
- ce qu’il faut compter, pour ne pas prendre le silence pour la paix

## Deux exemples

**Un registre en trois langues.** Comment une mine a répondu à chaque plainte en dix jours, en confiant le bureau à des femmes des villages.

**Une ligne que personne n’appelait.** Onze mois, aucune plainte, un poste de garde brûlé : ce que ce calme voulait dire.

Le webinaire a lieu deux fois le même jour, en anglais et en espagnol, avec les mêmes intervenantes et les mêmes diapositives. Chaque fois, une demi-heure est à vous. Une transcription en français suit.'),
(8, 'es', 'Mecanismos de reclamo en los que la gente confía',
 'Un buzón en una reja no es un mecanismo. Qué hace que la gente use una oficina de reclamos y qué hace que vuelva una segunda vez.',
 'Casi todas las empresas tienen un mecanismo de reclamo. Pocos de sus vecinos lo han usado, y menos aún lo volverían a usar. Ottilie Brändle ha montado oficinas así y ha cerrado una; Nerea Jaramillo se ha sentado al otro lado de la mesa. Juntas desarman una, desde la primera visita hasta la última carta.

## Qué aprenderás

- los ocho criterios que debería cumplir un mecanismo y los dos por los que la gente pregunta primero
- cómo proteger un reclamo cuando no debe saberse quién lo hizo
- qué contar, para no confundir el silencio con la paz

## Dos ejemplos

**Un registro en tres lenguas.** Cómo una mina respondió a cada reclamo en diez días dejando la oficina en manos de mujeres de los pueblos.

**Una línea a la que nadie llamaba.** Once meses, ningún reclamo, una garita quemada: qué quería decir tanta calma.

El seminario se ofrece dos veces el mismo día, en inglés y en español, con las mismas ponentes y diapositivas. En cada uno, media hora es para tus preguntas.'),
(8, 'pt', 'Mecanismos de reclamação em que as pessoas confiam',
 'Uma caixa numa vedação não é um mecanismo. O que leva as pessoas a usar um gabinete de reclamações, e o que as faz voltar.',
 'Quase todas as empresas têm um mecanismo de reclamação. Poucos dos seus vizinhos o usaram, e menos ainda o voltariam a usar. Ottilie Brändle montou gabinetes destes e encerrou um; Nerea Jaramillo sentou-se do outro lado da mesa. Juntas desmontam um, da primeira visita à última carta.

## O que vai aprender

- os oito critérios que um mecanismo devia cumprir, e os dois por que as pessoas perguntam primeiro
- como proteger uma reclamação cujo autor não pode ser conhecido
- o que contar, para não confundir o silêncio com a paz

## Dois exemplos

**Um registo em três línguas.** Como uma mina respondeu a cada reclamação em dez dias, entregando o gabinete a mulheres das aldeias.

**Uma linha para a qual ninguém ligava.** Onze meses, nenhuma reclamação, uma guarita queimada: o que aquele sossego queria dizer.

O webinar realiza-se duas vezes no mesmo dia, em inglês e em espanhol, com as mesmas oradoras e os mesmos diapositivos. Em cada um, meia hora é para as suas perguntas.'),
(9, 'pt', 'Mapear riscos em conjunto: oficina de três dias',
 'Comunidades, técnicos e autoridades desenham o mesmo mapa: onde está a água, a quem pertence o caminho e o que acontece se o projeto avançar.',
 'Um estudo de impacto costuma chegar feito. Nesta oficina, em sala e em linha, fazemos ao contrário: quem vive no lugar desenha, quem mede confirma, e as discordâncias ficam no mapa, com nome.

## Programa

- **Primeiro dia: o território.** Caminhada de reconhecimento, mapa da água, dos caminhos e dos lugares sagrados; em linha, o mesmo exercício sobre imagens de satélite.
- **Segundo dia: os riscos.** O que pode correr mal, para quem e em que época do ano; como se cruzam conflitos antigos com um projeto novo.
- **Terceiro dia: as condições.** Escrever, em grupos, o que teria de ser verdade para dizer sim, e quem o verifica.

## Leve consigo

Um método de doze passos, fichas para imprimir em quatro línguas e o mapa do seu grupo. Os grupos em linha têm o mesmo tempo e a mesma palavra que os da sala.

**Línguas:** português, com interpretação para inglês e espanhol. **Na sala:** almoço incluído, acesso sem degraus, apoio para quem traz crianças.'),
(9, 'en', 'Mapping risk together: a three-day workshop',
 'Communities, technicians and authorities draw the same map: where the water is, whose path this is, and what happens if the project goes ahead.',
 'An impact study usually arrives finished. In this workshop, in the room and online, we do it the other way round: those who live there draw, those who measure confirm, and disagreements stay on the map, with a name.

## Programme

- **First day: the territory.** A walk to look around, a map of water, paths and sacred places; online, the same exercise over satellite images.
- **Second day: the risks.** What can go wrong, for whom, and in which season; how old conflicts meet a new project.
- **Third day: the conditions.** In groups, write down what would have to be true for a yes, and who checks it.

## What you take home

A method of twelve steps, sheets to print in four languages, and your group’s map. Groups online have the same time and the same say as those in the room.

**Languages:** Portuguese, with interpretation into English and Spanish. **In the room:** lunch included, step-free access, help for those who bring children.'),
(9, 'fr', 'Cartographier les risques ensemble : atelier de trois jours',
 'Communautés, techniciens et autorités dessinent la même carte : où est l’eau, à qui est ce chemin, et ce qui arrive si le projet avance.',
 'Une étude d’impact arrive en général toute faite. Dans cet atelier, en salle et en ligne, nous faisons l’inverse : ceux qui vivent là dessinent, ceux qui mesurent confirment, et les désaccords restent sur la carte, avec un nom.

## Programme

- **Premier jour : le territoire.** Marche de reconnaissance, carte de l’eau, des chemins et des lieux sacrés ; en ligne, le même exercice sur images satellites.
- **Deuxième jour : les risques.** Ce qui peut mal tourner, pour qui et en quelle saison ; comment de vieux conflits rencontrent un projet nouveau.
- **Troisième jour : les conditions.** En groupes, écrire ce qui devrait être vrai pour dire oui, et qui le vérifie.

## Ce que vous emportez

Une méthode en douze étapes, des fiches à imprimer en quatre langues et la carte de votre groupe. Les groupes en ligne ont le même temps et la même parole que ceux de la salle.

**Langues :** portugais, avec interprétation vers l’anglais et l’espagnol. **Dans la salle :** déjeuner compris, accès sans marches, aide pour qui vient avec des enfants.'),
(9, 'es', 'Mapear los riesgos en común: taller de tres días',
 'Comunidades, técnicos y autoridades dibujan el mismo mapa: dónde está el agua, de quién es este camino y qué pasa si el proyecto avanza.',
 'Un estudio de impacto suele llegar hecho. En este taller, en sala y en línea, lo hacemos al revés: quienes viven allí dibujan, quienes miden confirman, y los desacuerdos se quedan en el mapa, con nombre.

## Programa

- **Primer día: el territorio.** Caminata de reconocimiento, mapa del agua, de los caminos y de los lugares sagrados; en línea, el mismo ejercicio sobre imágenes de satélite.
- **Segundo día: los riesgos.** Qué puede salir mal, para quién y en qué época del año; cómo se cruzan conflictos viejos con un proyecto nuevo.
- **Tercer día: las condiciones.** En grupos, escribir qué tendría que ser cierto para decir que sí, y quién lo comprueba.

## Lo que se lleva

Un método de doce pasos, fichas para imprimir en cuatro lenguas y el mapa de su grupo. Los grupos en línea tienen el mismo tiempo y la misma voz que los de la sala.

**Lenguas:** portugués, con interpretación al inglés y al español. **En la sala:** almuerzo incluido, acceso sin escalones, apoyo para quien viene con niños.'),
(10, 'es', 'Mujeres en la mesa de negociación: consulta para ocho',
 'Noventa minutos, ocho lugares: cada participante trae una negociación en curso y se va con un próximo paso.',
 'En casi todas las mesas donde se negocia un acuerdo con una mina hay mujeres afuera, cocinando para los que están adentro. Esta consulta es para las que ya entraron, o van a entrar, y quieren preparar la próxima reunión con alguien que ha estado ahí.

## Cómo trabajamos

- Antes: escriba en tres líneas qué se negocia, con quién y qué le preocupa.
- Durante: diez minutos por caso, sin presentaciones. Escuchan todas, responden dos.
- Después: una llamada de seguimiento a las cuatro semanas.

## Qué se lleva

- una lista de lo que nunca debe firmarse el mismo día
- maneras de pedir una pausa y de hacer constar un desacuerdo
- el contacto de otras siete que están en lo mismo

**No se graba.** Hay pocos lugares para que cada caso tenga su tiempo; si está completa, apúntese en la lista de espera: la consulta se repite.'),
(10, 'en', 'Women at the negotiating table: a clinic for eight',
 'Ninety minutes, eight places: everyone brings a negotiation that is under way and leaves with a next step.',
 'Around almost every table where an agreement with a mine is negotiated there are women outside, cooking for those inside. This clinic is for those who have come in, or are about to, and want to prepare the next meeting with somebody who has been there.

## How we work

- Before: write in three lines what is negotiated, with whom, and what worries you.
- During: ten minutes per case, no slides. All listen, two answer.
- After: a follow-up call four weeks later.

## What you take away

- a list of what must never be signed on the same day
- ways to ask for a pause and to put a disagreement on record
- the contact of seven others in the same position

**Not recorded.** There are few places, so that each case has its time; if they are taken, join the waiting list: the clinic will be repeated. It is held in Spanish.'),
(10, 'fr', 'Des femmes à la table des négociations : atelier-conseil à huit',
 'Quatre-vingt-dix minutes, huit places : chacune apporte une négociation en cours et repart avec une prochaine étape.',
 'Autour de presque toutes les tables où se négocie un accord avec une mine, il y a des femmes dehors, qui cuisinent pour ceux qui sont dedans. Cet atelier-conseil est pour celles qui sont entrées, ou vont entrer, et veulent préparer la prochaine réunion avec quelqu’un qui est passé par là.

## Notre façon de travailler

- Avant : écrivez en trois lignes ce qui se négocie, avec qui, et ce qui vous inquiète.
- Pendant : dix minutes par cas, sans diapositives. Toutes écoutent, deux répondent.
- Après : un appel de suivi quatre semaines plus tard.

## Ce que vous emportez

- une liste de ce qui ne doit jamais être signé le jour même
- des façons de demander une pause et de faire consigner un désaccord
- le contact de sept autres dans la même situation

**Sans enregistrement.** Les places sont peu nombreuses pour que chaque cas ait son temps ; si tout est pris, inscrivez-vous sur la liste d’attente : l’atelier sera repris. Il se tient en espagnol.'),
(10, 'pt', 'Mulheres à mesa das negociações: clínica para oito',
 'Noventa minutos, oito lugares: cada participante traz uma negociação em curso e sai com um próximo passo.',
 'Em quase todas as mesas onde se negoceia um acordo com uma mina há mulheres lá fora, a cozinhar para os que estão lá dentro. Esta clínica é para as que já entraram, ou vão entrar, e querem preparar a próxima reunião com alguém que já lá esteve.

## Como trabalhamos

- Antes: escreva em três linhas o que se negoceia, com quem e o que a preocupa.
- Durante: dez minutos por caso, sem diapositivos. Todas ouvem, duas respondem.
- Depois: uma chamada de seguimento quatro semanas mais tarde.

## O que leva consigo

- uma lista do que nunca se deve assinar no mesmo dia
- maneiras de pedir uma pausa e de fazer registar uma discordância
- o contacto de outras sete na mesma situação

**Sem gravação.** Há poucos lugares para que cada caso tenha o seu tempo; se estiver completa, inscreva-se na lista de espera: a clínica repete-se. Decorre em espanhol.');

INSERT INTO edition (id, event_id, language, capacity, waitlist_last, attendance, platform_url, venue, created_at)
SELECT e.column1, e.column2, e.column3, e.column4, e.column5, e.column6, e.column7, e.column8, unixepoch('2026-03-16T09:00Z') * 1000
FROM (VALUES
    (6, 6, 'en', NULL, 0, 'online', 'https://meet.example.org/strata-consent', NULL),
    (7, 7, 'fr', NULL, 0, 'online', 'https://meet.example.org/strata-dire-non', NULL),
    (8, 8, 'en', NULL, 0, 'online', 'https://meet.example.org/strata-grievance', NULL),
    (9, 8, 'es', 250, 0, 'online', 'https://meet.example.org/strata-reclamos', NULL),
    (10, 9, 'pt', 60, 0, 'hybrid', 'https://meet.example.org/strata-mapear', 'Casa das Marés, Rua das Acácias 114, Maputo'),
    (11, 10, 'es', 8, 3, 'online', 'https://meet.example.org/strata-mesa', NULL)) AS e;

-- Numbers set aside for fiction by the regulators of their countries.
INSERT INTO dial_in (edition_id, label, number, pin, place) VALUES
(8, 'London', '+44 20 7946 0175', '4182 77', 1),
(8, 'Paris', '+33 1 99 00 41 82', '4182 77', 2),
(8, 'Washington', '+1 202 555 0143', '4182 77', 3),
(9, 'Washington', '+1 202 555 0168', '6093 15', 1),
(9, 'París', '+33 1 99 00 60 93', '6093 15', 2),
(10, 'Londres', '+44 20 7946 0192', '2750 48', 1);

INSERT INTO session (edition_id, uid, time_zone, local_start, local_end, starts_at, ends_at, tzdb_version, changed_at)
SELECT s.column1, s.column2 || '@lectern.invalid', s.column3, s.column4, s.column5, 0, 1, '', 0
FROM (VALUES
    (6, 'demo-consent', 'Africa/Accra', '2026-11-10T14:00', '2026-11-10T15:30'),
    (7, 'demo-dire-non', 'Africa/Dakar', '2026-11-12T15:00', '2026-11-12T16:00'),
    (8, 'demo-grievance-en', 'Europe/Zurich', '2026-11-24T14:00', '2026-11-24T15:30'),
    (9, 'demo-grievance-es', 'America/Bogota', '2026-11-24T11:00', '2026-11-24T12:30'),
    (10, 'demo-mapear-dia-1', 'Africa/Maputo', '2026-11-25T09:00', '2026-11-25T16:00'),
    (10, 'demo-mapear-dia-2', 'Africa/Maputo', '2026-11-26T09:00', '2026-11-26T16:00'),
    (10, 'demo-mapear-dia-3', 'Africa/Maputo', '2026-11-27T09:00', '2026-11-27T13:00'),
    (11, 'demo-mesa', 'America/Bogota', '2026-12-03T10:00', '2026-12-03T11:30')) AS s;

INSERT INTO appearance (event_id, speaker_id, role, place, consent_at) VALUES
(6, 4, 'speaker', 1, unixepoch('2026-10-20T15:00Z') * 1000),
(6, 1, 'speaker', 2, unixepoch('2026-10-21T09:00Z') * 1000),
(6, 6, 'moderator', 3, unixepoch('2026-10-21T08:00Z') * 1000),
(6, 12, 'interpreter', 4, unixepoch('2026-10-22T14:00Z') * 1000),
(7, 10, 'speaker', 1, unixepoch('2026-10-26T10:00Z') * 1000),
(7, 5, 'speaker', 2, unixepoch('2026-10-27T10:00Z') * 1000),
(7, 2, 'moderator', 3, unixepoch('2026-10-26T11:00Z') * 1000),
(8, 6, 'speaker', 1, unixepoch('2026-11-02T08:00Z') * 1000),
(8, 4, 'speaker', 2, unixepoch('2026-11-03T15:00Z') * 1000),
(8, 11, 'moderator', 3, unixepoch('2026-11-03T09:00Z') * 1000),
(8, 12, 'interpreter', 4, NULL),
(9, 5, 'speaker', 1, unixepoch('2026-11-05T10:00Z') * 1000),
(9, 9, 'speaker', 2, unixepoch('2026-11-06T13:00Z') * 1000),
(9, 2, 'moderator', 3, unixepoch('2026-11-06T10:00Z') * 1000),
(9, 12, 'interpreter', 4, NULL),
(9, 8, 'rapporteur', 5, NULL),
(10, 4, 'speaker', 1, NULL),
(10, 10, 'speaker', 2, NULL),
(10, 12, 'interpreter', 3, NULL);

INSERT INTO material (event_id, month_id, kind, language, title, url, media_type, size, duration_minutes, place, created_at) VALUES
(6, NULL, 'recording', 'en', 'Recording', 'https://media.example.org/strata/consent.mp4', 'video/mp4', 152043520, 88, 1, unixepoch('2026-11-11T09:00Z') * 1000),
(6, NULL, 'recording', 'en', 'Recording for slow connections', 'https://media.example.org/strata/consent-small.mp4', 'video/mp4', 38587596, 88, 2, unixepoch('2026-11-11T09:00Z') * 1000),
(6, NULL, 'audio', 'en', 'Audio only', 'https://media.example.org/strata/consent.m4a', 'audio/mp4', 16357785, 88, 3, unixepoch('2026-11-11T09:00Z') * 1000),
(6, NULL, 'transcript', 'en', 'Transcript', 'https://media.example.org/strata/consent-transcript.pdf', 'application/pdf', 268697, NULL, 4, unixepoch('2026-11-13T09:00Z') * 1000),
(6, NULL, 'slides', 'en', 'Slides: four tests', 'https://media.example.org/strata/consent-slides.pdf', 'application/pdf', 5138022, NULL, 5, unixepoch('2026-11-09T16:00Z') * 1000),
(6, NULL, 'handout', 'es', 'Protocolo propio: plantilla comentada', 'https://media.example.org/strata/protocolo-propio.pdf', 'application/pdf', 498073, NULL, 6, unixepoch('2026-11-09T16:00Z') * 1000),
(7, NULL, 'audio', 'fr', 'Enregistrement audio', 'https://media.example.org/strata/dire-non.m4a', 'audio/mp4', 11429478, 61, 1, unixepoch('2026-11-13T11:00Z') * 1000),
(7, NULL, 'transcript', 'fr', 'Transcription', 'https://media.example.org/strata/dire-non-transcription.pdf', 'application/pdf', 214958, NULL, 2, unixepoch('2026-11-14T11:00Z') * 1000),
(8, NULL, 'handout', 'en', 'Eight criteria, one page', 'https://media.example.org/strata/eight-criteria.pdf', 'application/pdf', 188416, NULL, 1, unixepoch('2026-11-12T08:00Z') * 1000),
(8, NULL, 'handout', 'es', 'Ocho criterios, una página', 'https://media.example.org/strata/ocho-criterios.pdf', 'application/pdf', 190464, NULL, 2, unixepoch('2026-11-12T08:00Z') * 1000),
(9, NULL, 'handout', 'pt', 'Antes de vir: o que trazer, como chegar', 'https://media.example.org/strata/mapear-antes-de-vir.pdf', 'application/pdf', 352256, NULL, 1, unixepoch('2026-11-10T09:00Z') * 1000),
(9, NULL, 'reading', 'en', 'The method in twelve steps', 'https://mare-alta.example.org/twelve-steps.pdf', 'application/pdf', 1153433, NULL, 2, unixepoch('2026-11-10T09:00Z') * 1000),
(NULL, 2, 'reading', 'en', 'Consent in practice: what nine courts decided', 'https://library.example.org/strata/nine-courts.pdf', 'application/pdf', 1572864, NULL, 1, unixepoch('2026-10-26T08:00Z') * 1000),
(NULL, 2, 'reading', 'fr', 'Lire un budget de développement local en une après-midi', 'https://femmes-sous-sol.example.org/budget.pdf', 'application/pdf', 943718, NULL, 2, unixepoch('2026-10-26T08:00Z') * 1000),
(NULL, 2, 'reading', 'es', 'Contratos para leer en voz alta', 'https://tierra-alta.example.org/contratos', NULL, NULL, NULL, 3, unixepoch('2026-10-26T08:00Z') * 1000);

INSERT INTO product (id, community_id, month_id, event_id, slug, kind, state, original_language, url, media_type, size, published_at, created_at) VALUES
(7, 1, 2, 6, 'four-tests-of-consent', 'brief', 'published', 'en', 'https://library.example.org/strata/four-tests.pdf', 'application/pdf',
 398458, unixepoch('2026-11-15T09:00Z') * 1000, unixepoch('2026-11-15T09:00Z') * 1000);

INSERT INTO product_text (product_id, language, title, summary) VALUES
(7, 'en', 'Four tests of consent', 'A four-page brief from the first webinar of the month: the tests, the mistakes that fail them, and a sheet for the next meeting.'),
(7, 'fr', 'Les quatre épreuves du consentement', 'Une note de quatre pages tirée du premier webinaire du mois : les épreuves, les erreurs qui les font échouer, et une fiche pour la prochaine réunion.'),
(7, 'es', 'Las cuatro pruebas del consentimiento', 'Un resumen de cuatro páginas del primer seminario web del mes: las pruebas, los errores que las hacen fracasar y una ficha para la próxima reunión.'),
(7, 'pt', 'As quatro provas do consentimento', 'Um resumo de quatro páginas do primeiro webinar do mês: as provas, os erros que as fazem falhar e uma ficha para a próxima reunião.');
