import { expect, test } from 'vitest';
import { readBalance } from '../src/balance.ts';
import { readCancel, readOrder } from '../src/orders.ts';
import { readPurchase } from '../src/purchase.ts';
import { type Action, classify } from '../src/reply.ts';
import { meaningOf, phrases } from '../src/words.ts';
import { reply } from './support.ts';

const word = (name: string, alone = true) => ({ kind: 'word', word: name, alone });

test.each([
  ['NO NUMBER', word('NO NUMBER')],
  ['NO NUMBER\n', word('NO NUMBER')],
  ['\uFEFFNO NUMBER\r\n', word('NO NUMBER')],
  ['no_number', word('NO NUMBER')],
  ['"NO NUMBER"', word('NO NUMBER')],
  ['"no\\u0020number"', word('NO NUMBER')],
  ['["NO NUMBER"]', word('NO NUMBER')],
  ['[{"error":"NO NUMBER"}]', word('NO NUMBER')],
  ['{"error":"INVALID API"}', word('INVALID API')],
  ['{"Message":"invalid api"}', word('INVALID API')],
  ['{"error":"NO NUMBER","msg":"TRY AGAIN"}', word('NO NUMBER', false)],
  ['{"status":"NO NUMBER","phone":"+1","order_id":"2"}', word('NO NUMBER', false)],
  ['[{"error":"NO NUMBER"},{"phone":"+1"}]', word('NO NUMBER', false)],
  ['', { kind: 'protocol' }],
  ['SORRY: NO NUMBER', { kind: 'protocol' }],
  ['NO NUMBE', { kind: 'protocol' }],
  ['["NO NUMBER","NO NUMBER"]', { kind: 'protocol' }],
  ['"something"', { kind: 'protocol' }],
  ['42', { kind: 'protocol' }],
  ['null', { kind: 'protocol' }],
  ['<br />\n<b>Notice</b>: [{"balance":1}]', { kind: 'protocol' }],
  ['<html>NO NUMBER</html>', { kind: 'html' }],
  ['<!DOCTYPE html><title>x</title>', { kind: 'html' }],
  ['CANCELED', { kind: 'protocol' }],
  ['__proto__', { kind: 'protocol' }],
])('section 5: %j', (body, expected) => {
  expect(classify(body, 'get_number')).toEqual(expected);
});

test.each(['CANCELED', 'canceled', 'CANCELLED \r\n', '"CANCELED"', '["CANCELED"]', '{"status":"CANCELED"}'])(
  '#26 %j is a cancel, of cancel_order only',
  (body) => {
    expect(classify(body, 'cancel_order')).toMatchObject({ kind: 'word', word: 'CANCELED' });
    expect(classify(body, 'check_order')).not.toMatchObject({ kind: 'word' });
  },
);

test('there are thirteen phrases', () => {
  expect(phrases).toHaveLength(13);
});

const actions: readonly Action[] = ['get_balance', 'get_status', 'get_number', 'check_order', 'cancel_order'];
test.each(phrases.flatMap((phrase) => actions.map((action) => [phrase, action] as const)))(
  '%s is understood as a reply to %s',
  (phrase, action) => {
    expect(classify(phrase, action)).toEqual(word(phrase));
    expect(classify(JSON.stringify([{ error: phrase }]), action)).toEqual(word(phrase));
  },
);

test.each(phrases)('%s as a reply to each call', (phrase) => {
  const { error, refusal } = meaningOf(phrase);
  expect(() => readBalance(reply(phrase))).toThrow(expect.objectContaining({ code: error }));
  if (phrase === 'EXPIRED SMS TIME') {
    expect(readOrder(reply(phrase), '7').status).toBe('expired');
    expect(readCancel(reply(phrase), '7').status).toBe('expired');
  } else {
    expect(() => readOrder(reply(phrase), '7')).toThrow(expect.objectContaining({ code: error }));
    expect(() => readCancel(reply(phrase), '7')).toThrow(expect.objectContaining({ code: error }));
  }
  expect(readPurchase(reply(phrase))).toMatchObject(
    refusal ? { outcome: 'rejected', code: refusal, word: phrase } : { outcome: 'unknown' },
  );
  for (const status of [301, 302, 500, 502, 504]) {
    expect(readPurchase(reply(phrase, status)).outcome).toBe('unknown');
  }
  for (const status of [400, 403, 429]) {
    expect(readPurchase(reply(phrase, status)).outcome).toBe(refusal ? 'rejected' : 'unknown');
  }
});
