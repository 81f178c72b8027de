import { money } from '@numroute/core';
import { failure, type Row, type Sheet } from './row.ts';

const invalid = (field: string, code: string): string =>
  `{"title":"UNPROCESSABLE_ENTITY","details":"Validation failed","info":{"field":"${field}","code":"${code}","message":""}}`;
const buy = { service: 'tg', country: '187' };
const cancel = { action: 'setStatus', status: '8' };
const notFound = '{"title":"NOT_FOUND","details":"Activation Not Found"}';
const noAnswer = 'the client has no such call';

const rows: readonly Row[] = [
  {
    request: 'bad key',
    queries: [{ api_key: 'x', action: 'getBalance' }],
    status: 401,
    body: '{"title":"BAD_KEY","details":"Unauthorized"}',
    client: ['balance', failure('UNAUTHORIZED')],
  },
  {
    request: 'key missing',
    queries: [{ api_key: '', action: 'getBalance' }],
    status: 422,
    body: invalid('api_key', 'REQUIRED'),
    client: ['balance', failure('REJECTED')],
  },
  {
    request: 'getNumber, bad service',
    queries: [{ ...buy, action: 'getNumber', service: 'qqqq' }],
    body: 'UNPROCESSABLE_ENTITY:service:INVALID',
    client: ['buy', failure('REJECTED')],
  },
  {
    request: 'getNumberV2, bad service',
    queries: [{ ...buy, action: 'getNumberV2', service: 'qqqq' }],
    status: 422,
    body: invalid('service', 'INVALID'),
    client: ['buy', failure('REJECTED')],
  },
  {
    request: 'getStatus without id',
    queries: [{ action: 'getStatus' }],
    status: 422,
    body: invalid('id', 'REQUIRED'),
    client: ['order', failure('REJECTED')],
  },
  {
    request: 'getStatus with id=abc',
    queries: [{ action: 'getStatus', id: 'abc' }],
    status: 422,
    body: invalid('id', 'INVALID'),
    client: ['order', failure('REJECTED')],
  },
  {
    request: 'getNumbersStatus without country',
    queries: [{ action: 'getNumbersStatus' }],
    status: 422,
    body: invalid('country', 'REQUIRED'),
    client: { never: 'its prices come with counts' },
  },
  {
    request: 'no stock',
    queries: [
      { ...buy, action: 'getNumber', service: 'vi' },
      { ...buy, action: 'getNumberV2', service: 'vi' },
    ],
    body: 'NO_NUMBERS',
    client: ['buy', failure('OUT_OF_STOCK')],
  },
  {
    request: 'maxPrice too low',
    queries: [{ ...buy, action: 'getNumberV2', maxPrice: '0.1' }],
    status: 400,
    body: '{"title":"WRONG_MAX_PRICE","details":"","info":{"min":0.683}}',
    client: ['buy', failure('PRICE_ABOVE_LIMIT', { price: money('0.683', 'USD') })],
  },
  {
    request: 'maxPrice too low, the text of a production log',
    queries: [],
    body: 'WRONG_MAX_PRICE:0.35',
    client: ['buy', failure('PRICE_ABOVE_LIMIT', { price: money('0.35', 'USD') })],
    unsaid: 'the documented form is said',
  },
  {
    request: 'no money',
    queries: [{ ...buy, action: 'getNumberV2', service: 'wa' }],
    status: 402,
    body: '{"title":"NO_BALANCE","details":""}',
    client: ['buy', failure('INSUFFICIENT_FUNDS')],
  },
  {
    request: 'banned',
    queries: [],
    status: 403,
    body: '{"title":"BANNED","details":"","info":{"scope":"global","banned_until":1767607230,"retry_after_seconds":90,"readable_date":"2026-01-05"}}',
    client: ['buy', failure('RATE_LIMITED', { retryAfterMs: 90_000 })],
    unsaid: 'no shop bans',
  },
  {
    request: 'too many parallel',
    queries: [],
    status: 403,
    body: '{"title":"CHANNELS_LIMIT","details":"","info":{"current_threads":5,"max_allowed":5}}',
    client: ['buy', failure('RATE_LIMITED')],
    unsaid: 'no shop counts its open orders',
  },
  {
    request: 'unknown activation',
    queries: ['getStatus', 'getStatusV2', 'getAllSms', 'cancelActivation'].map((action) => ({
      action,
      id: '1',
    })),
    status: 404,
    body: notFound,
    client: ['order', failure('UNKNOWN_ORDER', { id: '77' })],
  },
  {
    request: 'unknown activation, setStatus',
    queries: [{ ...cancel, id: '1' }],
    status: 404,
    body: notFound,
    client: ['cancel', failure('UNKNOWN_ORDER', { id: '77' })],
  },
  {
    request:
      'unknown action; getPricesV2, getPricesV3, getServices, getFullSms, getListOfTopCountriesByService',
    queries: [
      'getNotifications',
      'getPricesV2',
      'getPricesV3',
      'getServices',
      'getFullSms',
      'getListOfTopCountriesByService',
    ].map((action) => ({ action })),
    status: 404,
    body: '{"title":"BAD_ACTION","details":"Method Not Found"}',
    client: ['offers', failure('REJECTED')],
  },
  {
    request: 'unknown action, as recorded elsewhere',
    queries: [],
    status: 422,
    body: '{"title":"BAD_ACTION","details":"Method Not Found"}',
    client: ['cancel', failure('REJECTED')],
    unsaid: 'two recordings differ; the newer is said',
  },
  {
    request: 'cancel too early',
    scene: 'bought',
    queries: [
      { ...cancel, id: 'ID' },
      { action: 'cancelActivation', id: 'ID' },
    ],
    status: 409,
    body: '{"title":"EARLY_CANCEL_DENIED","details":"","info":{"minActivationTime":120}}',
    client: ['cancel', failure('WRONG_STATE', { retryAfterMs: 120_000 })],
  },
  {
    request: 'cancel after code',
    scene: 'received',
    queries: [{ ...cancel, id: 'ID' }],
    status: 409,
    body: '{"title":"OTP_RECEIVED","details":""}',
    client: ['cancel', failure('WRONG_STATE')],
  },
  {
    request: 'wrong status',
    scene: 'bought',
    queries: [{ ...cancel, status: '1', id: 'ID' }],
    status: 400,
    body: '{"title":"BAD_STATUS","details":""}',
    client: ['cancel', failure('WRONG_STATE')],
  },
  {
    request: 'too fast',
    scene: 'too fast',
    queries: [{ action: 'getBalance' }],
    status: 429,
    body: '{"title":"RATE_LIMIT","details":""}',
    client: ['balance', failure('RATE_LIMITED', { retryAfterMs: 10_000 })],
  },
  {
    request: 'server',
    scene: 'broken',
    queries: [{ action: 'getBalance' }],
    status: 500,
    body: '{"title":"SERVER_ERROR","details":""}',
    client: ['balance', failure('UNAVAILABLE')],
  },
  {
    request: 'finishActivation ok',
    scene: 'received',
    queries: [{ action: 'finishActivation', id: 'ID' }],
    status: 204,
    body: '',
    client: ['finish', { id: '77', status: 'finished', messages: [] }],
  },
  {
    request: 'cancelActivation ok',
    scene: 'old enough',
    queries: [{ action: 'cancelActivation', id: 'ID' }],
    status: 204,
    body: '',
    client: ['cancel', { id: '77', status: 'cancelled', messages: [] }],
  },
  {
    request: 'getPrices, unknown service',
    queries: [{ action: 'getPrices', service: 'qqqq' }],
    body: '{"status":"false","msg":"service is incorrect"}',
    client: ['offers', []],
  },
  {
    request: 'getPrices, nothing on sale',
    queries: [{ action: 'getPrices', service: 'tg', country: '0' }],
    body: '{}',
    client: ['offers', []],
  },
  {
    request: 'getActiveActivations, none',
    queries: [{ action: 'getActiveActivations' }],
    body: '{"status":"success","data":[],"activeActivations":{"affected_rows":0,"num_rows":0,"row":[],"rows":[]}}',
    client: ['list', []],
  },
  {
    request: 'getAllSms of a closed activation',
    queries: [],
    status: 409,
    body: '{"title":"ACTIVATION_NOT_ACTIVE","details":""}',
    client: { never: noAnswer },
    unsaid: 'said, and shown with getAllSms in dialect-sms.test.ts',
  },
];

/** protocol.md 8 */
export const herosms: Sheet = { section: '8', profile: 'herosms', funds: '12.5085', rows };
