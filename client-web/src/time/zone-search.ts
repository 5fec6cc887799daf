// Finding a zone by city, country or the zone's own name, accents and apostrophes or not. It comes alone, once somebody asks, so it is
// given what the page knows of words and zones.
// SPDX-License-Identifier: MIT
export interface Place {
  zone: string;
  city: string;
  /** The country, or the zone's own name where it has none; nothing where the city says it already. */
  name: string;
  /** The city that the zone is named after, not another in it. */
  main: boolean;
}
export interface Known {
  lang: string;
  cityName: (zone: string) => string;
  zoneName: (zone: string, lang: string) => string;
}

// ISO country, then the last parts of its zones' names (from ICU's TimeZone::getRegion).
const table =
  'ADAndorra AEDubai AFKabul AGAntigua AIAnguilla ALTirane AMYerevan AOLuanda ARBuenos_Aires,Catamarca,Cordoba,Jujuy,La_Rioja,Mendoza,Rio_Gallegos,Salta,San_Juan,San_Luis,Tucuman,Ushuaia ASPago_Pago ATVienna AUMacquarie,Adelaide,Brisbane,Broken_Hill,Darwin,Eucla,Hobart,Lindeman,Lord_Howe,Melbourne,Perth,Sydney AWAruba AXMariehamn AZBaku BASarajevo BBBarbados BDDhaka BEBrussels BFOuagadougou BGSofia BHBahrain BIBujumbura BJPorto-Novo BLSt_Barthelemy BMBermuda BNBrunei BOLa_Paz BQKralendijk BRAraguaina,Bahia,Belem,Boa_Vista,Campo_Grande,Cuiaba,Eirunepe,Fortaleza,Maceio,Manaus,Noronha,Porto_Velho,Recife,Rio_Branco,Santarem,Sao_Paulo BSNassau BTThimphu BWGaborone BYMinsk BZBelize CAAtikokan,Blanc-Sablon,Cambridge_Bay,Coral_Harbour,Creston,Dawson,Dawson_Creek,Edmonton,Fort_Nelson,Glace_Bay,Goose_Bay,Halifax,Inuvik,Iqaluit,Moncton,Rankin_Inlet,Regina,Resolute,St_Johns,Swift_Current,Toronto,Vancouver,Whitehorse,Winnipeg CCCocos CDKinshasa,Lubumbashi CFBangui CGBrazzaville CHZurich CIAbidjan CKRarotonga CLCoyhaique,Punta_Arenas,Santiago,Easter CMDouala CNShanghai,Urumqi COBogota CRCosta_Rica CUHavana CVCape_Verde CWCuracao CXChristmas CYFamagusta,Nicosia CZPrague DEBerlin,Busingen DJDjibouti DKCopenhagen DMDominica DOSanto_Domingo DZAlgiers ECGuayaquil,Galapagos EETallinn EGCairo EHEl_Aaiun ERAsmara,Asmera ESCeuta,Canary,Madrid ETAddis_Ababa FIHelsinki FJFiji FKStanley FMChuuk,Kosrae,Pohnpei,Ponape,Truk FOFaeroe,Faroe FRParis GALibreville GBLondon GDGrenada GETbilisi GFCayenne GGGuernsey GHAccra GIGibraltar GLDanmarkshavn,Godthab,Nuuk,Scoresbysund,Thule GMBanjul GNConakry GPGuadeloupe GQMalabo GRAthens GSSouth_Georgia GTGuatemala GUGuam GWBissau GYGuyana HKHong_Kong HNTegucigalpa HRZagreb HTPort-au-Prince HUBudapest IDJakarta,Jayapura,Makassar,Pontianak IEDublin ILJerusalem IMIsle_of_Man INCalcutta,Kolkata IOChagos IQBaghdad IRTehran ISReykjavik ITRome JEJersey JMJamaica JOAmman JPTokyo KENairobi KGBishkek KHPhnom_Penh KIEnderbury,Kanton,Kiritimati,Tarawa KMComoro KNSt_Kitts KPPyongyang KRSeoul KWKuwait KYCayman KZAlmaty,Aqtau,Aqtobe,Atyrau,Oral,Qostanay,Qyzylorda LAVientiane LBBeirut LCSt_Lucia LIVaduz LKColombo LRMonrovia LSMaseru LTVilnius LULuxembourg LVRiga LYTripoli MACasablanca MCMonaco MDChisinau MEPodgorica MFMarigot MGAntananarivo MHKwajalein,Majuro MKSkopje MLBamako MMRangoon,Yangon MNHovd,Ulaanbaatar MOMacau MPSaipan MQMartinique MRNouakchott MSMontserrat MTMalta MUMauritius MVMaldives MWBlantyre MXBahia_Banderas,Cancun,Chihuahua,Ciudad_Juarez,Hermosillo,Matamoros,Mazatlan,Merida,Mexico_City,Monterrey,Ojinaga,Tijuana MYKuala_Lumpur,Kuching MZMaputo NAWindhoek NCNoumea NENiamey NFNorfolk NGLagos NIManagua NLAmsterdam NOOslo NPKathmandu,Katmandu NRNauru NUNiue NZAuckland,Chatham OMMuscat PAPanama PELima PFGambier,Marquesas,Tahiti PGBougainville,Port_Moresby PHManila PKKarachi PLWarsaw PMMiquelon PNPitcairn PRPuerto_Rico PSGaza,Hebron PTAzores,Madeira,Lisbon PWPalau PYAsuncion QAQatar REReunion ROBucharest RSBelgrade RUAnadyr,Barnaul,Chita,Irkutsk,Kamchatka,Khandyga,Krasnoyarsk,Magadan,Novokuznetsk,Novosibirsk,Omsk,Sakhalin,Srednekolymsk,Tomsk,Ust-Nera,Vladivostok,Yakutsk,Yekaterinburg,Astrakhan,Kaliningrad,Kirov,Moscow,Samara,Saratov,Ulyanovsk,Volgograd RWKigali SARiyadh SBGuadalcanal SCMahe SDKhartoum SEStockholm SGSingapore SHSt_Helena SILjubljana SJLongyearbyen SKBratislava SLFreetown SMSan_Marino SNDakar SOMogadishu SRParamaribo SSJuba STSao_Tome SVEl_Salvador SXLower_Princes SYDamascus SZMbabane TCGrand_Turk TDNdjamena TFKerguelen TGLome THBangkok TJDushanbe TKFakaofo TLDili TMAshgabat TNTunis TOTongatapu TRIstanbul TTPort_of_Spain TVFunafuti TWTaipei TZDar_es_Salaam UAKiev,Kyiv,Simferopol UGKampala UMMidway,Wake USAdak,Anchorage,Boise,Chicago,Denver,Detroit,Indianapolis,Knox,Marengo,Petersburg,Tell_City,Vevay,Vincennes,Winamac,Juneau,Louisville,Monticello,Los_Angeles,Menominee,Metlakatla,New_York,Nome,Beulah,Center,New_Salem,Phoenix,Sitka,Yakutat,Honolulu UYMontevideo UZSamarkand,Tashkent VAVatican VCSt_Vincent VECaracas VGTortola VISt_Thomas VNHo_Chi_Minh,Saigon VUEfate WFWallis WSApia YEAden YTMayotte ZAJohannesburg ZMLusaka ZWHarare';

