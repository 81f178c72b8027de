import { describe, expect, test } from 'vitest';
import {
  advance,
  countedPrice,
  isPriceUnproven,
  money,
  type Order,
  saysNothing,
  toldEnd,
} from '../src/index.ts';

const order: Order = {
  provider: 'acme',
  id: '7',
  phone: '',
  service: 'telegram',
  country: 'EE',
  quoted: money('0.10', 'USD'),
  paid: money('0.10', 'USD'),
  paidSource: 'offer',
  status: 'open',
  messages: [],
  boughtAt: 0,
  refund: 'none',
};
const report = { id: '7', status: 'open', messages: [] } as const;

describe('an order whose phone the receipt did not tell', () => {
  test('has it from the first report that tells it, and keeps it', () => {
    const told = advance(order, { ...report, phone: '+37255555555' });
    expect(told.phone).toBe('+37255555555');
    expect(advance(told, { ...report, phone: '+37200000000' }).phone).toBe('+37255555555');
    expect(advance(order, report).phone).toBe('');
  });
});

describe('the refund of an order without a code', () => {
  const ended = (status: 'cancelled' | 'expired' | 'gone', refundsOnCancel?: false) =>
    advance({ ...order, ...(refundsOnCancel === false && { refundsOnCancel }) }, { ...report, status })
      .refund;

  test('is promised by a cancel, unless the vendor promises nothing for one', () => {
    expect([ended('cancelled'), ended('expired'), ended('gone')]).toEqual([
      'promised',
      'promised',
      'unknown',
    ]);
    expect(ended('cancelled', false)).toBe('unknown');
    expect(ended('expired', false)).toBe('promised');
  });
});

describe('what an order cost', () => {
  const usd = (amount: string) => money(amount, 'USD');
  const told = (from: Order, price: string) =>
    advance(from, { ...report, price: { amount: price, currency: 'USD' } });
  const byBalance: Order = { ...order, paid: usd('0.08'), paidSource: 'balance' };

  test.each(['0', '0.00', '-0.1', '0,1', '1e-1', ''])('is not told by a price of %j', (price) => {
    expect(told(order, price)).toEqual(order);
  });

  test('is what the vendor tells, and the quote is counted while it tells less', () => {
    expect(told(order, '0.12')).toMatchObject({ paid: usd('0.12'), paidSource: 'vendor' });
    expect(countedPrice(told(order, '0.12'))).toEqual(usd('0.12'));
    const less = told(order, '0.09');
    expect(less).toMatchObject({ paid: usd('0.09'), paidSource: 'vendor' });
    expect(countedPrice(less)).toEqual(usd('0.1'));
    expect([order, less, told(order, '0.1'), byBalance].map(isPriceUnproven)).toEqual([
      true,
      true,
      false,
      false,
    ]);
    expect(countedPrice(byBalance)).toEqual(usd('0.08'));
  });

  test('is not less than the balance showed, whatever the vendor tells later', () => {
    expect(told(byBalance, '0.01')).toEqual(byBalance);
    expect(told(byBalance, '0.08')).toEqual(byBalance);
    expect(told(byBalance, '0.09')).toMatchObject({ paid: usd('0.09'), paidSource: 'vendor' });
  });

  test('is told in another currency as well, which no quote contradicts', () => {
    const rouble = advance(order, { ...report, price: money('5', 'RUB') });
    expect(rouble.paid).toEqual(money('5', 'RUB'));
    expect(countedPrice(rouble)).toEqual(money('5', 'RUB'));
    expect(advance(byBalance, { ...report, price: money('5', 'RUB') }).paid).toEqual(money('5', 'RUB'));
  });
});

describe('a word in the place of a code', () => {
  test.each(['null', 'None', 'undefined', 'FALSE', ' nil ', 'NaN', 'n/a', '-', '', '  '])(
    '%j is none',
    (told) => {
      expect(saysNothing(told)).toBe(true);
    },
  );
  test.each(['0', '00000', 'nullable', 'AA100', 'G-123456', 'none today', '-1'])('%j may be one', (told) => {
    expect(saysNothing(told)).toBe(false);
  });
});

describe('the end of an order', () => {
  const bought: Order = { ...order, boughtAt: 1_000_000, cancelBefore: 2_000_000 };

  test.each([0, -5, 999_999, 1_000_000])(
    'is not told by %d, which is no later than its purchase',
    (expiresAt) => {
      expect(toldEnd({ expiresAt }, bought.boughtAt)).toBeUndefined();
      expect(advance(bought, { ...report, expiresAt })).toEqual(bought);
    },
  );

  test('is what the vendor tells, and moves the last time to cancel forward only', () => {
    expect(advance(bought, { ...report, expiresAt: 1_400_000 })).toEqual({
      ...bought,
      expiresAt: 1_400_000,
      cancelBefore: 1_310_000,
    });
    expect(advance(bought, { ...report, expiresAt: 9_000_000 }).cancelBefore).toBe(2_000_000);
  });
});
