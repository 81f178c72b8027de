/**
 * The countries of SMSPVA's documented list (2026). Its codes are ISO 3166-1 alpha-2, but for the United
 * Kingdom's.
 *
 * @see https://docs.smspva.com/#tag/activation_v2_lists/Countries-list
 */
// biome-ignore format: many rows a line, to be read in the lists
const codes = [
  'US', 'CA', 'UK', 'FR', 'DE', 'IT', 'ES', 'AL', 'AR', 'AU', 'AT', 'BD', 'BA', 'BR', 'BG', 'KH', 'CM',
  'CL', 'CO', 'HR', 'CY', 'CZ', 'DK', 'DO', 'EG', 'EE', 'FI', 'GE', 'GH', 'GI', 'GR', 'HK', 'HU', 'IN',
  'JP', 'KG', 'MT', 'NO', 'PK', 'SA', 'SG', 'CH', 'TZ', 'UZ', 'ID', 'IE', 'IL', 'KZ', 'KE', 'LA', 'LV',
  'LT', 'MK', 'MY', 'MX', 'MD', 'MA', 'NL', 'NZ', 'NG', 'PY', 'PH', 'PL', 'PT', 'RO', 'RU', 'RS', 'SK',
  'SI', 'ZA', 'SE', 'TH', 'TR', 'UA', 'VN',
];

/** Its code of a country by ISO code. */
export const countryCodes: ReadonlyMap<string, string> = new Map(
  codes.map((code) => [code === 'UK' ? 'GB' : code, code]),
);

/** What the list calls virtual. */
export const virtualCountries: ReadonlySet<string> = new Set(['GH', 'KG', 'PK', 'UZ']);
