import { money } from '@numroute/core';
import { failure, type Row, type Sheet } from './row.ts';

const tg = { service: 'tg', country: '187' };
const never = { never: 'the client has no such call here' };
const notFound = '{"title":"NOT_FOUND","details":"Activation Not Found"}';

const rows: readonly Row[] = [
  {
    request: 'getBalance',
    queries: [{ action: 'getBalance' }],
    body: 'ACCESS_BALANCE:4.682',
    client: ['balance', money('4.682', 'USD')],
  },
  {
    request: 'getBalance by POST',
    method: 'POST',
    queries: [{ action: 'getBalance' }],
    body: 'ACCESS_BALANCE:4.682',
    client: { never: 'everything is a GET (quirk 5)' },
  },
  {
    request: 'getBalance&format=json',
    queries: [{ action: 'getBalance', format: 'json' }],
    body: '{"balance":"4.6820","currency":840}',
    client: ['balance', money('4.682', 'USD')],
  },
  {
    request: 'bad key',
    queries: [{ api_key: 'x', action: 'getBalance' }],
    status: 401,
    body: 'BAD_KEY',
    client: ['buy', failure('UNAUTHORIZED')],
  },
  {
    request:
      'unknown action; getServices; getTopCountriesByService; getNumbersStatus; getOperators; getFullSms',
    queries: [
      'getNotifications',
      'getServices',
      'getTopCountriesByService',
      'getNumbersStatus',
      'getOperators',
      'getFullSms',
    ].map((action) => ({ ...tg, action })),
    body: 'BAD_ACTION',
    client: ['offers', failure('REJECTED')],
  },
  {
    request: 'getStatus, unknown id',
    queries: [{ action: 'getStatus', id: '1' }],
    body: 'NO_ACTIVATION',
    client: ['order', failure('UNKNOWN_ORDER', { id: '77' })],
  },
  {
    request: 'setStatus, unknown id',
    queries: [{ action: 'setStatus', status: '8', id: '1' }],
    body: 'NO_ACTIVATION',
    client: ['cancel', failure('UNKNOWN_ORDER', { id: '77' })],
  },
  {
    request: 'getStatusV2 or setStatusV2, unknown id',
    queries: [
      { action: 'getStatusV2', id: '1' },
      { action: 'setStatusV2', status: '8', id: '1' },
    ],
    status: 404,
    body: notFound,
    client: ['order', failure('UNKNOWN_ORDER', { id: '77' })],
  },
  {
    request: 'getNumber, unknown service',
    queries: [{ ...tg, action: 'getNumber', service: 'qqqq' }],
    body: 'BAD_SERVICE',
    client: ['buy', failure('REJECTED')],
  },
  {
    request: 'getNumberV2, unknown service',
    queries: [{ ...tg, action: 'getNumberV2', service: 'qqqq' }],
    body: '{"title":"BAD_SERVICE","details":"This service/country combination is not available"}',
    client: ['buy', failure('REJECTED')],
  },
  {
    request: 'getPrices tg, 187',
    queries: [{ ...tg, action: 'getPrices' }],
    body: '{"187":{"tg":{"cost":"0.6830","count":22}}}',
    client: { never: 'getPricesV2 tells more' },
  },
  {
    request: 'getPricesV2 = getFreePrices',
    queries: ['getPricesV2', 'getFreePrices'].map((action) => ({ ...tg, action })),
    body: '{"187":{"tg":{"prices":{"0.683":22,"0.7":26},"has_multi":{"0.683":false,"0.7":false}}}}',
    client: ['offers', ['US telegram - 0.683 USD x22', 'US telegram - 0.7 USD x4']],
  },
  {
    request: 'getServiceNumbersCount tg',
    queries: [{ action: 'getServiceNumbersCount', service: 'tg' }],
    body: '[{"countryCode":187,"numbersCount":26}]',
    client: never,
  },
  {
    request: 'getProviders',
    queries: [{ action: 'getProviders' }],
    body: '<html><head></head><body>[{"id":2263,"name":"Provider2263","numbers_count":22,"delivery_percent":null,"number_lifetime":20},{"id":77,"name":"Provider77","numbers_count":5,"delivery_percent":null,"number_lifetime":20}]</body></html>',
    client: { never: 'its pools come with getPricesV3; JSON is never cut out of a page (quirk 2)' },
  },
  {
    request: 'getActiveActivations, none',
    queries: [{ action: 'getActiveActivations' }],
    body: '{"status":"success","data":[]}',
    client: ['list', []],
  },
  {
    request: 'too fast',
    scene: 'too fast',
    queries: [{ action: 'getBalance' }],
    status: 429,
    body: 'Too Many Requests',
    client: ['balance', failure('RATE_LIMITED', { retryAfterMs: 10_000 })],
  },
  {
    request: 'too fast, as JSON',
    queries: [],
    status: 429,
    body: '{"title":"RATE_LIMIT","details":""}',
    client: ['buy', failure('RATE_LIMITED', { retryAfterMs: 10_000 })],
    unsaid: 'either is documented; the text is said',
  },
];

/** protocol.md 8b */
export const tiger: Sheet = { section: '8b', profile: 'tiger', funds: '4.682', rows };
