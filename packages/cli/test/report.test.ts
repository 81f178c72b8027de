import {
  type BuyerLimit,
  type HiddenOffers,
  type Money,
  money,
  NumrouteError,
  type Offer,
  type TriedNumber,
} from '@numroute/core';
import { describe, expect, test } from 'vitest';
import { report } from '../src/printing/report.ts';
import { silenceText } from '../src/printing/silence.ts';
import { widest } from './io.ts';

function reported(error: unknown, json = false) {
  let out = '';
  let err = '';
  const code = report(
    {
      stdout: { write: (text) => (out += text) },
      stderr: { write: (text) => (err += text), isTTY: true, columns: 80 },
      env: {},
      cwd: '.',
      signal: new AbortController().signal,
    },
    error,
    json,
    130,
  );
  return { code, out, lines: err, text: err.replaceAll(/\s+/g, ' ') };
}

const price: Money = money('0.1', 'USD');
const offer: Offer = { provider: 'hub', service: 'telegram', country: 'EE', price, stock: 1, handle: '' };
const order = { provider: 'hub', id: '3762' };
const cheapest = { provider: 'hub', country: 'EE', price: money('0.0023', 'USD'), stock: 4 };
const noOffer = (details: Partial<NumrouteError<'NO_OFFER'>['details']>) =>
  new NumrouteError('NO_OFFER', 'telegram: no offer fits; nothing was charged', {
    attempts: [],
    excluded: [],
    hidden: [],
    ...details,
  });

describe('NO_OFFER', () => {
  test('names the cheapest price that was left out, and what to raise', () => {
    const excluded = [{ provider: 'hub', why: 'above-limit', count: 3 }];
    const { code, text, lines } = reported(
      noOffer({ excluded, hidden: [{ limit: 'maxPrice', count: 3, countries: 1, cheapest }] }),
    );
    expect(text).toContain('hub: 3 above your limit');
    expect(text).toContain('is 0.0023 USD at hub: raise --max to 0.0023USD');
    expect(widest(lines)).toBeLessThanOrEqual(80);
    expect(code).toBe(3);
  });

  test.each<readonly [limit: BuyerLimit, more: Partial<HiddenOffers['cheapest']>, said: string]>([
    ['minPrice', {}, '2 offers are below --min; the cheapest is 0.0023 USD at hub: lower --min to 0.0023USD'],
    ['minStock', {}, 'the cheapest is 0.0023 USD at hub with 4: lower --min-stock to 4'],
    ['minStock', { stock: null }, 'does not say how many it has: leave --min-stock out'],
    [
      'minSuccessRate',
      { successRate: { value: 0.3579, source: 'vendor' } },
      'at hub with 35.7%: lower --min-rate',
    ],
    ['minSuccessRate', {}, 'which does not say: leave --min-rate out'],
    [
      'pools',
      { pool: 'mts' },
      '2 offers are of other pools; the cheapest is 0.0023 USD at hub in mts: change --pool',
    ],
    [
      'providers',
      {},
      '2 offers are of other providers; the cheapest is 0.0023 USD at hub: change --provider',
    ],
    [
      'country',
      {},
      'sold in 41 other countries; the cheapest is 0.0023 USD at hub in EE: --country EE buys it',
    ],
    ['allowVirtual', {}, '2 offers are of virtual (VoIP) numbers'],
  ])('names what %s was in the way of, and what to change', (limit, more, said) => {
    const one = { limit, count: 2, countries: 41, cheapest: { ...cheapest, ...more } };
    expect(reported(noOffer({ hidden: [one] })).text).toContain(said);
  });

  test('says plainly that an account is in doubt, and who looks', () => {
    const { text } = reported(
      noOffer({ excluded: [{ provider: 'hub', why: 'account-unresolved', count: 1 }] }),
    );
    expect(text).toContain('may have been charged and is not settled');
    expect(text).toContain('`numroute recover`');
  });

  test('calls a refused key a refused key, and silence silence', () => {
    const excluded = [
      { provider: 'hub', why: 'UNAUTHORIZED', count: 1 },
      { provider: 'shop', why: 'UNAVAILABLE', count: 1 },
    ];
    const { text } = reported(noOffer({ excluded }));
    expect(text).toContain('hub: refused the key (UNAUTHORIZED)');
    expect(text).toContain('shop: no answer (UNAVAILABLE)');
  });

  test('names an order that is no part of the deal, and what became of it', () => {
    const wrong = (refund?: 'promised') =>
      new NumrouteError('NOT_AS_OFFERED', 'hub: hub: +55 is no number of FR', {
        what: 'country',
        order,
        ...(refund && { refund }),
      });
    const given = reported(noOffer({ attempts: [{ offer, error: wrong('promised') as never }] }));
    expect(given.text).toContain('hub, 0.1 USD: +55 is no number of FR');
    expect(given.text).toContain('a number of another country than it offered');
    expect(given.text).toContain('Order hub/3762 was charged and is cancelled, and its refund is promised');
    expect(given.code).toBe(5);
    const open = reported(wrong());
    expect(open.text).toMatch(/^hub: \+55 is no number of FR/);
    expect(open.text).toContain('`numroute cancel hub/3762 --wait`');
    expect(open.code).toBe(5);
  });
});

