import { sampleOf } from '@numroute/http';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runs } from '../../../test/support/runs.ts';
import { arzancellAdapter } from '../src/index.ts';
import { readPurchase } from '../src/purchase.ts';
import { offer, page, purchaseCall, reply } from './support.ts';

const { purchase } = arzancellAdapter();
const describePurchase = (handle: string) => purchase.describe({ ...offer, handle }, purchaseCall.maxPrice);

test("#8 the action is get_number, whatever the page's table says", () => {
  expect(describePurchase(offer.handle)).toEqual({
    query: { action: 'get_number', server: '3', country: 'ee', service: 'telegram' },
  });
});

test.each([
  '{"server":"any","country":"ee","service":"telegram"}',
  '{"server":"3","country":"ANY","service":"telegram"}',
  '{"server":"3","country":"ee","service":" any "}',
  '{"server":"3","country":"ee"}',
  '{"server":3,"country":"ee","service":"telegram"}',
  '{"__proto__":{"server":"3","country":"ee","service":"telegram"}}',
  '[]',
  'null',
  'garbage',
])('#9 %s is never bought', (handle) => {
  expect(() => describePurchase(handle)).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }));
});

test("another provider's offer is refused", () => {
  expect(() => purchase.describe({ ...offer, provider: 'x' }, purchaseCall.maxPrice)).toThrow(
    expect.objectContaining({ code: 'INVALID_INPUT' }),
  );
});

describe('a sale', () => {
  test('#6 #10 literal page reply: array of one; the price is not in it', () => {
    expect(purchase.read(reply(page.number), offer)).toEqual({
      outcome: 'accepted',
      receipt: { id: '3762', status: 'open', messages: [], phone: '+989150681843' },
    });
  });

  test('#6 a bare object', () => {
    expect(readPurchase(reply('{"phone":"+989150681843","order_id":"3762"}')).outcome).toBe('accepted');
  });

  test.each([
    ['98 915-068 1843', '+989150681843'],
    ['00989150681843', '+989150681843'],
    ['+۹۸۹۱۵۰۶۸۱۸۴۳', '+989150681843'],
    [989150681843, '+989150681843'],
  ])('#15 phone %j becomes %s', (phone, expected) => {
    expect(readPurchase(reply(JSON.stringify([{ phone, order_id: '1' }])))).toMatchObject({
      receipt: { phone: expected },
    });
  });

  test('#16 a number as order_id is kept as text', () => {
    expect(readPurchase(reply('[{"phone":"+989150681843","order_id":3762}]'))).toMatchObject({
      receipt: { id: '3762' },
    });
  });

  test.each([
    ['is empty', '[{"phone":"","order_id":"3762"}]'],
    ['is missing', '{"order_id":"3762"}'],
    ['is null', '[{"phone":null,"order_id":"3762"}]'],
    ['is a word', '[{"phone":"pending","order_id":"3762"}]'],
    ['is written as in Iran', '[{"phone":"09150681843","order_id":"3762"}]'],
    ['is written as in Iran, without its 0', '[{"phone":"9150681843","order_id":3762}]'],
  ])('#15 a phone that %s: an order by its id, and no phone is made up', (_, body) => {
    expect(readPurchase(reply(body), 'EE')).toEqual({
      outcome: 'accepted',
      receipt: { id: '3762', status: 'open', messages: [] },
    });
  });

  test.each(['09150681843', '9150681843', '۰۹۱۵۰۶۸۱۸۴۳', '0915 068-1843', '+989150681843', '00989150681843'])(
    '#15 the phone %s of an offer of Iran is an Iranian one',
    (phone) => {
      const body = JSON.stringify([{ phone, order_id: '1' }]);
      expect(purchase.read(reply(body), { ...offer, country: 'IR' })).toMatchObject({
        receipt: { phone: '+989150681843' },
      });
    },
  );

  test('#16 an order_id of twenty digits is kept digit for digit', () => {
    expect(readPurchase(reply('[{"phone":"+989150681843","order_id":12345678901234567890}]'))).toMatchObject({
      receipt: { id: '12345678901234567890' },
    });
  });

  test('the phone that can be read comes first, the other order is the surplus', () => {
    const two = '[{"phone":"","order_id":"1"},{"phone":"+989150681844","order_id":"2"}]';
    expect(readPurchase(reply(two))).toMatchObject({
      receipt: { id: '2', phone: '+989150681844', surplus: [{ id: '1', status: 'open' }] },
    });
  });

  test('two elements are two orders', () => {
    const two = '[{"phone":"+989150681843","order_id":"1"},{"phone":"+989150681844","order_id":"2"}]';
    expect(readPurchase(reply(two))).toMatchObject({
      outcome: 'accepted',
      receipt: { id: '1', surplus: [{ id: '2', phone: '+989150681844', status: 'open' }] },
    });
  });
});