// Other names of countries, as they are typed.
const aliases: Record<string, string> = {
  AE: 'UAE',
  CD: 'DRC RDC Kinshasa Congo',
  CI: 'Ivory Coast',
  CV: 'Cabo Verde',
  GB: 'UK Britain England Scotland Wales',
  MM: 'Burma Birmanie',
  TR: 'Turkey Turkiye',
  US: 'USA EEUU EUA',
};

// Large cities that no zone is named after; where languages differ: English/français/español/português.
const others: Record<string, string> = {
  'Europe/Zurich': 'Geneva/Genève/Ginebra/Genebra,Bern/Berne/Berna/Berna,Basel/Bâle/Basilea/Basileia,Lausanne/Lausanne/Lausana/Lausanne',
  'Africa/Porto-Novo': 'Cotonou/Cotonou/Cotonú/Cotonou',
  'Africa/Lagos': 'Abuja,Kano,Ibadan,Port Harcourt',
  'Africa/Abidjan': 'Yamoussoukro',
  'Africa/Accra': 'Kumasi',
  'Africa/Douala': 'Yaoundé/Yaoundé/Yaundé/Iaundê',
  'Africa/Johannesburg': 'Cape Town/Le Cap/Ciudad del Cabo/Cidade do Cabo,Durban,Pretoria/Pretoria/Pretoria/Pretória',
  'Africa/Nairobi': 'Mombasa/Mombasa/Mombasa/Mombaça',
  'Africa/Dar_es_Salaam': 'Dodoma',
  'Africa/Lubumbashi': 'Goma,Bukavu',
  'Africa/Casablanca': 'Rabat,Marrakesh/Marrakech/Marrakech/Marrakech',
  'America/Guayaquil': 'Quito',
  'America/Bogota': 'Medellín,Cali',
  'America/Lima': 'Cusco,Arequipa',
  'America/La_Paz': 'Santa Cruz,Cochabamba',
  'America/Mexico_City': 'Guadalajara',
  'America/Sao_Paulo': 'Brasília/Brasilia/Brasilia/Brasília,Rio de Janeiro/Rio de Janeiro/Río de Janeiro/Rio de Janeiro,Belo Horizonte',
  'America/New_York': 'Washington,Boston,Miami',
  'America/Los_Angeles': 'San Francisco/San Francisco/San Francisco/São Francisco,Seattle',
  'America/Toronto': 'Montréal,Ottawa',
  'America/St_Johns': 'Newfoundland/Terre-Neuve/Terranova/Terra Nova',
  'Asia/Kolkata': 'Mumbai/Mumbai/Bombay/Mumbai,Delhi,Bengaluru,Chennai,Hyderabad',
  'Asia/Karachi': 'Islamabad/Islamabad/Islamabad/Islamabade,Lahore',
  'Asia/Shanghai': 'Beijing/Pékin/Pekín/Pequim',
  'Asia/Ho_Chi_Minh': 'Hanoi/Hanoï/Hanói/Hanói',
  'Europe/Paris': 'Lyon,Marseille/Marseille/Marsella/Marselha',
  'Europe/Madrid': 'Barcelona/Barcelone/Barcelona/Barcelona',
  'Europe/Berlin': 'Frankfurt/Francfort/Fráncfort/Frankfurt,Munich/Munich/Múnich/Munique,Hamburg/Hambourg/Hamburgo/Hamburgo',
  'Europe/Rome': 'Milan/Milan/Milán/Milão',
  'Europe/Lisbon': 'Porto/Porto/Oporto/Porto',
  'Europe/Brussels': 'Antwerp/Anvers/Amberes/Antuérpia',
  'Europe/Istanbul': 'Ankara/Ankara/Ankara/Ancara',
};
const languages = ['en', 'fr', 'es', 'pt'];
// Browsers list a zone by one of its two names.
const twin: Record<string, string> = { 'Asia/Kolkata': 'Asia/Calcutta', 'Asia/Ho_Chi_Minh': 'Asia/Saigon' };

