import { amount, bareAmount, jsonBalance, type Look, said } from './looks.ts';
import type { QuestionName } from './probes.ts';

/** How a site is known to answer; a question that is left out is one whose answer nobody wrote down. */
export type Signs = Partial<Readonly<Record<QuestionName, readonly Look[]>>>;

const numberMap = ['countries in a map, ids as numbers'];
const services = ['a list of services'];
const cost = ['prices with cost as a number'];
const badAction = [said('BAD_ACTION')];
const noActivation = [said('NO_ACTIVATION')];
const operators = ['operators by country', said('OPERATORS_NOT_FOUND')];
const words = { wrongKey: [said('BAD_KEY')], noKey: [said('BAD_KEY'), said('NO_KEY')], balance: [amount] };

/**
 * By profile name. A site without a row is known by the rest of its profile alone.
 *
 * @see protocol.md 2, 8, 8a, 8b, 8c; market.md 1, 3
 */
export const signs: ReadonlyMap<string, Signs> = new Map<string, Signs>([
  [
    'classic',
    {
      ...words,
      countries: numberMap,
      services,
      prices: cost,
      stock: ['counts of services as text', 'counts of services as numbers', 'counts of services with _0'],
      operators,
      active: [said('NO_ACTIVATIONS'), said('NO_ACTIVATIONS', 'error'), 'activeActivations'],
      status: noActivation,
      statusV2: noActivation,
    },
  ],
  [
    'herosms',
    {
      wrongKey: [said('BAD_KEY', 'title', 401)],
      noKey: [said('UNPROCESSABLE_ENTITY', 'title', 422)],
      openCountries: numberMap,
      balance: [amount],
      countries: numberMap,
      services,
      prices: cost,
      pricesV2: [said('BAD_ACTION', 'title', 404), said('BAD_ACTION', 'title', 422)],
      pricesV3: [said('BAD_ACTION', 'title', 404), said('BAD_ACTION', 'title', 422)],
      stock: ['counts of services as numbers'],
      operators,
      active: ['data beside activeActivations'],
      status: [said('NOT_FOUND', 'title', 404)],
      statusV2: [said('NOT_FOUND', 'title', 404)],
    },
  ],
  [
    'smsbower',
    {
      wrongKey: [said('NO_ACCESS', 'message', 401)],
      balance: [amount],
      countries: ['countries in a map, ids as text'],
      services: [...services, 'a map of services'],
      prices: cost,
      pricesV2: ['counts by price'],
      pricesV3: ['prices by provider'],
      stock: badAction,
      operators,
      active: badAction,
      status: noActivation,
    },
  ],
  [
    'tiger',
    {
      wrongKey: [said('BAD_KEY', 'text', 401)],
      balance: [amount],
      balanceJson: [jsonBalance],
      countries: ['countries in a list, ids as numbers'],
      services,
      prices: ['prices with cost as text'],
      pricesV2: ['prices with has_multi'],
      pricesV3: ['prices with providers inside'],
      stock: badAction,
      operators: badAction,
      active: ['data'],
      status: noActivation,
      statusV2: [said('NOT_FOUND', 'title', 404)],
    },
  ],
  [
    'grizzly',
    {
      ...words,
      countries: numberMap,
      prices: cost,
      pricesV3: ['prices with providers inside'],
      services,
      active: ['null for no orders', 'orders in a bare list'],
    },
  ],
  [
    'smshub',
    {
      ...words,
      prices: ['counts by price'],
      stock: ['counts of services with _0'],
      current: ['array', 'status fail', said('NO_ACTIVATIONS', 'msg')],
    },
  ],
  ['daisysms', { ...words, keyInHeader: [amount], prices: cost }],
  [
    'vak',
    {
      wrongKey: badAction,
      openCountries: ['countries in a list, ids as text'],
      balance: [amount],
      countries: ['countries in a list, ids as text'],
      services,
      status: badAction,
    },
  ],
  [
    'sms-online-pro',
    {
      ...words,
      countries: ['countries in a map by name'],
      prices: cost,
      services: badAction,
      statusV2: badAction,
      status: noActivation,
    },
  ],
  [
    'privatesms',
    {
      wrongKey: [said('BAD_KEY', 'text', 401)],
      balance: [amount],
      prices: ['prices by service, then country'],
      status: [said('NO_ACTIVATION', 'text', 404)],
    },
  ],
  [
    'sms-verification-number',
    {
      wrongKey: [said('BAD_LANG')],
      balance: [bareAmount],
      prices: cost,
      active: [said('NO_METHOD')],
    },
  ],
  [
    'sms-man',
    {
      ...words,
      countries: ['countries in a list, ids as numbers', 'countries in a list, ids as text'],
      prices: ['prices with cost as text'],
    },
  ],
  ['onlinesim', words],
  ['fivesim', { ...words, prices: ['prices by the name of a country'] }],
]);

/** Where a site also answers. @see market.md 1 */
export const mirrors: ReadonlyMap<string, readonly string[]> = new Map([
  ['classic', []],
  ['smsbower', ['smsbower.app', 'smsbower.online', 'smsbower.org', 'smsbower.net', 'smsbower.com']],
  ['tiger', ['tiger-sms.com']],
  ['grizzly', ['api.7grizzlysms.com']],
  ['sms-verification-number', ['365sms.org', '365sms.ru', '365api.net']],
  ['sms-man', ['api.sms-man.ru']],
  ['fivesim', ['api2.5sim.net']],
]);
