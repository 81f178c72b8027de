import { type Money, money, NumrouteError, type Offer } from '@numroute/core';
import { describe, expect, test } from 'vitest';
import { report } from '../src/report.ts';
import { silenceText } from '../src/silence.ts';

function reported(error: unknown, json = false) {
  let out = '';
  let err = '';
  const code = report(
    {
      stdout: { write: (text) => (out += text) },
      stderr: { write: (text) => (err += text) },
      env: {},
      cwd: '.',
      signal: new AbortController().signal,
    },
    error,
    json,
  );
  return { code, out, lines: err, text: err.replaceAll(/\s+/g, ' ') };
}

const price: Money = money('0.1', 'USD');
const offer: Offer = { provider: 'hub', service: 'telegram', country: 'EE', price, stock: 1, handle: '' };
const order = { provider: 'hub', id: '3762' };
const noOffer = (details: Partial<NumrouteError<'NO_OFFER'>['details']>) =>
  new NumrouteError('NO_OFFER', 'telegram: no offer fits; nothing was charged', {
    attempts: [],
    excluded: [],
    ...details,
  });

describe('NO_OFFER', () => {
  test('names the cheapest price that was left out, and what to raise', () => {
    const excluded = [{ provider: 'hub', why: 'above-limit', count: 3 }];
    const { code, text, lines } = reported(
      noOffer({ excluded, cheapest: { provider: 'hub', price: money('0.0023', 'USD') } }),
    );
    expect(text).toContain('hub: 3 above your limit');
    expect(text).toContain('is 0.0023 USD at hub: raise --max to 0.0023USD');
    expect(Math.max(...lines.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(code).toBe(3);
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

test('a phone that cannot be read, a price above the cap and a full budget are told in words', () => {
  const phone = new NumrouteError('NOT_AS_OFFERED', 'hub: no phone', { what: 'phone', order });
  expect(reported(phone).text).toContain('phone number cannot be read');
  const dear = new NumrouteError('PRICE_ABOVE_LIMIT', 'hub: charged 9 USD', { order, refund: 'promised' });
  expect(reported(dear)).toMatchObject({ code: 5, text: expect.stringContaining('is cancelled') });
  const full = new NumrouteError('BUDGET_EXCEEDED', 'too much', { limit: price, committed: price });
  expect(reported(full)).toMatchObject({ code: 3, text: expect.stringContaining('`numroute recover`') });
});

test('--json has the details, and whether money may have moved', () => {
  const cheapest = { provider: 'hub', price };
  expect(JSON.parse(reported(noOffer({ cheapest }), true).out)).toMatchObject({
    error: { code: 'NO_OFFER', moneyMayHaveMoved: false, exitCode: 3, details: { cheapest } },
  });
  expect(JSON.parse(reported(new Error('boom'), true).out)).toEqual({
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
