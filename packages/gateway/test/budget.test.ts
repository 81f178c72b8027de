import { money } from '@numroute/core';
import { virtualClock } from '@numroute/testkit';
import { expect, test } from 'vitest';
import { Budget } from '../src/clients/budget.ts';
import type { OrderRecord } from '../src/orders/orders.ts';

const DAY = 86_400_000;
const START = Date.UTC(2026, 0, 31, 12);

const record = (number: number, boughtAt: number, amount: string, isOwed = true): OrderRecord => ({
  number,
  buyer: 'shop',
  key: String(number),
  boughtAt,
  changedAt: boughtAt,
  service: 'telegram',
  country: 'EE',
  state: 'bought',
  cost: money(amount, 'USD'),
  isOwed,
  refund: 'none',
});

const open = (per: 'day' | 'month' | 'total') => {
  const clock = virtualClock(START);
  const budget = new Budget(
    { amount: '10', currency: 'USD', per },
    ({ cost }) => cost,
    (amount) => amount,
    clock,
  );
  return { clock, budget, left: () => budget.remaining().amount };
};

test('what a record says last counts: bought, refunded, dearer', () => {
  const { budget, left } = open('total');
  budget.note(record(1, START, '0.1'));
  budget.note(record(2, START, '0.2'));
  expect(left()).toBe('9.7');
  budget.note(record(2, START, '0.2'));
  expect(left()).toBe('9.7');
  budget.note(record(1, START, '0.1', false));
  expect(left()).toBe('9.8');
  budget.note(record(2, START, '0.3'));
  expect(left()).toBe('9.7');
});

test.each([
  ['day', DAY, '10'],
  ['month', DAY, '10'],
  ['total', DAY, '7'],
] as const)('per %s: the next day, which is the next month, %s is left', async (per, later, expected) => {
  const { clock, budget, left } = open(per);
  budget.note(record(1, START, '3'));
  expect(left()).toBe('7');
  await clock.advance(later);
  expect(left()).toBe(expected);
  // A refund of last period's order gives nothing to this one.
  budget.note(record(1, START, '3', false));
  expect(left()).toBe('10');
});

test('what is under way is held back, also when it fails, and never twice too little is shown', async () => {
  const { budget, left } = open('total');
  let fail = (_: Error): void => undefined;
  const held = budget.hold('a', money('4', 'USD'), () => new Promise((_, reject) => (fail = reject)));
  expect(left()).toBe('6');
  fail(new Error('sold out'));
  await expect(held).rejects.toThrow('sold out');
  expect(left()).toBe('10');
  budget.note(record(1, START, '30'));
  expect(left()).toBe('0');
});

test('of a purchase under way the record counts, and the rest is held', async () => {
  const { budget, left } = open('total');
  let end = (_: unknown): void => undefined;
  const work = (): Promise<unknown> => new Promise((resolve) => (end = resolve));
  // The key of the records below.
  const held = budget.hold('1', money('4', 'USD'), work);
  budget.note(record(1, START, '4'));
  expect(left()).toBe('6');
  budget.note(record(1, START, '3'));
  expect(left()).toBe('6');
  // Refused here; the next vendor may take as much.
  budget.note(record(1, START, '4', false));
  expect(left()).toBe('6');
  // Who asks under the same key waits for the same money.
  const again = budget.hold('1', money('4', 'USD'), async () => undefined);
  expect(left()).toBe('6');
  await again;
  expect(left()).toBe('6');
  budget.note(record(1, START, '3'));
  end(undefined);
  await held;
  expect(left()).toBe('7');
});

test('what was bought before the period counts in no later one', () => {
  const { budget, left } = open('day');
  budget.note(record(1, START - DAY, '3'));
  expect(left()).toBe('10');
});

test('a purchase that costs more than was held for it is counted once', async () => {
  const { budget, left } = open('total');
  const held = budget.hold('1', money('2', 'USD'), async () => budget.note(record(1, START, '3')));
  expect(left()).toBe('7');
  await held;
  expect(left()).toBe('7');
});

test('news of an earlier attempt under a key leaves the later one counted', async () => {
  const { budget, left } = open('total');
  const work = async (): Promise<void> => {
    budget.note({ ...record(1, START, '4'), key: 'a' });
    budget.note({ ...record(2, START, '4'), key: 'a' });
    budget.note({ ...record(1, START, '4', false), key: 'a' });
    expect(left()).toBe('6');
  };
  await budget.hold('a', money('4', 'USD'), work);
  expect(left()).toBe('6');
});

test('all records under a key count, and what is held for the key covers them', async () => {
  const { budget, left } = open('total');
  const numbered = (number: number, amount: string, isOwed = true): OrderRecord => ({
    ...record(number, START, amount, isOwed),
    key: 'code',
  });
  const work = async (): Promise<void> => {
    budget.note(numbered(1, '3'));
    budget.note(numbered(2, '2'));
    expect(left()).toBe('4');
    expect(budget.bears('code', money('9', 'USD'))).toBe(true);
    expect(budget.bears('other', money('4.01', 'USD'))).toBe(false);
    budget.note(numbered(1, '3', false));
    expect(left()).toBe('4');
  };
  await budget.hold('code', money('6', 'USD'), work);
  expect(left()).toBe('8');
  budget.note(numbered(3, '1'));
  expect(left()).toBe('7');
  // Of ten in all, three count already.
  expect(budget.bears('code', money('10', 'USD'))).toBe(true);
  expect(budget.bears('code', money('10.01', 'USD'))).toBe(false);
});
