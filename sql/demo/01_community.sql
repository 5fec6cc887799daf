-- The demo: an invented community of practice, its partners and its series. People, organisations and addresses in this
-- folder exist nowhere; every date is written as if the month of the reference day, 16 November 2026, were the running
-- one, and server/features/demo moves them from there.
-- SPDX-License-Identifier: MIT

-- Empty: the dates are still those of these files.
INSERT INTO setting (name, value) VALUES ('demo_month', '');

INSERT INTO community (id, slug, original_language, help_contact, latest_activity_at, created_at) VALUES
(1, 'common-strata', 'en', 'help@example.org', unixepoch('2026-11-15T17:00Z') * 1000, unixepoch('2023-02-06T09:00Z') * 1000);

INSERT INTO community_text (community_id, language, title, summary, objective, focus, location, how_to_join) VALUES
(1, 'en', 'Common Strata',
 'People who live beside mines, quarries, oil and gas fields, and people who plan, permit, finance or study them, learn from each other in public.',
 'To turn what one place learned the hard way into something another place can use in time: fewer rivers lost, fewer conflicts, fairer agreements.',
 'Environmental governance and conflict prevention around mining, oil and gas: water, land and consent, human rights, gender, ecosystems, closure.',
 'Online, with members in 41 countries; workshops move between West Africa, Southern Africa and the Andes.',
 'Register for a month or for one event: an e-mail address and a name are enough. Everybody can read. We ask only that you say who you are and speak from what you have seen.'),
(1, 'fr', 'Strates communes',
 'Des personnes qui vivent à côté de mines, de carrières, de champs pétroliers et gaziers, et d’autres qui les planifient, les autorisent, les financent ou les étudient, apprennent les unes des autres, au grand jour.',
 'Faire de ce qu’un lieu a appris à ses dépens un savoir qu’un autre puisse utiliser à temps : moins de rivières perdues, moins de conflits, des accords plus justes.',
 'La gouvernance environnementale et la prévention des conflits autour des mines, du pétrole et du gaz : eau, terre et consentement, droits humains, genre, écosystèmes, fermeture.',
 'En ligne, avec des membres dans 41 pays ; les ateliers se déplacent entre l’Afrique de l’Ouest, l’Afrique australe et les Andes.',
 'Inscrivez-vous à un mois ou à une rencontre : une adresse électronique et un nom suffisent. Tout le monde peut lire. Nous demandons seulement de dire qui vous êtes et de parler de ce que vous avez vu.'),
(1, 'es', 'Estratos comunes',
 'Personas que viven junto a minas, canteras y campos de petróleo y gas, y personas que los planifican, autorizan, financian o estudian, aprenden unas de otras a la vista de todos.',
 'Convertir lo que un lugar aprendió a la fuerza en algo que otro pueda usar a tiempo: menos ríos perdidos, menos conflictos, acuerdos más justos.',
 'La gobernanza ambiental y la prevención de conflictos en torno a la minería, el petróleo y el gas: agua, tierra y consentimiento, derechos humanos, género, ecosistemas, cierre.',
 'En línea, con integrantes en 41 países; los talleres se turnan entre África occidental, África austral y los Andes.',
 'Inscríbete a un mes o a un encuentro: bastan un correo y un nombre. Cualquiera puede leer. Solo pedimos que digas quién eres y que hables de lo que has visto.'),
(1, 'pt', 'Estratos comuns',
 'Pessoas que vivem ao lado de minas, pedreiras e campos de petróleo e gás, e pessoas que os planeiam, licenciam, financiam ou estudam, aprendem umas com as outras, em público.',
 'Transformar o que um lugar aprendeu à sua custa em algo que outro possa usar a tempo: menos rios perdidos, menos conflitos, acordos mais justos.',
 'A governação ambiental e a prevenção de conflitos em torno da mineração, do petróleo e do gás: água, terra e consentimento, direitos humanos, género, ecossistemas, encerramento.',
 'Em linha, com membros em 41 países; as oficinas alternam entre a África Ocidental, a África Austral e os Andes.',
 'Inscreva-se num mês ou num encontro: bastam um endereço de correio eletrónico e um nome. Todos podem ler. Só pedimos que diga quem é e que fale do que viu.');