const fold = (text: string) =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/['’ʼ`´]/g, '')
    .replace(/[-_/.()]/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .toLowerCase();
const lastOf = (zone: string) => zone.split('/').at(-1) ?? zone;

const countries = new Map<string, string>();
function countryOf(zone: string) {
  if (countries.size === 0) for (const it of table.split(' ')) for (const last of it.slice(2).split(',')) countries.set(last, it.slice(0, 2));
  return countries.get(lastOf(zone)) ?? '';
}

interface Findable extends Place {
  first: string;
  second: string;
}
let all: Findable[] | undefined;

function make({ lang, cityName, zoneName }: Known): Findable[] {
  const made: Findable[] = [];
  const known = Intl.supportedValuesOf('timeZone').filter((zone) => zone.includes('/') && !zone.startsWith('Etc/'));
  const add = (zone: string, city: string, also: string, main: boolean) => {
    const code = countryOf(zone);
    const country = (code && new Intl.DisplayNames([lang], { type: 'region' }).of(code)) || zoneName(zone, lang);
    const name = fold(country) === fold(city) ? '' : country;
    made.push({ zone, city, name, main, first: fold(`${city} ${also}`), second: fold(`${country} ${aliases[code] ?? ''} ${zoneName(zone, lang)}`) });
  };
  add('UTC', 'UTC', 'GMT', true);
  for (const zone of known) add(zone, cityName(zone), `${cityName(zone) === lastOf(zone) ? '' : lastOf(zone)}`, true);
  for (const [zone, cities] of Object.entries(others)) {
    const here = known.includes(zone) ? zone : twin[zone];
    if (!here || !known.includes(here)) continue;
    for (const names of cities.split(',').map((it) => it.split('/'))) add(here, names[languages.indexOf(lang)] ?? names[0] ?? '', names.join(' '), false);
  }
  return made.sort((a, b) => a.city.localeCompare(b.city, lang));
}

/** All places with what one may type to find them; made once. */
export function allPlaces(known: Known): Place[] {
  all ??= make(known);
  return all;
}

/** Cities of that name, countries and zones by a whole word, cities that begin so, countries that do, then other words that begin so. */
function rank(it: Findable, wanted: string) {
  if (it.first.startsWith(wanted)) return it.first.startsWith(`${wanted} `) || it.first === wanted ? 0 : 2;
  if (` ${it.second} `.includes(` ${wanted} `)) return 1;
  if (it.second.startsWith(wanted)) return 3;
  if (` ${it.first}`.includes(` ${wanted}`)) return 4;
  return ` ${it.second}`.includes(` ${wanted}`) ? 5 : 9;
}

/** By the zone's own name too, for who writes "Africa/La…". */
export function findPlaces(typed: string, known: Known): Place[] {
  const wanted = fold(typed);
  if (!wanted) return [];
  allPlaces(known);
  return (all ?? [])
    .map((it) => [typed.includes('/') && it.main && fold(it.zone).startsWith(wanted) ? 0 : rank(it, wanted), it] as const)
    .filter(([at]) => at < 9)
    .sort((a, b) => a[0] - b[0])
    .slice(0, 40)
    .map(([, it]) => it);
}

/** The same city as it is called in this language; another than the zone's is known by each of its names. */
export function sameCity({ zone, city }: { zone: string; city: string }, known: Known): Place | null {
  allPlaces(known);
  const here = (all ?? []).filter((it) => it.zone === zone);
  return here.find((it) => !it.main && ` ${it.first} `.includes(` ${fold(city)} `)) ?? here.find((it) => it.main) ?? null;
}
