/**
 * Countries that VAK-SMS is known to sell: it writes ISO 3166-1 alpha-2 in lower case.
 *
 * @see https://github.com/nguyendkn/BrowserAutomationStudio VakSms/countries.js
 */
// biome-ignore format: many in a line, to be read in the lists
export const knownCountries: readonly string[] = [
  'de', 'dk', 'ee', 'es', 'fi', 'fr', 'gb', 'ge', 'hk', 'id', 'kz', 'la', 'lt', 'lv', 'md', 'mx', 'nl',
  'ph', 'pl', 'pt', 'ro', 'ru', 'se', 'ua', 'vn',
];
