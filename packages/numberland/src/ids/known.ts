/**
 * The ids that are known without asking. The vendor's guide has 1 as Telegram; Apple and Russia are as its
 * clients comment on them. What the vendor's own lists say goes before.
 *
 * @see https://numberland.ir the guide of the web service, v2: getinfo
 */
export const knownServices: Readonly<Record<string, string>> = { telegram: '1', apple: '26' };

export const knownCountries: Readonly<Record<string, string>> = { RU: '1' };
