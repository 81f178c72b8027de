/**
 * OnlineSim's numbers of countries by ISO code, from the lists of its public clients (2023 to 2025): the
 * calling code, but 77 for Kazakhstan and 1000 for Canada.
 *
 * @see https://onlinesim.io/docs/api/en/sms/getNumbersStats
 */
// biome-ignore format: many rows a line, to be read in the lists
export const countryCodes: Readonly<Record<string, string>> = {
  AF: '93', AR: '54', AT: '43', AU: '61', AZ: '994', BE: '32', BF: '226', BG: '359', BI: '257', BJ: '229',
  BO: '591', BR: '55', BY: '375', CA: '1000', CD: '243', CH: '41', CI: '225', CM: '237', CN: '86', CO: '57',
  CY: '357', CZ: '420', DE: '49', DK: '45', EC: '593', EE: '372', EG: '20', ES: '34', ET: '251', FI: '358',
  FR: '33', GA: '241', GB: '44', GE: '995', GH: '233', GM: '220', GN: '224', GR: '30', GW: '245', HK: '852',
  HN: '504', HR: '385', HT: '509', ID: '62', IE: '353', IL: '972', IN: '91', IQ: '964', IR: '98', IT: '39',
  JO: '962', KE: '254', KG: '996', KH: '855', KZ: '77', LA: '856', LK: '94', LR: '231', LT: '370', LV:
  '371', MA: '212', MD: '373', MK: '389', ML: '223', MM: '95', MN: '976', MR: '222', MW: '265', MX: '52',
  MY: '60', NG: '234', NI: '505', NL: '31', NP: '977', NZ: '64', PA: '507', PE: '51', PH: '63', PK: '92',
  PL: '48', PT: '351', RO: '40', RS: '381', RU: '7', SA: '966', SD: '249', SE: '46', SG: '65', SL: '232',
  SN: '221', SV: '503', TD: '235', TG: '228', TH: '66', TJ: '992', TN: '216', TR: '90', TW: '886', UA:
  '380', UG: '256', US: '1', UZ: '998', VE: '58', VN: '84', YE: '967', ZM: '260',
};

/** The number of Canada, whose numbers are VoIP. */
export const VIRTUAL_CANADA = '1000';
