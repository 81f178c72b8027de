/**
 * SMSPool's ids of countries by ISO code, as its documentation answers `/country/retrieve_all` (January
 * 2024). Its `short_name` is ISO 3166-1 alpha-2 in every row.
 *
 * @see https://documenter.getpostman.com/view/30155063/2s9YXmZ1JY
 */
// biome-ignore format: many rows a line, to be read in the lists
export const countryIds: Readonly<Record<string, string>> = {
  US: '1', GB: '2', NL: '3', RU: '4', LV: '5', SE: '6', KZ: '7', PT: '8', ID: '9', EE: '10', VN: '11',
  PH: '12', RO: '13', NG: '14', IN: '15', KE: '16', KG: '18', DK: '19', MY: '20', PL: '21', FR: '23',
  DE: '24', UA: '25', TZ: '27', IL: '29', MG: '30', EG: '31', IE: '32', KH: '33', LA: '34', HT: '35',
  GM: '36', RS: '37', YE: '38', CO: '39', MA: '41', GH: '42', AR: '43', UZ: '44', CM: '45', TD: '46',
  LT: '47', HR: '48', IQ: '49', AT: '50', BY: '51', TH: '52', MX: '53', TW: '54', ES: '55', DZ: '56',
  SI: '57', BD: '58', SN: '59', TR: '60', PE: '61', PK: '62', GN: '63', ML: '64', VE: '65', ET: '66',
  MN: '67', BR: '68', AF: '69', UG: '70', AO: '71', CY: '72', MZ: '73', NP: '74', BE: '75', BG: '76',
  HU: '77', MD: '78', IT: '79', PY: '80', HN: '81', TN: '82', NI: '83', BO: '84', GT: '85', ZW: '86',
  TG: '87', KW: '88', EC: '89', SZ: '90', OM: '91', QA: '92', PA: '93', MR: '94', JO: '95', BI: '96',
  BJ: '97', BN: '98', BW: '99', BZ: '100', GE: '101', GR: '102', GY: '103', IS: '104', KM: '105', LR: '106',
  LS: '107', MW: '108', NA: '109', NE: '110', RW: '111', SK: '112', SR: '113', TJ: '114', MC: '115',
  BH: '116', ZM: '117', AM: '118', SO: '119', CL: '120', LB: '121', GA: '122', AL: '123', UY: '124',
  MU: '125', BT: '126', MV: '127', GP: '128', TM: '129', FI: '130', LU: '131', DJ: '132', ME: '133',
  CH: '134', NO: '135', AU: '136', ER: '137', AW: '138', SC: '139', FJ: '140', SG: '141', JM: '142',
  BB: '143', BS: '144', DM: '145', GD: '146', MS: '147', AI: '148', CZ: '149', ZA: '153',
};