INSERT INTO series (id, community_id, slug, original_language, place, created_at) VALUES
(1, 1, 'before-the-ground-breaks', 'en', 1, unixepoch('2026-02-02T09:00Z') * 1000);

INSERT INTO series_text (series_id, language, title, summary, description) VALUES
(1, 'en', 'Before the ground breaks',
 'One theme a month, from the first permit to the last tree planted: short webinars, one workshop, an open discussion, and a guide to keep.',
 'Most conflicts around a mine or a well begin long before the first machine arrives, with a map nobody explained or a promise nobody wrote down. This series follows a project through its life and stops each month at one point where things can still go well.

- **Each webinar** takes at most ninety minutes: two practical examples, one from a place where it worked and one from a place where it did not, and half an hour of your questions.
- **Each month** ends with a guide, put together from what was said, and free to copy.
- **All of it** is free and recorded. Most sessions have interpretation; every recording comes in a small version for slow connections.'),
(1, 'fr', 'Avant que la terre ne s’ouvre',
 'Un thème par mois, du premier permis au dernier arbre planté : de courts webinaires, un atelier, une discussion ouverte et un guide à garder.',
 'La plupart des conflits autour d’une mine ou d’un puits naissent bien avant l’arrivée de la première machine, d’une carte que personne n’a expliquée ou d’une promesse que personne n’a écrite. Cette série suit un projet tout au long de sa vie et s’arrête chaque mois à un moment où les choses peuvent encore bien tourner.

- **Chaque webinaire** dure au plus une heure et demie : deux exemples concrets, l’un d’un lieu où cela a marché, l’autre d’un lieu où cela n’a pas marché, et une demi-heure pour vos questions.
- **Chaque mois** se termine par un guide, composé à partir de ce qui s’est dit, et libre de copie.
- **Tout** est gratuit et enregistré. La plupart des séances sont interprétées ; chaque enregistrement existe en version légère pour les connexions lentes.'),
(1, 'es', 'Antes de abrir la tierra',
 'Un tema por mes, desde el primer permiso hasta el último árbol plantado: seminarios web breves, un taller, una conversación abierta y una guía para conservar.',
 'La mayoría de los conflictos en torno a una mina o un pozo empiezan mucho antes de que llegue la primera máquina, con un mapa que nadie explicó o una promesa que nadie escribió. Esta serie acompaña un proyecto a lo largo de su vida y se detiene cada mes en un punto en que las cosas todavía pueden salir bien.

- **Cada seminario web** dura como mucho noventa minutos: dos ejemplos prácticos, uno de un lugar donde funcionó y otro de uno donde no, y media hora para tus preguntas.
- **Cada mes** termina con una guía, elaborada con lo que se dijo y de libre copia.
- **Todo** es gratuito y queda grabado. La mayoría de las sesiones tienen interpretación; cada grabación existe en una versión ligera para conexiones lentas.'),
(1, 'pt', 'Antes de abrir a terra',
 'Um tema por mês, da primeira licença à última árvore plantada: webinars curtos, uma oficina, uma conversa aberta e um guia para guardar.',
 'A maior parte dos conflitos em torno de uma mina ou de um poço começa muito antes de chegar a primeira máquina, com um mapa que ninguém explicou ou uma promessa que ninguém escreveu. Esta série acompanha um projeto ao longo da sua vida e detém-se, cada mês, num ponto em que as coisas ainda podem correr bem.

- **Cada webinar** dura no máximo noventa minutos: dois exemplos práticos, um de um lugar onde resultou e outro de um onde não resultou, e meia hora para as suas perguntas.
- **Cada mês** termina com um guia, feito a partir do que se disse e de cópia livre.
- **Tudo** é gratuito e fica gravado. A maioria das sessões tem interpretação; cada gravação existe numa versão leve para ligações lentas.');

INSERT INTO partner (community_id, series_id, name, url, role, place) VALUES
(1, NULL, 'Lindenhalde Institute for Peace and Resources', 'https://lindenhalde.example.org/', 'host', 1),
(1, NULL, 'Réseau Femmes et Sous-sol', 'https://femmes-sous-sol.example.org/', 'partner', 2),
(1, NULL, 'Instituto Piedra y Agua', 'https://piedra-y-agua.example.org/', 'partner', 3),
(NULL, 1, 'Quillwater Foundation', 'https://quillwater.example.org/', 'funder', 1),
(NULL, 1, 'Fundo Maré Justa', 'https://mare-justa.example.org/', 'funder', 2),
(NULL, 1, 'Birim Basin Water Trust', 'https://birim-trust.example.org/', 'partner', 3),
(NULL, 1, 'Taller Jurídico Tierra Alta', 'https://tierra-alta.example.org/', 'partner', 4);

INSERT INTO month (id, series_id, slug, state, original_language, theme, starts_on, ends_on, created_at) VALUES
(1, 1, 'water-downstream', 'published', 'en', 'river', '2026-10-01', '2026-10-31', unixepoch('2026-03-02T09:00Z') * 1000),
(2, 1, 'consent-that-counts', 'published', 'en', 'clay', '2026-11-01', '2026-11-30', unixepoch('2026-03-02T09:00Z') * 1000),
(3, 1, 'closing-well', 'published', 'en', 'leaf', '2026-12-01', '2026-12-31', unixepoch('2026-03-02T09:00Z') * 1000);

INSERT INTO month_text (month_id, language, title, summary, description) VALUES
(1, 'en', 'Water downstream',
 'What a mine does to a river, how people below it can know in time, and who pays for clean water.',
 'Water is where most people first meet a mine. A month on measuring, reading and arguing about it: how to read a monitoring report, how communities take samples that a court accepts, what a tailings dam is and how it fails, and what became of the costs.'),
(1, 'fr', 'L’eau en aval',
 'Ce qu’une mine fait à une rivière, comment les riverains peuvent le savoir à temps, et qui paie l’eau propre.',
 'C’est par l’eau que la plupart des gens rencontrent une mine. Un mois pour mesurer, lire et discuter : comment lire un rapport de suivi, comment des villages prélèvent des échantillons qu’un tribunal accepte, ce qu’est un barrage de résidus et comment il cède, et qui a supporté les coûts.'),
(1, 'es', 'El agua, río abajo',
 'Qué le hace una mina a un río, cómo puede saberlo a tiempo quien vive aguas abajo y quién paga el agua limpia.',
 'El agua es el primer encuentro de mucha gente con una mina. Un mes para medir, leer y discutir: cómo leer un informe de monitoreo, cómo toman las comunidades muestras que un juzgado acepta, qué es una presa de relaves y cómo falla, y quién asumió los costos.'),
(1, 'pt', 'A água rio abaixo',
 'O que uma mina faz a um rio, como pode sabê-lo a tempo quem vive a jusante, e quem paga a água limpa.',
 'É pela água que a maioria das pessoas encontra uma mina pela primeira vez. Um mês para medir, ler e discutir: como ler um relatório de monitorização, como recolhem as comunidades amostras que um tribunal aceita, o que é uma barragem de rejeitos e como falha, e quem suportou os custos.'),
(2, 'en', 'Consent that counts',
 'Who is asked, who answers, and what a yes or a no is worth: consent as a process that people can trust.',
 'A signature under a form is quickly collected. Consent that lasts needs time, a language people think in, women at the table, and a way to complain that does not end in a drawer.

This month brings together those who ask and those who are asked: a webinar on what must be true before the first drill hole, a discussion of what happened where a community said no, a webinar on grievance mechanisms, three days of mapping risk together in Maputo and online, and a small clinic for women who negotiate.'),
(2, 'fr', 'Un consentement qui compte',
 'Qui est consulté, qui répond, et ce que vaut un oui ou un non : le consentement comme un processus digne de confiance.',
 'Une signature au bas d’un formulaire s’obtient vite. Un consentement durable demande du temps, une langue dans laquelle on pense, des femmes à la table, et une façon de se plaindre qui ne finisse pas au fond d’un tiroir.

Ce mois réunit ceux qui demandent et ceux à qui l’on demande : un webinaire sur ce qui doit être vrai avant le premier forage, une discussion sur ce qui s’est passé là où une communauté a dit non, un webinaire sur les mécanismes de plainte, trois jours pour cartographier ensemble les risques, à Maputo et en ligne, et un petit atelier-conseil pour les femmes qui négocient.'),
(2, 'es', 'Un consentimiento que cuenta',
 'A quién se pregunta, quién responde y cuánto vale un sí o un no: el consentimiento como un proceso en el que se puede confiar.',
 'Una firma al pie de un formulario se consigue pronto. Un consentimiento que dure necesita tiempo, una lengua en la que se piense, mujeres en la mesa y una manera de reclamar que no acabe en un cajón.

Este mes reúne a quienes preguntan y a quienes son preguntados: un seminario web sobre lo que debe ser cierto antes de la primera perforación, una conversación sobre lo que pasó donde una comunidad dijo que no, un seminario web sobre mecanismos de reclamo, tres días para mapear juntos los riesgos, en Maputo y en línea, y una pequeña consulta para mujeres que negocian.'),
(2, 'pt', 'Um consentimento que conta',
 'A quem se pergunta, quem responde e quanto vale um sim ou um não: o consentimento como um processo em que se pode confiar.',
 'Uma assinatura no fim de um formulário consegue-se depressa. Um consentimento que dure precisa de tempo, de uma língua em que se pense, de mulheres à mesa e de uma forma de reclamar que não acabe numa gaveta.

Este mês junta quem pergunta e quem é perguntado: um webinar sobre o que tem de ser verdade antes do primeiro furo, uma conversa sobre o que aconteceu onde uma comunidade disse não, um webinar sobre mecanismos de reclamação, três dias a mapear riscos em conjunto, em Maputo e em linha, e uma pequena clínica para mulheres que negoceiam.'),
(3, 'en', 'Closing well',
 'What is left when the ore, the oil or the gas is gone: water, soil, work, and the question of who pays.',
 'Closure is planned last and felt longest. Four meetings on how to begin with it on the first day: plans that survive a change of owner, slopes on which something grows again, abandoned wells and the money that was meant for them, and towns that must live on something else.'),
(3, 'fr', 'Réussir la fermeture',
 'Ce qui reste quand le minerai, le pétrole ou le gaz est épuisé : l’eau, le sol, le travail, et la question de savoir qui paie.',
 'La fermeture est ce que l’on prévoit en dernier et que l’on ressent le plus longtemps. Quatre rencontres pour y penser dès le premier jour : des plans qui survivent à un changement de propriétaire, des pentes où quelque chose repousse, des puits abandonnés et l’argent qui leur était destiné, des villes qui doivent vivre d’autre chose.'),
(3, 'es', 'Cerrar bien',
 'Lo que queda cuando se acaba el mineral, el petróleo o el gas: agua, suelo, trabajo y la pregunta de quién paga.',
 'El cierre es lo último que se planifica y lo que más tiempo se siente. Cuatro encuentros para empezar por él desde el primer día: planes que sobreviven a un cambio de dueño, laderas donde algo vuelve a crecer, pozos abandonados y el dinero que les estaba destinado, y pueblos que tienen que vivir de otra cosa.'),
(3, 'pt', 'Encerrar bem',
 'O que fica quando se acaba o minério, o petróleo ou o gás: água, solo, trabalho e a pergunta de quem paga.',
 'O encerramento é o que se planeia por último e o que mais tempo se sente. Quatro encontros para começar por ele desde o primeiro dia: planos que sobrevivem a uma mudança de dono, encostas onde algo volta a crescer, poços abandonados e o dinheiro que lhes estava destinado, e vilas que têm de viver de outra coisa.');
