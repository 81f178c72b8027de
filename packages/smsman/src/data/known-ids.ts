/**
 * Ids that are known without asking: VK stands in the samples of the page, the countries are those on which
 * clients agree. Telegram is 3 in some and 6 in another, so it is none of these.
 *
 * @see https://sms-man.com/site/docs-apiv2
 */
export const knownServices: Readonly<Record<string, string>> = { vk: '1' };

export const knownCountries: Readonly<Record<string, string>> = {
  RU: '1',
  KZ: '2',
  ID: '4',
  IN: '14',
  UZ: '58',
  TR: '62',
  KG: '65',
};
