import { sqliteJournal } from '@numroute/journal';
import type { Journal } from '@numroute/router';
import { memoryJournal } from '@numroute/router';
import { describe, expect, test } from 'vitest';
import { freshFile } from './folder.ts';
import { intentOf, orderOf } from './samples.ts';

describe.each<[string, () => Journal]>([
  ['memoryJournal', memoryJournal],
  ['sqliteJournal', () => sqliteJournal({ file: freshFile() })],
])('%s', (_name, create) => {
  test('an intent is unresolved until its outcome is known', async () => {
    const journal = create();
    const intent = intentOf('a');
    await journal.writeIntent(intent);
    expect(await journal.listUnresolved()).toEqual([intent]);
    await journal.writeOutcome('a', { kind: 'unknown', message: 'lost' });
    expect(await journal.listUnresolved()).toEqual([intent]);
    await journal.writeOutcome('a', { kind: 'refused', code: 'OUT_OF_STOCK', message: 'none left' });
    expect(await journal.listUnresolved()).toEqual([]);
    expect(await journal.listOpenOrders()).toEqual([]);
    await journal.close?.();
  });

  test('a later unknown does not reopen what was settled, and a refusal takes no order away', async () => {
    const journal = create();
    await journal.writeIntent(intentOf('a'));
    await journal.writeOutcome('a', { kind: 'bought', order: orderOf('7'), adopted: true });
    await journal.writeOutcome('a', { kind: 'unknown', message: 'late' });
    await journal.writeOutcome('a', { kind: 'refused', code: 'REJECTED', message: 'late' });
    expect(await journal.listUnresolved()).toEqual([]);
    expect(await journal.listOpenOrders()).toEqual([orderOf('7')]);
    await journal.close?.();
  });

  test('an order is found by provider and id, with every part as it was', async () => {
    const journal = create();
    const order = orderOf('9007199254740993', 'one', {
      pool: 'x',
      messages: [{ id: '1', text: 'code 12\u0000345 \ud83d\ude00', code: '12345' }],
      status: 'delivered',
      expiresAt: 5,
    });
    await journal.writeIntent(intentOf('a'));
    await journal.writeOutcome('a', { kind: 'bought', order, adopted: false });
    expect(await journal.findOrder({ provider: 'one', id: order.id })).toEqual(order);
    expect(await journal.findOrder({ provider: 'two', id: order.id })).toBeUndefined();
    expect(await journal.findOrder({ provider: 'one', id: '9007199254740992' })).toBeUndefined();
    await journal.close?.();
  });

  test('open and delivered orders are listed, closed ones only found', async () => {
    const journal = create();
    for (const status of ['open', 'delivered', 'finished', 'cancelled', 'expired', 'gone'] as const) {
      await journal.writeOrder(orderOf(status, 'one', { status }));
    }
    expect((await journal.listOpenOrders()).map(({ id }) => id)).toEqual(['open', 'delivered']);
    await journal.writeOrder(orderOf('open', 'one', { status: 'cancelled', refund: 'promised' }));
    expect((await journal.listOpenOrders()).map(({ id }) => id)).toEqual(['delivered']);
    expect(await journal.findOrder({ provider: 'one', id: 'open' })).toMatchObject({ status: 'cancelled' });
    expect(await journal.findOrder({ provider: 'one', id: 'gone' })).toMatchObject({ status: 'gone' });
    await journal.close?.();
  });
});
