/**
 * Our country by the name that 5sim gives it, from its list of May 2025 and an older one; `congo` reports
 * `cg` with the prefix of CD, and is filed under CD.
 *
 * Built from the lists in `tools/ids/data` by `npm run ids`: change those, not this.
 *
 * @see https://github.com/optinsoft/a5sim country_list.txt
 */
// biome-ignore format: many rows a line, to be read in the lists
export const fivesimCountries: Readonly<Record<string, string>> = {
  afghanistan: 'AF', albania: 'AL', algeria: 'DZ', angola: 'AO', anguilla: 'AI', antiguaandbarbuda: 'AG',
  argentina: 'AR', armenia: 'AM', aruba: 'AW', australia: 'AU', austria: 'AT', azerbaijan: 'AZ',
  bahamas: 'BS', bahrain: 'BH', bangladesh: 'BD', barbados: 'BB', belarus: 'BY', belgium: 'BE', belize: 'BZ',
  benin: 'BJ', bhutane: 'BT', bih: 'BA', bolivia: 'BO', botswana: 'BW', brazil: 'BR', bulgaria: 'BG',
  burkinafaso: 'BF', burundi: 'BI', cambodia: 'KH', cameroon: 'CM', canada: 'CA', capeverde: 'CV',
  caymanislands: 'KY', chad: 'TD', chile: 'CL', china: 'CN', colombia: 'CO', comoros: 'KM', congo: 'CD',
  costarica: 'CR', croatia: 'HR', cyprus: 'CY', czech: 'CZ', denmark: 'DK', djibouti: 'DJ', dominica: 'DM',
  dominicana: 'DO', easttimor: 'TL', ecuador: 'EC', egypt: 'EG', england: 'GB', equatorialguinea: 'GQ',
  eritrea: 'ER', estonia: 'EE', ethiopia: 'ET', finland: 'FI', france: 'FR', frenchguiana: 'GF', gabon: 'GA',
  gambia: 'GM', georgia: 'GE', germany: 'DE', ghana: 'GH', gibraltar: 'GI', greece: 'GR', grenada: 'GD',
  guadeloupe: 'GP', guatemala: 'GT', guinea: 'GN', guineabissau: 'GW', guyana: 'GY', haiti: 'HT',
  honduras: 'HN', hongkong: 'HK', hungary: 'HU', india: 'IN', indonesia: 'ID', ireland: 'IE', israel: 'IL',
  italy: 'IT', ivorycoast: 'CI', jamaica: 'JM', japan: 'JP', jordan: 'JO', kazakhstan: 'KZ', kenya: 'KE',
  kuwait: 'KW', kyrgyzstan: 'KG', laos: 'LA', latvia: 'LV', lesotho: 'LS', liberia: 'LR', lithuania: 'LT',
  luxembourg: 'LU', macau: 'MO', madagascar: 'MG', malawi: 'MW', malaysia: 'MY', maldives: 'MV',
  mauritania: 'MR', mauritius: 'MU', mexico: 'MX', moldova: 'MD', mongolia: 'MN', montenegro: 'ME',
  montserrat: 'MS', morocco: 'MA', mozambique: 'MZ', myanmar: 'MM', namibia: 'NA', nepal: 'NP',
  netherlands: 'NL', newcaledonia: 'NC', newzealand: 'NZ', nicaragua: 'NI', niger: 'NE', nigeria: 'NG',
  northmacedonia: 'MK', norway: 'NO', oman: 'OM', pakistan: 'PK', panama: 'PA', papuanewguinea: 'PG',
  paraguay: 'PY', peru: 'PE', philippines: 'PH', poland: 'PL', portugal: 'PT', puertorico: 'PR',
  reunion: 'RE', romania: 'RO', russia: 'RU', rwanda: 'RW', saintkittsandnevis: 'KN', saintlucia: 'LC',
  saintvincentandgrenadines: 'VC', salvador: 'SV', samoa: 'WS', saotomeandprincipe: 'ST', saudiarabia: 'SA',
  senegal: 'SN', serbia: 'RS', seychelles: 'SC', sierraleone: 'SL', singapore: 'SG', slovakia: 'SK',
  slovenia: 'SI', solomonislands: 'SB', southafrica: 'ZA', spain: 'ES', srilanka: 'LK', suriname: 'SR',
  swaziland: 'SZ', sweden: 'SE', switzerland: 'CH', taiwan: 'TW', tajikistan: 'TJ', tanzania: 'TZ',
  thailand: 'TH', tit: 'TT', togo: 'TG', tonga: 'TO', tunisia: 'TN', turkey: 'TR', turkmenistan: 'TM',
  turksandcaicos: 'TC', uganda: 'UG', ukraine: 'UA', uruguay: 'UY', usa: 'US', uzbekistan: 'UZ',
  venezuela: 'VE', vietnam: 'VN', virginislands: 'VG', zambia: 'ZM', zimbabwe: 'ZW',
};
