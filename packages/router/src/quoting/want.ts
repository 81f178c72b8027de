import {
  type CountryWord,
  isCurrency,
  type Money,
  money,
  NumrouteError,
  parseCountry,
  parseDecimal,
  parseMoney,
  parseService,
  type ServiceWord,
} from '@numroute/core';
import { shown } from '../check.ts';

/** What a buyer asks for. */
export interface Want {
  /** A slug, a name or an alias: `telegram`, `Telegram`, `tg`; or `<provider>:<code>`. */
  readonly service: ServiceWord;
  /**
   * One, several, or absent for wherever it is cheapest. An ISO code or an English name: `DE`, `de`,
   * `Germany`; or `<provider>:<code>`.
   */
  readonly country?: CountryWord | readonly CountryWord[];
}

/**
 * A want in canonical words, whatever words of a person's it came in.
 *
 * @throws {NumrouteError} INVALID_INPUT With the nearest known slugs.
 */
export function canonical(want: Want): Want {
  const { service, country } = partsOf(want);
  if (typeof service !== 'string')
    throw NumrouteError.input('service', 'a known service such as telegram', shown(service));
  return { service: parseService(service), ...placed(country) };
}

/** As `canonical`; a service that is left out means all of them. */
export function canonicalQuery(query: Partial<Want>): Partial<Want> {
  const { service, country } = partsOf(query);
  return service === undefined
    ? placed(country)
    : canonical({ service, ...(country !== undefined && { country }) });
}

function partsOf(want: Partial<Want> | undefined): Partial<Want> {
  if (typeof want === 'object' && want !== null) return want;
  throw NumrouteError.input('want', "an object such as { service: 'telegram', country: 'EE' }", shown(want));
}

function placed(country: unknown): Pick<Want, 'country'> {
  if (country === undefined) return {};
  const words: readonly unknown[] = Array.isArray(country) ? country : [country];
  if (words.length === 0)
    throw NumrouteError.input('country', 'at least one country, or none at all for any');
  const codes = words.map((word) => {
    if (typeof word === 'string') return parseCountry(word);
    throw NumrouteError.input('country', 'an ISO 3166-1 alpha-2 code such as EE or GB', shown(word));
  });
  const [first = ''] = codes;
  return { country: Array.isArray(country) ? [...new Set(codes)] : first };
}

const meant = {
  maxPrice: 'the most to pay',
  minPrice: 'the least price',
  maxSpend: 'the most to spend',
  minute: 'what a minute is worth',
  code: 'what the code is worth',
} as const;
type PriceField = keyof typeof meant;

/** @throws {NumrouteError} INVALID_INPUT Names the field and how to write it. */
export function priceOf(field: PriceField, value: unknown): Money {
  const price = typeof value === 'string' ? parseMoney(value, field) : moneyOf(field, value);
  const { units = -1n } = parseDecimal(price.amount) ?? {};
  if (units > 0n || (field === 'minute' && units === 0n)) return price;
  const least = field === 'minute' ? 'no less than zero' : 'above zero';
  throw NumrouteError.input(field, `an amount ${least}`, shown(price.amount));
}

function moneyOf(field: PriceField, value: unknown): Money {
  if (typeof value !== 'object' || value === null)
    throw NumrouteError.input(field, `${meant[field]}, such as '0.50 USD'`, shown(value));
  const { amount, currency } = value as Partial<Money>;
  if (!parseDecimal(String(amount)))
    throw NumrouteError.input(`${field}.amount`, "a plain decimal such as '0.50'", shown(amount));
  if (typeof currency !== 'string' || !isCurrency(currency))
    throw NumrouteError.input(`${field}.currency`, 'an ISO 4217 code such as USD, or IRT', shown(currency));
  return money(String(amount), currency);
}
