import type { Probe } from '@numroute/core';

/** Actions that read. Nothing else is ever asked of a host that is not known. */
type ReadAction =
  | 'getBalance'
  | 'getCountries'
  | 'getServicesList'
  | 'getPrices'
  | 'getPricesV2'
  | 'getPricesV3'
  | 'getNumbersStatus'
  | 'getOperators'
  | 'getActiveActivations'
  | 'getCurrentActivations'
  | 'getCurrentActivationsList'
  | 'getStatus'
  | 'getStatusV2';

export interface Question extends Probe {
  /** As it is told to people. */
  readonly what: string;
}

const keyIn = { in: 'query', name: 'api_key' } as const;
const PRICE_BYTES = 33_554_432;

/** Nobody's order, but of the form that every site accepts. */
const NO_ORDER = '1';

function question(
  name: string,
  what: string,
  key: Probe['key'],
  query: { readonly action: ReadAction } & Readonly<Record<string, string>>,
): Question {
  const prices = query.action.startsWith('getPrices') || query.action === 'getServicesList';
  return { name, what, key, keyIn, query, ...(prices && { maxBytes: PRICE_BYTES }) };
}

type Questions<N extends string> = Readonly<Record<N, Question>>;

/** For a host of which nothing is known: no key of the user's goes out. */
export const strangers: Questions<'wrongKey' | 'noKey' | 'openCountries'> = {
  wrongKey: question('wrongKey', 'getBalance with a wrong key', 'wrong', { action: 'getBalance' }),
  noKey: question('noKey', 'getBalance without a key', 'none', { action: 'getBalance' }),
  openCountries: question('openCountries', 'getCountries without a key', 'none', { action: 'getCountries' }),
};

type Acquaintance =
  | 'balance'
  | 'balanceJson'
  | 'keyInHeader'
  | 'countries'
  | 'services'
  | 'prices'
  | 'stock'
  | 'operators'
  | 'active'
  | 'current'
  | 'currentList'
  | 'status'
  | 'statusV2';

/** For a host that speaks the dialect, with the user's key. */
export const acquaintances: Questions<Acquaintance> = {
  balance: question('balance', 'getBalance', 'own', { action: 'getBalance' }),
  balanceJson: question('balanceJson', 'getBalance as JSON', 'own', { action: 'getBalance', format: 'json' }),
  keyInHeader: {
    ...question('keyInHeader', 'getBalance with the key in X-ApiKey', 'own', { action: 'getBalance' }),
    keyIn: { in: 'header', name: 'x-apikey' },
  },
  countries: question('countries', 'getCountries', 'own', { action: 'getCountries' }),
  services: question('services', 'getServicesList', 'own', { action: 'getServicesList' }),
  prices: question('prices', 'getPrices', 'own', { action: 'getPrices', service: 'tg' }),
  stock: question('stock', 'getNumbersStatus', 'own', { action: 'getNumbersStatus', country: '187' }),
  operators: question('operators', 'getOperators', 'own', { action: 'getOperators', country: '187' }),
  active: question('active', 'getActiveActivations', 'own', { action: 'getActiveActivations' }),
  current: question('current', 'getCurrentActivations', 'own', { action: 'getCurrentActivations' }),
  currentList: question('currentList', 'getCurrentActivationsList', 'own', {
    action: 'getCurrentActivationsList',
  }),
  status: question('status', 'getStatus of an unknown order', 'own', { action: 'getStatus', id: NO_ORDER }),
  statusV2: question('statusV2', 'getStatusV2 of an unknown order', 'own', {
    action: 'getStatusV2',
    id: NO_ORDER,
  }),
};

/** Price lists by tier, for a country that getPrices had: one site wants it named. */
export function tierQuestions(country: string): Questions<'pricesV2' | 'pricesV3'> {
  const where = { service: 'tg', country };
  return {
    pricesV2: question('pricesV2', 'getPricesV2', 'own', { action: 'getPricesV2', ...where }),
    pricesV3: question('pricesV3', 'getPricesV3', 'own', { action: 'getPricesV3', ...where }),
  };
}

/** For the one site that answers nothing without a language. */
export function inEnglish<Q extends Question>(asked: Q): Q {
  return { ...asked, query: { ...asked.query, lang: 'en' } };
}

export type QuestionName = keyof typeof strangers | Acquaintance | keyof ReturnType<typeof tierQuestions>;