test.each([
  ['neither phone nor id', '[{"phone":"","order_id":""}]'],
  ['a word for nothing as id', '[{"phone":"","order_id":"null"}]'],
  ['a phrase as id', '[{"phone":"+989150681843","order_id":"NO_NUMBER"}]'],
  ['a word as id, without a phone', '[{"phone":"","order_id":"error"}]'],
  [
    'a refusal with an order deeper inside',
    '{"error":"NO NUMBER","data":{"phone":"+989150681843","order_id":"1"}}',
  ],
  ['a missing order_id', '[{"phone":"+989150681843"}]'],
  ['order_id 0', '[{"phone":"+989150681843","order_id":0}]'],
  ['#6 an empty array', '[]'],
  ['a sale and a refusal at once', '{"phone":"+989150681843","order_id":"1","status":"NO NUMBER"}'],
  ['two words at once', '{"error":"NO NUMBER","message":"TRY AGAIN"}'],
  ['#31 a PHP notice before the JSON', `<br />\n<b>Notice</b>: x\n${page.number}`],
  ['#32 a block page', '<html><body>NO NUMBER</body></html>'],
  ['an empty body', ''],
  ['a word among others', 'NO NUMBER today'],
  ['the answer to a cancel', 'CANCELED'],
])('%s is an unknown outcome, with the reply as evidence', (_, body) => {
  expect(readPurchase(reply(body))).toEqual({
    outcome: 'unknown',
    why: sampleOf(reply(body)) || 'an empty reply',
  });
});

test('a sale at 301, 404 or 500 is an unknown outcome, and its id is kept as evidence', () => {
  for (const status of [301, 404, 500]) {
    expect(readPurchase(reply(page.number, status))).toMatchObject({
      outcome: 'unknown',
      why: expect.stringContaining('3762'),
    });
  }
});

test('401 is a wrong key; the page of a filter is not, nor is a reply that tells of an order', () => {
  expect(readPurchase(reply('{"message":"Unauthenticated."}', 401))).toMatchObject({
    outcome: 'rejected',
    code: 'UNAUTHORIZED',
  });
  for (const body of ['<html>401</html>', page.number]) {
    expect(readPurchase(reply(body, 401)).outcome).toBe('unknown');
  }
});

describe('fuzz', () => {
  const bodies = fc.oneof(fc.string(), fc.json(), fc.string({ unit: 'binary' }), fc.constant(page.number));
  const statuses = fc.integer({ min: 100, max: 599 });

  test('read never throws', () => {
    fc.assert(
      fc.property(bodies, statuses, (body, status) => {
        expect(['accepted', 'rejected', 'unknown']).toContain(readPurchase(reply(body, status)).outcome);
      }),
      { numRuns: runs(400) },
    );
  });

  test('hostile fields never make it throw', () => {
    const field = fc.anything();
    fc.assert(
      fc.property(field, field, field, (phone, orderId, error) => {
        const body = JSON.stringify([{ phone, order_id: orderId, error }]) ?? '';
        expect(() => readPurchase(reply(body))).not.toThrow();
      }),
      { numRuns: runs(400) },
    );
  });

  test('a truncated sale is never accepted, a truncated word never a refusal', () => {
    const whole = page.number.trim();
    for (let length = 0; length < whole.length; length += 1) {
      expect(readPurchase(reply(whole.slice(0, length))).outcome).toBe('unknown');
    }
    for (const word of [
      'NO NUMBER',
      'NOT ENOUGH BALANCE',
      'INVALID API',
      'INVALID SERVICE',
      'INVALID SERVER',
    ]) {
      for (let length = 0; length < word.length; length += 1) {
        expect(readPurchase(reply(word.slice(0, length))).outcome).toBe('unknown');
      }
    }
  });
});
