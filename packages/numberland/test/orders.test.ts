import { advance, askAnother, grantAnother, money, type NumrouteError, type Order } from '@numroute/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runs } from '../../../test/support/runs.ts';
import { numberlandAdapter } from '../src/index.ts';
import { type Change, readOrder } from '../src/orders.ts';
import { fakeSend, guide, reply } from './support.ts';

const stateReply = (state: number | string, code: unknown = '0') =>
  reply(JSON.stringify({ RESULT: state, CODE: code, DESCRIPTION: 'x' }));
const balanceIn = (text: string, status = 200) =>
  numberlandAdapter().fetchBalance?.(fakeSend({ balance: reply(text, status) }));
const order = (state: number | string, code?: unknown) => readOrder(stateReply(state, code), '74001');

test("the guide's sample waits for its code", () => {
  expect(readOrder(reply(guide.status), '74001')).toEqual({ id: '74001', status: 'open', messages: [] });
});

test.each([
  [1, '0', { status: 'open', messages: [] }],
  // Whatever stands there: the state says that no code came.
  [1, 'wait', { status: 'open', messages: [] }],
  [2, '012345', { status: 'delivered', messages: [{ code: '012345' }] }],
  ['2', 12345, { status: 'delivered', messages: [{ code: '12345' }] }],
  [2, '0000', { status: 'delivered', messages: [{ code: '0000' }] }],
  [2, '123 456', { status: 'delivered', messages: [{ code: '123 456' }] }],
  [2, 'Your code is 12345', { status: 'delivered', messages: [{ text: 'Your code is 12345' }] }],
  [3, '0', { status: 'cancelled', messages: [] }],
  [4, '0', { status: 'cancelled', messages: [] }],
  [5, '12345', { status: 'delivered', messages: [{ code: '12345' }], awaits: true }],
  [5, '0', { status: 'delivered', messages: [], awaits: true }],
  [6, '12345', { status: 'finished', messages: [{ code: '12345' }], awaits: true }],
  [6, '0', { status: 'gone', messages: [] }],
  [6, null, { status: 'gone', messages: [] }],
])('state %s with the code %j', (state, code, report) => {
  expect(order(state, code)).toEqual({ id: '74001', ...report });
});

test.each([
  ['a state that nobody knows', 7, '1'],
  ['state 0', 0, '0'],
  ['a state in words', 'wait code', '0'],
  ['a code that is no text', 2, { code: 1 }],
  ['a code that came and is not there', 2, '0'],
])('%s is no report', (_, state, code) => {
  expect(() => order(state, code)).toThrow(expect.objectContaining({ code: 'UNREADABLE' }));
});

test.each([
  ['-901', 'UNAUTHORIZED'],
  ['-902', 'REJECTED'],
  ['-202', 'REJECTED'],
  ['-990', 'UNKNOWN_ORDER'],
  ['-304', 'UNKNOWN_ORDER'],
  ['-900', 'UNAVAILABLE'],
  // Words of a purchase answer a question that was not asked.
  ['-205', 'UNREADABLE'],
  ['-204', 'UNREADABLE'],
  ['-777', 'UNREADABLE'],
])('RESULT %s is %s', async (word, code) => {
  const matching = expect.objectContaining({ code });
  expect(() => readOrder(reply(`{"RESULT":${word}}`), '74001')).toThrow(matching);
  expect(() => readOrder(reply(`{"RESULT":"${word}"}`), '74001', 'cancelnumber')).toThrow(matching);
  await expect(balanceIn(`{"RESULT":${word}}`)).rejects.toThrow(matching);
});

test('an unknown order is named', () => {
  expect(() => readOrder(reply('{"RESULT":-304}'), '74001')).toThrow(
    expect.objectContaining({ details: { vendorWord: '-304', id: '74001' } }),
  );
});

test('a server that failed proves nothing: no cancel, no unknown order', () => {
  for (const text of ['{"RESULT":3,"CODE":"0"}', '{"RESULT":-304}']) {
    expect(() => readOrder(reply(text, 500), '1', 'cancelnumber')).toThrow(
      expect.objectContaining({ code: 'UNAVAILABLE' }),
    );
  }
});

/** What the reply to each change says, by the state that the order is in afterwards. */
const changes: Readonly<Record<Change, readonly [string, string, string, string, string, string]>> = {
  cancelnumber: ['early', 'final', 'cancelled', 'cancelled', 'final', 'final'],
  bannumber: ['early', 'final', 'cancelled', 'cancelled', 'final', 'final'],
  closenumber: ['refused', 'refused', 'final', 'final', 'refused', 'finished'],
  repeat: ['refused', 'refused', 'final', 'final', 'delivered', 'final'],
};

