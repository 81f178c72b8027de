import { money } from '@numroute/core';
import { failure, type Row, type Sheet } from './row.ts';

const rows: readonly Row[] = [
  {
    request: 'getBalance',
    queries: [{ action: 'getBalance' }],
    body: 'ACCESS_BALANCE:0.9125',
    client: ['balance', money('0.9125', 'RUB')],
  },
  {
    request: 'bad key',
    queries: [{ api_key: 'x', action: 'getBalance' }],
    body: 'BAD_ACTION',
    client: ['balance', failure('UNAUTHORIZED')],
  },
  {
    request: 'getStatus, unknown id',
    queries: [{ action: 'getStatus', id: '1' }],
    body: 'BAD_ACTION',
    client: ['order', failure('UNKNOWN_ORDER', { id: '77' })],
  },
  {
    request: 'setStatus, unknown id',
    queries: [{ action: 'setStatus', status: '8', id: '1' }],
    body: 'NO_ACTIVATION',
    client: ['cancel', failure('UNKNOWN_ORDER', { id: '77' })],
  },
  {
    request: 'no stock',
    queries: [{ action: 'getNumber', service: 'vi', country: '187' }],
    body: 'NO_NUMBERS',
    client: ['buy', failure('OUT_OF_STOCK')],
  },
];

/** protocol.md 8c; its list of countries, which is long, is in sheet.test.ts. */
export const vak: Sheet = { section: '8c', profile: 'vak', funds: '0.9125', rows };