describe('NO_CODE', () => {
  const tried = (more: Partial<TriedNumber> = {}): TriedNumber => ({
    order,
    offer,
    why: 'late',
    afterMs: 63_400,
    refund: 'promised',
    ...more,
  });
  const noCode = (numbers: readonly TriedNumber[], spent = '0', promised = '0', cause?: Error) => {
    const details = { tried: numbers, spent: money(spent, 'USD'), promised: money(promised, 'USD') };
    return new NumrouteError('NO_CODE', 'no code for telegram: …', details, cause && { cause });
  };

  test('says what was tried and why, what is spent and what is promised back', () => {
    const unfit = tried({ order: { provider: 'shop', id: '8' }, why: 'unfit', afterMs: 900, refund: 'seen' });
    const { code, lines, text } = reported(noCode([tried(), unfit], '0', '0.1'));
    expect(text).toMatch(/^No code for telegram; 2 numbers tried\. /);
    expect(text).toContain('hub/3762, 0.1 USD: no code in 63 s; refund promised, not seen yet');
    expect(text).toContain('shop/8, 0.1 USD: the service did not take it, after 1 s; refund seen');
    expect(text).toContain('Spent 0 USD, 0.1 USD promised back: `numroute recover` looks for it.');
    expect(widest(lines)).toBeLessThanOrEqual(80);
    expect(code).toBe(4);
  });

  test('names what ended it', () => {
    const { text } = reported(noCode([tried()], '0', '0.1', new Error('the command ended with 7')));
    expect(text).toContain('It ended because: the command ended with 7 Spent 0 USD');
  });

  test.each([
    ['promised', '0', 4],
    ['seen', '0', 4],
    ['promised', '0.1', 5],
    ['none', '0.1', 5],
    ['missing', '0.1', 5],
    ['unknown', '0.1', 5],
  ] as const)('a refund that is %s, with %s USD spent, is exit code %i', (refund, spent, expected) => {
    expect(reported(noCode([tried({ refund })], spent)).code).toBe(expected);
  });

  test('without any number is no money', () => {
    expect(reported(noCode([]))).toMatchObject({
      code: 4,
      lines: 'No code; 0 numbers tried.\nSpent 0 USD.\n',
    });
  });
});

test('a phone that cannot be read, a price above the cap and a full budget are told in words', () => {
  const phone = new NumrouteError('NOT_AS_OFFERED', 'hub: no phone', { what: 'phone', order });
  expect(reported(phone).text).toContain('phone number cannot be read');
  const dear = new NumrouteError('PRICE_ABOVE_LIMIT', 'hub: charged 9 USD', { order, refund: 'promised' });
  expect(reported(dear)).toMatchObject({ code: 5, text: expect.stringContaining('is cancelled') });
  const full = new NumrouteError('BUDGET_EXCEEDED', 'too much', { limit: price, committed: price });
  expect(reported(full)).toMatchObject({ code: 3, text: expect.stringContaining('`numroute recover`') });
});

test('--json has the details, and whether money may have moved', () => {
  const hidden = [{ limit: 'maxPrice' as const, count: 1, countries: 1, cheapest }];
  expect(JSON.parse(reported(noOffer({ hidden }), true).out)).toMatchObject({
    error: { code: 'NO_OFFER', moneyMayHaveMoved: false, exitCode: 3, details: { hidden } },
  });
  expect(JSON.parse(reported(new Error('boom'), true).out)).toEqual({
    event: 'end',
    at: expect.any(String),
    error: { code: 'UNEXPECTED', message: 'boom', exitCode: 1 },
  });
});

test.each([
  ['UNAUTHORIZED', 'hub refused the key: the vendor answered BAD_KEY (UNAUTHORIZED)'],
  ['UNREADABLE', 'hub gave an answer that is not understood: the vendor answered BAD_KEY (UNREADABLE)'],
  ['UNAVAILABLE', 'No answer from hub: the vendor answered BAD_KEY (UNAVAILABLE)'],
] as const)('%s, with the name of the provider once', (code, text) => {
  const message = 'hub: hub: the vendor answered BAD_KEY';
  expect(silenceText({ provider: 'hub', error: { code, message } })).toBe(text);
});