describe.each(Object.entries(changes))('%s', (change, row) => {
  test.each(row.map((said, n) => [n + 1, said] as const))('state %s afterwards: %s', (state, said) => {
    const read = () => readOrder(stateReply(state, '12345'), '74001', change as Change);
    let told: string;
    try {
      told = read().status;
    } catch (error) {
      const { code, details } = error as NumrouteError<'WRONG_STATE'>;
      expect(code).toBe('WRONG_STATE');
      told = details.final ? 'final' : details.retryAfterMs === 30_000 ? 'early' : 'refused';
    }
    expect(told).toBe(said);
  });
});

test('a cancel that comes after the code says so, also without the code', () => {
  expect(() => readOrder(stateReply(2, '0'), '1', 'cancelnumber')).toThrow(
    expect.objectContaining({
      code: 'WRONG_STATE',
      details: { vendorWord: '2 (code received)', final: true },
    }),
  );
});

test.each([
  ['the old code', '11111', ['11111']],
  ['a new one', '022222', ['11111', '022222']],
])('an order that is closed while another SMS is awaited, with %s', (_, code, codes) => {
  const price = money('2200', 'IRT');
  const bought: Order = {
    provider: 'numberland',
    id: '74001',
    phone: '+79313226657',
    service: 'telegram',
    country: 'RU',
    quoted: price,
    paid: price,
    paidSource: 'vendor',
    status: 'open',
    messages: [],
    boughtAt: 0,
    refund: 'none',
  };
  const delivered = askAnother(advance(bought, order(2, '11111')));
  const granted = grantAnother(delivered, readOrder(stateReply(5, '11111'), '74001', 'repeat'));
  const awaited = advance(granted, order(5, '11111'));
  const closed = advance(awaited, readOrder(stateReply(6, code), '74001', 'closenumber'));
  expect(closed).toMatchObject({ status: 'finished', refund: 'none' });
  expect(closed.messages.map((message) => message.code)).toEqual(codes);
});

test('each call asks for its method, with the id as a value', async () => {
  const adapter = numberlandAdapter();
  const send = fakeSend({
    checkstatus: guide.status,
    cancelnumber: '{"RESULT":3,"CODE":"0"}',
    closenumber: '{"RESULT":6,"CODE":"1234"}',
    repeat: '{"RESULT":5,"CODE":"1234"}',
    balance: guide.balance,
  });
  await adapter.fetchOrder(send, '7&x=1');
  await adapter.cancelOrder?.(send, '7');
  await adapter.finishOrder?.(send, '7');
  await adapter.requestAnotherSms?.(send, '7');
  await adapter.fetchBalance?.(send);
  expect(send.asked).toEqual([
    { query: { method: 'checkstatus', id: '7&x=1' } },
    { query: { method: 'cancelnumber', id: '7' } },
    { query: { method: 'closenumber', id: '7' } },
    { query: { method: 'repeat', id: '7' } },
    { query: { method: 'balance' } },
  ]);
  expect(adapter.auth).toEqual({ in: 'query', name: 'apikey' });
});

test.each([
  ["the guide's sample", guide.balance, '192100'],
  ['a number', '{"RESULT":1,"BALANCE":0,"CURRENCY":"toman"}', '0'],
  [
    'more digits than a float holds',
    '{"RESULT":1,"BALANCE":90071992547409931,"CURRENCY":"Toman"}',
    '90071992547409931',
  ],
])('a balance, %s', async (_, text, amount) => {
  expect(await balanceIn(text)).toEqual({ amount, currency: 'IRT' });
});

test.each([
  '{"RESULT":"1","BALANCE":"192100","CURRENCY":"Rial"}',
  '{"RESULT":"1","BALANCE":"192100"}',
  '{"RESULT":"1","BALANCE":"192,100","CURRENCY":"Toman"}',
  '{"RESULT":"1","BALANCE":"-5","CURRENCY":"Toman"}',
  '{"BALANCE":"192100","CURRENCY":"Toman"}',
])('%s is no balance, and none is guessed', async (text) => {
  await expect(balanceIn(text)).rejects.toThrow(expect.objectContaining({ code: 'UNREADABLE' }));
});

test('fuzz: whatever comes, only errors of ours are thrown', async () => {
  const field = fc.oneof(fc.anything(), fc.constantFrom(1, 2, '3', 5, 6, -304, '-900', '0', '12345', null));
  const bodies = fc.oneof(
    fc.string(),
    fc.json(),
    fc.tuple(field, field).map(([RESULT, CODE]) => JSON.stringify({ RESULT, CODE }) ?? ''),
  );
  const reads = [
    (text: string, status: number) => readOrder(reply(text, status), '1'),
    (text: string, status: number) => readOrder(reply(text, status), '1', 'cancelnumber'),
    (text: string, status: number) => balanceIn(text, status),
  ];
  await fc.assert(
    fc.asyncProperty(
      bodies,
      fc.constantFrom(200, 204, 301, 400, 401, 429, 500, 503),
      async (text, status) => {
        for (const read of reads) {
          try {
            await read(text, status);
            expect(status).toBeLessThan(300);
          } catch (error) {
            expect(error).toMatchObject({ name: 'NumrouteError' });
          }
        }
      },
    ),
    { numRuns: runs(400) },
  );
});
