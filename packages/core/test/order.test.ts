import { describe, expect, test } from 'vitest';
import { advance, money, type Order, saysNothing } from '../src/index.ts';

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
