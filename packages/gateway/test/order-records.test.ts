import { money, type Order } from '@numroute/core';
import { type Happening, type Journal, memoryJournal } from '@numroute/journal';
import { beforeEach, describe, expect, test } from 'vitest';
import { OrderRecords } from '../src/orders/order-records.ts';
import type { OrderRecord } from '../src/orders/orders.ts';
import { intent, order, over } from './support/bought.ts';

const unheard: Happening = { kind: 'unheard', message: 'reset' };
const lost: Happening = { kind: 'lost', evidence: 'the balance', charged: money('0.15', 'USD') };
const disputed: Happening = { kind: 'disputed', evidence: 'two of the same price' };

let journal: Journal;
let records: OrderRecords;

beforeEach(async () => {
  journal = memoryJournal({ acceptOrphans: true });
  records = new OrderRecords(journal);
  await journal.openWant({ id: 'want', key: 'shop/key/1', buyer: 'shop', print: '', at: 0 });
});

/** The record after an intent and what happened to it. */
async function after(...happenings: readonly Happening[]): Promise<OrderRecord | undefined> {
  let record: OrderRecord | undefined;
  for (const [at, happening] of [intent, ...happenings].entries()) {
    record = await records.take(await journal.append({ ...happening, attempt: 'a', at, by: 'buyer' }));
  }
  return record;
}

describe('what a client may hope for, and what its budget bears', () => {
  test.each<[string, readonly Happening[], OrderRecord['state'], boolean, boolean, string, Order['refund']]>([
    ['sent', [], 'doubt', true, true, '0.2', 'unknown'],
    ['no answer', [unheard], 'doubt', true, true, '0.2', 'unknown'],
    [
      'refused',
      [{ kind: 'refused', code: 'OUT_OF_STOCK', message: '' }],
      'none',
      false,
      false,
      '0.2',
      'none',
    ],
    ['absent', [unheard, { kind: 'absent', evidence: '' }], 'none', false, false, '0.2', 'none'],
    ['lost', [unheard, lost], 'lost', false, true, '0.15', 'unknown'],
    ['disputed', [unheard, disputed], 'lost', false, true, '0.2', 'unknown'],
    [
      'lost and given back',
      [unheard, lost, { kind: 'refund-seen', evidence: '' }],
      'lost',
      false,
      false,
      '0.15',
      'seen',
    ],
    ['bought', [{ kind: 'bought', order, adopted: false }], 'bought', true, true, '0.1', 'none'],
    [
      'its code has come',
      [
        { kind: 'bought', order, adopted: false },
        { kind: 'reported', report: { ...over, status: 'delivered', messages: [{ code: '1' }] } },
      ],
      'bought',
      true,
      true,
      '0.1',
      'none',
    ],
    [
      'cancelled',
      [
        { kind: 'bought', order, adopted: false },
        { kind: 'reported', report: over },
      ],
      'bought',
      false,
      false,
      '0.1',
      'promised',
    ],
    [
      'not given back',
      [
        { kind: 'bought', order, adopted: false },
        { kind: 'reported', report: over },
        { kind: 'refund-missing', evidence: '' },
      ],
      'bought',
      false,
      true,
      '0.1',
      'missing',
    ],
    [
      'lost and not given back',
      [unheard, lost, { kind: 'refund-missing', evidence: '' }],
      'lost',
      false,
      true,
      '0.15',
      'missing',
    ],
    [
      'cancelled at a vendor that promises nothing for it',
      [
        { kind: 'bought', order: { ...order, refundsOnCancel: false }, adopted: false },
        { kind: 'reported', report: over },
      ],
      'bought',
      false,
      true,
      '0.1',
      'unknown',
    ],
  ])('%s', async (_what, happenings, state, isOpen, isOwed, cost, refund) => {
    expect(await after(...happenings)).toMatchObject({ state, isOwed, refund, cost: { amount: cost } });
    expect([...records.open]).toHaveLength(isOpen ? 1 : 0);
  });
});

test('a price below the quote counts in full until the balance shows it', async () => {
  const bought = { kind: 'bought', adopted: false } as const;
  const cheap = { ...order, paid: money('0', 'USD'), paidSource: 'vendor' } as const;
  expect(await after({ ...bought, order: cheap })).toMatchObject({ cost: { amount: '0.1' } });
});

test('a purchase that may live is found under its key, and one that was proven absent is not', async () => {
  await after(unheard);
  expect(await records.named('shop/key/1')).toMatchObject({ number: 1, state: 'doubt' });
  await records.take(
    await journal.append({ kind: 'absent', evidence: '', attempt: 'a', at: 9, by: 'reconciler' }),
  );
  expect(await records.named('shop/key/1')).toBeUndefined();
});
