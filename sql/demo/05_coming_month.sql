-- The demo: the month to come.
-- SPDX-License-Identifier: MIT

INSERT INTO event (id, community_id, month_id, slug, kind, state, original_language, created_at, changed_at)
SELECT e.column1, 1, 3, e.column2, e.column3, 'published', e.column4, unixepoch('2026-03-23T09:00Z') * 1000,
       unixepoch('2026-03-23T09:00Z') * 1000
FROM (VALUES
    (11, 'closure-starts-on-day-one', 'webinar', 'en'),
    (12, 'ce-qui-repousse', 'webinar', 'fr'),
    (13, 'pozos-abandonados-quien-paga', 'webinar', 'es'),
    (14, 'o-que-fica-quando-a-mina-sai', 'discussion', 'pt')) AS e;

INSERT INTO event_text (event_id, language, title, summary, description) VALUES
(11, 'en', 'Closure starts on day one',
 'A closure plan written at the end describes what can no longer be changed. What to put in it at the beginning, and how it survives a new owner.',
 'Most mines are sold at least once before they close. Each sale is a moment at which promises are lost. Joaquim Nogueira has taken over sites whose closure plan nobody could find; Tariku Wolde has reviewed plans that fitted on one page and were better than those on three hundred.

## What you will learn

- the six decisions of a mine’s first year that settle what its closure will cost
- how to tie a closure plan to the land, so that it passes to whoever owns it next
- what a town can ask for each year, long before the last truck

## Two examples

**A quarry that was filled as it was dug.** Costs per hectare, year by year, and why the operator now does it everywhere.

**A mine with four owners.** One promise, four letterheads, no fund: what a district council recovered, and how.'),
(11, 'fr', 'La fermeture commence le premier jour',
 'Un plan de fermeture écrit à la fin décrit ce qu’on ne peut plus changer. Ce qu’il faut y mettre au début, et comment il survit à un nouveau propriétaire.',
 'La plupart des mines sont vendues au moins une fois avant de fermer. Chaque vente est un moment où des promesses se perdent. Joaquim Nogueira a repris des sites dont personne ne retrouvait le plan de fermeture ; Tariku Wolde a relu des plans d’une page qui valaient mieux que d’autres de trois cents.

## Ce que vous apprendrez

- les six décisions de la première année qui fixent le coût de la fermeture
- comment attacher un plan de fermeture à la terre, pour qu’il passe au propriétaire suivant
- ce qu’une ville peut demander chaque année, bien avant le dernier camion

## Deux exemples

**Une carrière remblayée à mesure qu’on la creusait.** Les coûts par hectare, année après année, et pourquoi l’exploitant le fait désormais partout.

**Une mine et quatre propriétaires.** Une promesse, quatre en-têtes, aucun fonds : ce qu’un conseil de district a récupéré, et comment.'),
(11, 'es', 'El cierre empieza el primer día',
 'Un plan de cierre escrito al final describe lo que ya no se puede cambiar. Qué poner en él al principio, y cómo sobrevive a un nuevo dueño.',
 'La mayoría de las minas se venden al menos una vez antes de cerrar. Cada venta es un momento en que se pierden promesas. Joaquim Nogueira se ha hecho cargo de sitios cuyo plan de cierre nadie encontraba; Tariku Wolde ha revisado planes de una página mejores que otros de trescientas.

## Qué aprenderás

- las seis decisiones del primer año que fijan lo que costará el cierre
- cómo atar un plan de cierre a la tierra, para que pase a quien sea su próximo dueño
- qué puede pedir un municipio cada año, mucho antes del último camión

## Dos ejemplos

**Una cantera que se rellenó a medida que se abría.** Los costos por hectárea, año por año, y por qué la empresa ya lo hace en todas partes.

**Una mina con cuatro dueños.** Una promesa, cuatro membretes, ningún fondo: qué recuperó un consejo de distrito, y cómo.'),
(11, 'pt', 'O encerramento começa no primeiro dia',
 'Um plano de encerramento escrito no fim descreve o que já não se pode mudar. O que pôr nele no início, e como sobrevive a um novo dono.',
 'A maioria das minas é vendida pelo menos uma vez antes de encerrar. Cada venda é um momento em que se perdem promessas. Joaquim Nogueira herdou locais cujo plano de encerramento ninguém encontrava; Tariku Wolde reviu planos de uma página melhores do que outros de trezentas.

## O que vai aprender

- as seis decisões do primeiro ano que fixam o custo do encerramento
- como prender um plano de encerramento à terra, para que passe a quem vier a ser o dono
- o que uma vila pode pedir todos os anos, muito antes do último camião

## Dois exemplos

**Uma pedreira aterrada à medida que se escavava.** Os custos por hectare, ano a ano, e por que o operador o faz agora em toda a parte.

**Uma mina com quatro donos.** Uma promessa, quatro timbres, nenhum fundo: o que um conselho distrital recuperou, e como.'),
(12, 'fr', 'Ce qui repousse, et ce qui ne repousse pas',
 'Réhabiliter un sol après la mine : quelles plantes, dans quel ordre, avec qui, et comment savoir au bout de trois ans si cela marche.',
 'Verdir n’est pas restaurer. Un talus couvert d’une seule herbe passe l’inspection et meurt à la deuxième saison sèche. Ysabel Dumlao travaille sur latérite avec d’anciens mineurs ; Aïssatou Bangoura accompagne les groupements de femmes qui tiennent les pépinières de la région de la bauxite.

## Ce que vous apprendrez

- pourquoi la terre végétale vaut plus que tout ce qu’on plantera dessus, et comment la garder vivante
- un ordre de plantation sur cinq ans, avec des espèces indigènes
- quatre observations simples pour suivre le retour des insectes, des oiseaux et de l’eau

## Deux exemples

**Une pépinière qui se paie.** Trente femmes, douze espèces, un contrat d’achat sur six ans : les comptes, ligne par ligne.

**Un reboisement raté.** Quarante mille plants, neuf survivants sur cent : la liste des raisons, pour que vous n’ayez pas à les redécouvrir.

Interprétation vers l’anglais.'),
(12, 'en', 'What grows back, and what does not',
 'Restoring soil after a mine: which plants, in which order, with whom, and how to know after three years whether it works.',
 'Greening is not restoring. A slope covered with one kind of grass passes inspection and dies in its second dry season. Ysabel Dumlao works on laterite with former miners; Aïssatou Bangoura works with the women’s groups that run the nurseries of the bauxite region.

## What you will learn

- why topsoil is worth more than anything planted on it, and how to keep it alive
- a planting order over five years, with native species
- four simple observations to follow the return of insects, birds and water

## Two examples

**A nursery that pays for itself.** Thirty women, twelve species, a six-year purchase contract: the accounts, line by line.

**A planting that failed.** Forty thousand seedlings, nine in a hundred alive: the list of reasons, so that you need not discover them again.

Held in French, with interpretation into English.'),
(12, 'es', 'Lo que vuelve a crecer y lo que no',
 'Recuperar un suelo después de la mina: qué plantas, en qué orden, con quién, y cómo saber a los tres años si funciona.',
 'Poner verde no es restaurar. Un talud cubierto con un solo pasto pasa la inspección y muere en la segunda estación seca. Ysabel Dumlao trabaja sobre laterita con antiguos mineros; Aïssatou Bangoura acompaña a los grupos de mujeres que llevan los viveros de la región de la bauxita.

## Qué aprenderás

- por qué la capa vegetal vale más que todo lo que se plante encima, y cómo mantenerla viva
- un orden de plantación a cinco años, con especies nativas
- cuatro observaciones sencillas para seguir el regreso de los insectos, las aves y el agua

## Dos ejemplos

**Un vivero que se paga solo.** Treinta mujeres, doce especies, un contrato de compra a seis años: las cuentas, línea por línea.

**Una reforestación fallida.** Cuarenta mil plantones, nueve vivos de cada cien: la lista de motivos, para que no tengas que redescubrirlos.

En francés, con interpretación al inglés.'),
(12, 'pt', 'O que volta a crescer e o que não volta',
 'Recuperar um solo depois da mina: que plantas, por que ordem, com quem, e como saber ao fim de três anos se resulta.',
 'Pôr verde não é restaurar. Um talude coberto de uma só erva passa na inspeção e morre na segunda estação seca. Ysabel Dumlao trabalha sobre laterite com antigos mineiros; Aïssatou Bangoura acompanha os grupos de mulheres que mantêm os viveiros da região da bauxite.

## O que vai aprender

- por que a terra vegetal vale mais do que tudo o que nela se plante, e como mantê-la viva
- uma ordem de plantação a cinco anos, com espécies nativas
- quatro observações simples para seguir o regresso dos insetos, das aves e da água

## Dois exemplos

**Um viveiro que se paga a si mesmo.** Trinta mulheres, doze espécies, um contrato de compra a seis anos: as contas, linha a linha.

**Uma plantação falhada.** Quarenta mil plantas, nove vivas em cada cem: a lista das razões, para que não tenha de as redescobrir.

Em francês, com interpretação para inglês.'),
(13, 'es', 'Pozos abandonados: quién paga el cierre',
 'Cada pozo de petróleo o gas hay que taparlo algún día. Cómo se calcula la garantía, por qué casi nunca alcanza y qué puede hacer un gobierno local.',
 'Un pozo mal cerrado gotea durante décadas: en el agua, en el aire, en las cuentas del municipio. Ebiere Tamuno audita pozos y los fondos que debían cerrarlos; Nerea Jaramillo ha llevado a juicio una garantía que existía solo en el papel.

## Qué aprenderás

- qué cuesta tapar un pozo en tierra, en río y en mar, y de qué depende
- cuatro formas de garantía financiera y qué queda de cada una cuando la empresa quiebra
- cómo pedir, en una sola carta, el número de pozos y el saldo del fondo

## Dos ejemplos

**Un distrito que contó.** Con un teléfono y un mapa, una secretaría encontró sesenta y un pozos que nadie tenía registrados.

**Un fondo que no estaba.** La garantía se había contado tres veces para tres campos distintos. Qué cambió después en la ley.

Interpretación al inglés.'),
(13, 'en', 'Abandoned wells: who pays for closing them',
 'Every oil or gas well must be plugged one day. How the guarantee is worked out, why it is hardly ever enough, and what a local government can do.',
 'A badly plugged well leaks for decades: into water, into the air, into the accounts of the municipality. Ebiere Tamuno audits wells and the funds that were to close them; Nerea Jaramillo took to court a guarantee that existed only on paper.

## What you will learn

- what it costs to plug a well on land, in a river and at sea, and what that depends on
- four kinds of financial guarantee, and what is left of each when the company goes bankrupt
- how to ask, in a single letter, for the number of wells and the balance of the fund

## Two examples

**A district that counted.** With a telephone and a map, one office found sixty-one wells that nobody had on record.

**A fund that was not there.** The guarantee had been counted three times for three different fields. What changed in the law afterwards.

Held in Spanish, with interpretation into English.'),
(13, 'fr', 'Puits abandonnés : qui paie la fermeture ?',
 'Tout puits de pétrole ou de gaz devra un jour être bouché. Comment se calcule la garantie, pourquoi elle suffit rarement, et ce que peut faire une collectivité.',
 'Un puits mal fermé fuit pendant des décennies : dans l’eau, dans l’air, dans les comptes de la commune. Ebiere Tamuno contrôle des puits et les fonds qui devaient les fermer ; Nerea Jaramillo a porté devant un tribunal une garantie qui n’existait que sur le papier.

## Ce que vous apprendrez

- ce que coûte le bouchage d’un puits à terre, en rivière et en mer, et de quoi cela dépend
- quatre formes de garantie financière, et ce qui reste de chacune quand l’entreprise fait faillite
- comment demander, en une seule lettre, le nombre de puits et le solde du fonds

## Deux exemples

**Un district qui a compté.** Avec un téléphone et une carte, un service a trouvé soixante et un puits que personne n’avait enregistrés.

**Un fonds qui n’y était pas.** La garantie avait été comptée trois fois pour trois champs différents. Ce qui a changé ensuite dans la loi.

En espagnol, avec interprétation vers l’anglais.'),
(13, 'pt', 'Poços abandonados: quem paga o encerramento',
 'Todo poço de petróleo ou gás terá um dia de ser tapado. Como se calcula a garantia, por que quase nunca chega e o que pode fazer um governo local.',
 'Um poço mal fechado verte durante décadas: na água, no ar, nas contas do município. Ebiere Tamuno audita poços e os fundos que os deviam encerrar; Nerea Jaramillo levou a tribunal uma garantia que só existia no papel.

## O que vai aprender

- quanto custa tapar um poço em terra, no rio e no mar, e de que depende
- quatro formas de garantia financeira, e o que resta de cada uma quando a empresa vai à falência
- como pedir, numa só carta, o número de poços e o saldo do fundo

## Dois exemplos

**Um distrito que contou.** Com um telefone e um mapa, um serviço encontrou sessenta e um poços que ninguém tinha registado.

**Um fundo que não existia.** A garantia tinha sido contada três vezes para três campos diferentes. O que mudou depois na lei.

Em espanhol, com interpretação para inglês.'),
(14, 'pt', 'O que fica quando a mina sai',
 'Uma conversa entre vilas que perderam a sua mina e vilas que a vão perder: trabalho, casas, escolas e a pergunta de quem fica.',
 'Quando a mina sai, não sai só o salário: saem o médico, o autocarro, a fatura paga da escola. Três vilas contam o que prepararam, o que não prepararam e o que fariam hoje. Depois a palavra é sua.

## As perguntas

- O que deve uma vila começar a construir dez anos antes?
- Que trabalho serve a quem já não é jovem?
- O que fazer com as casas, os buracos e as máquinas que ficam?

## Um exemplo para começar

Delfina Nhantumbo voltou, doze anos depois, a uma aldeia reassentada por causa de um campo de gás que nunca abriu. Traz fotografias, uma contabilidade feita pelas mulheres do mercado e uma pergunta que ninguém soube responder.

Traga um objeto, uma fotografia ou um número do seu lugar. Interpretação para inglês e francês.'),
(14, 'en', 'What stays when the mine leaves',
 'A discussion between towns that have lost their mine and towns that will: work, houses, schools, and the question of who stays.',
 'When a mine leaves, it is not only the wages that go: the doctor goes, the bus goes, and so does the school’s paid bill. Three towns tell what they prepared, what they did not, and what they would do today. Then it is your turn.

## The questions

- What should a town begin to build ten years before?
- What work suits those who are no longer young?
- What to do with the houses, the holes and the machines that remain?

## An example to begin with

Delfina Nhantumbo returned, after twelve years, to a village resettled for a gas field that never opened. She brings photographs, accounts kept by the women of the market, and a question that nobody could answer.

Bring an object, a photograph or a figure from your place. Held in Portuguese, with interpretation into English and French.'),
(14, 'fr', 'Ce qui reste quand la mine s’en va',
 'Une discussion entre villes qui ont perdu leur mine et villes qui la perdront : le travail, les maisons, les écoles, et la question de savoir qui reste.',
 'Quand la mine s’en va, ce n’est pas seulement le salaire qui part : le médecin part, l’autocar part, la facture payée de l’école aussi. Trois villes racontent ce qu’elles ont préparé, ce qu’elles n’ont pas préparé, et ce qu’elles feraient aujourd’hui. Ensuite, la parole est à vous.

## Les questions

- Que devrait commencer à bâtir une ville dix ans avant ?
- Quel travail convient à ceux qui ne sont plus jeunes ?
- Que faire des maisons, des trous et des machines qui restent ?

## Un exemple pour commencer

Delfina Nhantumbo est retournée, douze ans après, dans un village déplacé pour un champ gazier qui n’a jamais ouvert. Elle apporte des photographies, une comptabilité tenue par les femmes du marché et une question à laquelle personne n’a su répondre.

Apportez un objet, une photographie ou un chiffre de chez vous. En portugais, avec interprétation vers l’anglais et le français.'),
(14, 'es', 'Lo que queda cuando la mina se va',
 'Una conversación entre pueblos que perdieron su mina y pueblos que la van a perder: trabajo, casas, escuelas y la pregunta de quién se queda.',
 'Cuando la mina se va, no se va solo el sueldo: se van el médico, el autobús y la cuenta pagada de la escuela. Tres pueblos cuentan qué prepararon, qué no y qué harían hoy. Después, la palabra es suya.

## Las preguntas

- ¿Qué debería empezar a construir un pueblo diez años antes?
- ¿Qué trabajo le sirve a quien ya no es joven?
- ¿Qué hacer con las casas, los huecos y las máquinas que quedan?

## Un ejemplo para empezar

Delfina Nhantumbo volvió, doce años después, a una aldea reasentada por un campo de gas que nunca se abrió. Trae fotografías, las cuentas que llevaron las mujeres del mercado y una pregunta que nadie supo responder.

Trae un objeto, una fotografía o una cifra de tu lugar. En portugués, con interpretación al inglés y al francés.');

INSERT INTO edition (id, event_id, language, capacity, attendance, platform_url, created_at)
SELECT e.column1, e.column2, e.column3, e.column4, 'online', e.column5, unixepoch('2026-03-23T09:00Z') * 1000
FROM (VALUES
    (12, 11, 'en', NULL, 'https://meet.example.org/strata-day-one'),
    (13, 12, 'fr', 200, 'https://meet.example.org/strata-repousse'),
    (14, 13, 'es', NULL, 'https://meet.example.org/strata-pozos'),
    (15, 14, 'pt', 80, 'https://meet.example.org/strata-o-que-fica')) AS e;

INSERT INTO dial_in (edition_id, label, number, pin, place) VALUES
(12, 'London', '+44 20 7946 0121', '3317 90', 1),
(12, 'Washington', '+1 202 555 0117', '3317 90', 2),
(13, 'Paris', '+33 1 99 00 33 17', '8824 06', 1),
(14, 'Washington', '+1 202 555 0186', '5541 28', 1);

INSERT INTO session (edition_id, uid, time_zone, local_start, local_end, starts_at, ends_at, tzdb_version, changed_at)
SELECT s.column1, s.column2 || '@lectern.invalid', s.column3, s.column4, s.column5, 0, 1, '', 0
FROM (VALUES
    (12, 'demo-day-one', 'Africa/Accra', '2026-12-08T14:00', '2026-12-08T15:30'),
    (13, 'demo-repousse', 'Africa/Dakar', '2026-12-10T11:00', '2026-12-10T12:30'),
    (14, 'demo-pozos', 'America/Lima', '2026-12-16T10:00', '2026-12-16T11:30'),
    (15, 'demo-o-que-fica', 'Africa/Maputo', '2026-12-18T15:00', '2026-12-18T16:15')) AS s;

INSERT INTO appearance (event_id, speaker_id, role, place) VALUES
(11, 9, 'speaker', 1), (11, 7, 'speaker', 2), (11, 6, 'moderator', 3),
(12, 8, 'speaker', 1), (12, 10, 'speaker', 2), (12, 2, 'moderator', 3),
(13, 11, 'speaker', 1), (13, 4, 'speaker', 2), (13, 3, 'moderator', 3), (13, 12, 'interpreter', 4),
(14, 5, 'speaker', 1), (14, 9, 'moderator', 2), (14, 12, 'rapporteur', 3);

INSERT INTO material (event_id, month_id, kind, language, title, url, media_type, size, place, created_at) VALUES
(NULL, 3, 'reading', 'en', 'The list of failures: forty species and why they died', 'https://island-watersheds.example.org/failures', NULL, NULL, 1, unixepoch('2026-10-05T08:00Z') * 1000),
(NULL, 3, 'reading', 'pt', 'Encerrar uma barragem, passo a passo', 'https://barragens.example.org/passo-a-passo.pdf', 'application/pdf', 2097152, 2, unixepoch('2026-10-05T08:00Z') * 1000);
