/**
 * 5sim's name of a country by ISO code: the 153 that it listed in August 2026, and 23 that it listed before,
 * of which `belarus` and `ukraine` still had prices. Its own ISO codes are not followed where the calling code
 * shows another country: it calls `congo` (+243) CG and `frenchguiana` (+594) FR.
 *
 * Built from the lists in `tools/ids/data` by `npm run ids`: change those, not this.
 *
 * @see https://5sim.net/v1/guest/countries
 * @see https://github.com/optinsoft/a5sim country_list.txt
 */
// biome-ignore format: many rows a line, to be read in the lists
export const countrySlugs: Readonly<Record<string, string>> = {
  AF: 'afghanistan', AG: 'antiguaandbarbuda', AI: 'anguilla', AL: 'albania', AM: 'armenia', AO: 'angola',
  AR: 'argentina', AT: 'austria', AU: 'australia', AW: 'aruba', AZ: 'azerbaijan', BA: 'bih', BB: 'barbados',
  BD: 'bangladesh', BE: 'belgium', BF: 'burkinafaso', BG: 'bulgaria', BH: 'bahrain', BI: 'burundi',
  BJ: 'benin', BO: 'bolivia', BR: 'brazil', BS: 'bahamas', BT: 'bhutane', BW: 'botswana', BY: 'belarus',
  BZ: 'belize', CA: 'canada', CD: 'congo', CH: 'switzerland', CI: 'ivorycoast', CL: 'chile', CM: 'cameroon',
  CN: 'china', CO: 'colombia', CR: 'costarica', CV: 'capeverde', CY: 'cyprus', CZ: 'czech', DE: 'germany',
  DJ: 'djibouti', DK: 'denmark', DM: 'dominica', DO: 'dominicana', DZ: 'algeria', EC: 'ecuador',
  EE: 'estonia', EG: 'egypt', ER: 'eritrea', ES: 'spain', ET: 'ethiopia', FI: 'finland', FR: 'france',
  GA: 'gabon', GB: 'england', GD: 'grenada', GE: 'georgia', GF: 'frenchguiana', GH: 'ghana', GI: 'gibraltar',
  GM: 'gambia', GN: 'guinea', GP: 'guadeloupe', GQ: 'equatorialguinea', GR: 'greece', GT: 'guatemala',
  GW: 'guineabissau', GY: 'guyana', HK: 'hongkong', HN: 'honduras', HR: 'croatia', HT: 'haiti', HU: 'hungary',
  ID: 'indonesia', IE: 'ireland', IL: 'israel', IN: 'india', IT: 'italy', JM: 'jamaica', JO: 'jordan',
  JP: 'japan', KE: 'kenya', KG: 'kyrgyzstan', KH: 'cambodia', KM: 'comoros', KN: 'saintkittsandnevis',
  KW: 'kuwait', KY: 'caymanislands', KZ: 'kazakhstan', LA: 'laos', LC: 'saintlucia', LK: 'srilanka',
  LR: 'liberia', LS: 'lesotho', LT: 'lithuania', LU: 'luxembourg', LV: 'latvia', MA: 'morocco', MD: 'moldova',
  ME: 'montenegro', MG: 'madagascar', MK: 'northmacedonia', MM: 'myanmar', MN: 'mongolia', MO: 'macau',
  MR: 'mauritania', MS: 'montserrat', MU: 'mauritius', MV: 'maldives', MW: 'malawi', MX: 'mexico',
  MY: 'malaysia', MZ: 'mozambique', NA: 'namibia', NC: 'newcaledonia', NE: 'niger', NG: 'nigeria',
  NI: 'nicaragua', NL: 'netherlands', NO: 'norway', NP: 'nepal', NZ: 'newzealand', OM: 'oman', PA: 'panama',
  PE: 'peru', PG: 'papuanewguinea', PH: 'philippines', PK: 'pakistan', PL: 'poland', PR: 'puertorico',
  PT: 'portugal', PY: 'paraguay', RE: 'reunion', RO: 'romania', RS: 'serbia', RU: 'russia', RW: 'rwanda',
  SA: 'saudiarabia', SB: 'solomonislands', SC: 'seychelles', SE: 'sweden', SG: 'singapore', SI: 'slovenia',
  SK: 'slovakia', SL: 'sierraleone', SN: 'senegal', SR: 'suriname', ST: 'saotomeandprincipe', SV: 'salvador',
  SZ: 'swaziland', TC: 'turksandcaicos', TD: 'chad', TG: 'togo', TH: 'thailand', TJ: 'tajikistan',
  TL: 'easttimor', TM: 'turkmenistan', TN: 'tunisia', TO: 'tonga', TR: 'turkey', TT: 'tit', TW: 'taiwan',
  TZ: 'tanzania', UA: 'ukraine', UG: 'uganda', US: 'usa', UY: 'uruguay', UZ: 'uzbekistan',
  VC: 'saintvincentandgrenadines', VE: 'venezuela', VG: 'virginislands', VN: 'vietnam', WS: 'samoa',
  ZA: 'southafrica', ZM: 'zambia', ZW: 'zimbabwe',
};
