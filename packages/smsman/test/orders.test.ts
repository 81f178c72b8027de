import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runs } from '../../../test/support/runs.ts';
import { adapterOf, fakeSend, page, refusal, reply } from './support.ts';

const adapter = adapterOf({ balance: 'free' });
const fetched = (text: string, status = 200, id = '1') =>
  adapter.fetchOrder(fakeSend({ 'get-sms': reply(text, status) }), id);
const phone = '+79002415539';

describe('an order', () => {
  test.each([
    [page.waiting, { status: 'open', messages: [], phone }],
    [page.code, { status: 'delivered', messages: [{ code: '1243' }], phone }],
    [
      page.code.replace('"1243"', '"Код 0124"'),
      { status: 'delivered', messages: [{ text: 'Код 0124' }], phone },
    ],
    [
      page.waiting.replace('"error_code"', '"sms_code":"1243","error_code"'),
      { status: 'delivered', messages: [{ code: '1243' }], awaits: true, phone },
    ],
    ['{"sms_code":1243}', { status: 'delivered', messages: [{ code: '1243' }] }],
    ['{"error_code":"wait_sms"}', { status: 'open', messages: [] }],
  ])('%s', async (text, report) => {
    expect(await fetched(text)).toEqual({ id: '1', ...report });
  });

  test('that waits may do so with HTTP 400', async () => {
    expect(await fetched(page.waiting, 400)).toMatchObject({ status: 'open' });
  });

  test.each([
    ['UNREADABLE', page.sold, 200],
    ['UNREADABLE', '{}', 200],
    ['UNREADABLE', page.code.replace('"1243"', '""'), 200],
    ['UNREADABLE', page.code.replace('{', '{"success":false,'), 200],
    ['UNREADABLE', page.code.replace('{', '{"error_code":"new_word",'), 200],
    ['UNREADABLE', refusal('new_word'), 200],
    // Nothing was to be changed.
    ['UNREADABLE', refusal('wrong_status'), 200],
    ['UNKNOWN_ORDER', refusal('wrong_request_id'), 200],
    ['UNKNOWN_ORDER', refusal('wrong_request_id'), 400],
    ['UNAVAILABLE', refusal('wrong_request_id'), 500],
    ['UNAVAILABLE', page.code, 500],
    ['UNAVAILABLE', page.code, 400],
    ['UNAUTHORIZED', page.wrongToken, 400],
  ])('%s: %s with %d', async (code, text, status) => {
    await expect(fetched(text, status)).rejects.toMatchObject({ code });
  });

  test('of which another is told is no answer', async () => {
    for (const text of [page.code, page.waiting]) {
      await expect(fetched(text, 200, '2')).rejects.toMatchObject({ code: 'UNREADABLE' });
    }
  });
});

describe.each([
  ['cancelOrder', 'reject', 'cancelled'],
  ['finishOrder', 'close', 'finished'],
  ['requestAnotherSms', 'ready', 'delivered'],
] as const)('%s', (method, word, status) => {
  const change = (text: string, http = 200) =>
    adapter[method]?.(fakeSend({ 'set-status': reply(text, http) }), '1');

  test('is granted by success alone', async () => {
    const send = fakeSend({ 'set-status': page.changed });
    expect(await adapter[method]?.(send, '1')).toEqual({ id: '1', status, messages: [] });
    expect(send.asked).toEqual([{ path: 'set-status', query: { request_id: '1', status: word } }]);
  });

  test.each([
    ['WRONG_STATE', refusal('wrong_status'), 200],
    ['WRONG_STATE', refusal('wrong_status'), 400],
    ['UNKNOWN_ORDER', refusal('wrong_request_id'), 400],
    ['UNREADABLE', '{"request_id":1,"success":false}', 200],
    ['UNREADABLE', '{"request_id":2,"success":true}', 200],
    ['UNREADABLE', '{}', 200],
    ['UNAVAILABLE', page.changed, 400],
    ['UNAVAILABLE', page.changed, 500],
  ])('%s: %s with %d', async (code, text, http) => {
    await expect(change(text, http)).rejects.toMatchObject({ code });
  });
});

describe('the balance', () => {
  const balance = (text: string, kind: 'free' | 'total') =>
    adapterOf({ balance: kind }).fetchBalance?.(fakeSend({ 'get-balance': text }));
  const withHold = '{"balance":"799.70","hold":"12.5","channels":[]}';

  test('is none where nobody says what it holds: it would prove that nothing was charged', () => {
    expect(adapterOf()).not.toHaveProperty('fetchBalance');
  });

  test('without what is held, or with it', async () => {
    expect(await balance(page.balance, 'free')).toEqual({ amount: '799.7', currency: 'RUB' });
    expect(await balance(withHold, 'free')).toEqual({ amount: '799.7', currency: 'RUB' });
    expect(await balance(withHold, 'total')).toEqual({ amount: '787.2', currency: 'RUB' });
    await expect(balance(page.balance, 'total')).rejects.toMatchObject({ code: 'UNREADABLE' });
    await expect(balance(page.wrongToken, 'free')).rejects.toMatchObject({ code: 'UNAUTHORIZED' });
  });
});

test('fuzz: whatever comes, only errors of ours are thrown, and nothing is read from a server that failed', async () => {
  const field = fc.oneof(fc.anything(), fc.constantFrom('1243', true, 'wait_sms', 'no_numbers', 1, null));
  const texts = (value: unknown): string =>
    JSON.stringify(value, (_, one) => (typeof one === 'bigint' ? String(one) : one)) ?? '';
  const bodies = fc.oneof(
    fc.string(),
    fc.json(),
    fc.tuple(field, field, field).map(([sms_code, error_code, success]) =>
      texts({
        request_id: 1,
        sms_code,
        error_code,
        success,
        balance: sms_code,
        1: { cost: sms_code, title: sms_code, id: success },
      }),
    ),
  );
  await fc.assert(
    fc.asyncProperty(bodies, fc.constantFrom(200, 204, 400, 401, 429, 500), async (text, status) => {
      const one = reply(text, status);
      const broken = ['applications', 'countries', 'get-prices'].map((path) => ({
        'get-prices': page.prices,
        [path]: one,
      }));
      const send = fakeSend({ 'get-sms': one, 'set-status': one, 'get-balance': one });
      const reads = [
        adapter.fetchOrder(send, '1'),
        adapter.cancelOrder?.(send, '1'),
        adapter.fetchBalance?.(send),
        ...broken.map(async (replies) => adapterOf().listOffers(fakeSend(replies), { country: 'RU' })),
      ];
      for (const read of await Promise.allSettled(reads)) {
        if (read.status === 'rejected') expect(read.reason).toMatchObject({ name: 'NumrouteError' });
        else if (status > 400) expect(read.value).toEqual([]);
      }
    }),
    { numRuns: runs(200) },
  );
});
