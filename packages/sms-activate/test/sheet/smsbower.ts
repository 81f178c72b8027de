import { money } from '@numroute/core';
import { failure, type Row, type Sheet } from './row.ts';

const buy = { service: 'tg', country: '187' };
const tg = { service: 'tg', country: '187' };
const never = { never: 'the client has no such call here' };

const rows: readonly Row[] = [
  {
    request: 'getBalance',
    queries: [{ action: 'getBalance' }],
    body: 'ACCESS_BALANCE:18.739',
    client: ['balance', money('18.739', 'USD')],
  },
  {
    request: 'bad key',
    queries: [{ api_key: 'x', action: 'getBalance' }],
    status: 401,
    body: '{"status":0,"message":"No access","data":[]}',
    client: ['buy', failure('UNAUTHORIZED')],
  },
  {
    request: 'POST',
    method: 'POST',
    queries: [{ action: 'getBalance' }],
    status: 405,
    body: '{"status":0,"message":"Method not allowed","data":[]}',
    client: { never: 'everything is a GET (quirk 5)' },
  },
  {
    request: 'unknown action; getNumbersStatus; getActiveActivations; getFullSms',
    queries: ['getNotifications', 'getNumbersStatus', 'getActiveActivations', 'getFullSms'].map((action) => ({
      action,
    })),
    body: 'BAD_ACTION',
    client: ['offers', failure('REJECTED')],
  },
  {
    request: 'getStatus, id unknown or abc',
    queries: ['1', 'abc'].map((id) => ({ action: 'getStatus', id })),
    body: 'NO_ACTIVATION',
    client: ['order', failure('UNKNOWN_ORDER', { id: '77' })],
  },
  {
    request: 'setStatus, id unknown or abc',
    queries: ['1', 'abc'].map((id) => ({ action: 'setStatus', status: '8', id })),
    body: 'NO_ACTIVATION',
    client: ['cancel', failure('UNKNOWN_ORDER', { id: '77' })],
  },
  {
    request: 'getNumber or getNumberV2, unknown service',
    queries: ['getNumber', 'getNumberV2'].map((action) => ({ ...buy, action, service: 'qqqq' })),
    body: 'WRONG_SERVICE',
    client: ['buy', failure('REJECTED')],
  },
  {
    request: 'getServicesList',
    queries: [{ action: 'getServicesList', country: '187' }],
    body: '{"status":"success","services":[{"code":"tg","name":"Telegram"},{"code":"wa","name":"Whatsapp"},{"code":"vi","name":"Viber"}]}',
    client: never,
  },
  {
    request: 'getPrices (service tg, country 187)',
    queries: [{ ...tg, action: 'getPrices' }],
    body: '{"187":{"tg":{"cost":0.683,"count":22}}}',
    client: { never: 'getPricesV3 tells more' },
  },
  {
    request: 'getPricesV2',
    queries: [{ ...tg, action: 'getPricesV2' }],
    body: '{"187":{"tg":{"0.683":22,"0.7":4}}}',
    client: { never: 'getPricesV3 tells more' },
  },
  {
    request: 'getPricesV3',
    queries: [{ ...tg, action: 'getPricesV3' }],
    body: '{"187":{"tg":{"2263":{"count":22,"price":0.683,"provider_id":2263},"77":{"count":4,"price":0.7,"provider_id":77}}}}',
    client: ['offers', ['US telegram 2263 0.683 USD x22', 'US telegram 77 0.7 USD x4']],
  },
  {
    request: 'getPrices, V2: unknown country',
    queries: ['getPrices', 'getPricesV2'].map((action) => ({ action, country: '9999' })),
    body: '{"error":"Bad country"}',
    client: ['offers', []],
  },
  {
    request: 'getPrices, V2: unknown service',
    queries: ['getPrices', 'getPricesV2'].map((action) => ({ action, service: 'qqqq' })),
    body: '{"error":"Bad service"}',
    client: ['offers', []],
  },
  {
    request: 'getPricesV3: unknown country',
    queries: [{ action: 'getPricesV3', country: '9999' }],
    body: 'BAD_COUNTRY',
    client: ['offers', []],
  },
  {
    request: 'getPricesV3: unknown service',
    queries: [{ action: 'getPricesV3', service: 'qqqq' }],
    body: 'BAD_SERVICE',
    client: ['offers', []],
  },
  {
    request: 'getTopCountriesByService tg',
    queries: [{ action: 'getTopCountriesByService', service: 'tg' }],
    body: '{"united-states":{"2263":{"price":0.683,"count":22},"77":{"price":0.7,"count":4}}}',
    client: never,
  },
  {
    request: 'the same, unknown service',
    queries: [{ action: 'getTopCountriesByService', service: 'qqqq' }],
    body: '{"error":"BAD_SERVICE"}',
    client: never,
  },
  {
    request: 'getOperators 187',
    queries: [{ action: 'getOperators', country: '187' }],
    body: '{"status":"success","countryOperators":{"187":["2263","77"]}}',
    client: never,
  },
  {
    request: 'getOperators 9999',
    queries: [{ action: 'getOperators', country: '9999' }],
    body: '{"status":"success","countryOperators":[]}',
    client: never,
  },
];

/** protocol.md 8a */
export const smsbower: Sheet = { section: '8a', profile: 'smsbower', funds: '18.739', rows };
