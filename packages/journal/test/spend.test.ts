import { type Money, money, type Order } from '@numroute/core';
import { convertSpend, type Happening, type Journal, memoryJournal, spendOf } from '@numroute/journal';
import { samples } from '@numroute/journal/kit';
import { expect, test } from 'vitest';

const { bought, event, intent, orderOf, surplus } = samples;

const NIGHT = Date.UTC(2026, 9, 31, 23, 30);
const DAY = 86_400_000;
const usd = (amount: string): Money => money(amount, 'USD');
const paid = (id: string, price: Money, provider = 'one'): Order =>
  orderOf(id, provider, { quoted: price, paid: price });
const told = (id: string, status: 'finished' | 'cancelled' | 'gone', code?: string): Happening => ({
  kind: 'reported',
  report: { id, status, messages: code === undefined ? [] : [{ code }] },
});
const isBack: Happening = { kind: 'refund-seen', evidence: 'balance' };
const isKept: Happening = { kind: 'refund-missing', evidence: 'balance' };

/** Each purchase has a want of its own, of this buyer. */
async function buy(
  journal: Journal,
  id: string,
  price: Money,
  happenings: readonly Happening[],
  { at = NIGHT, provider = 'one', buyer }: { at?: number; provider?: string; buyer?: string } = {},
): Promise<void> {
  await journal.openWant({ id: `w${id}`, print: '', at, ...(buyer !== undefined && { buyer }) });
  const begins = { ...intent(`w${id}`, provider), maxPrice: price } as Happening;
  for (const one of [begins, bought(paid(id, price, provider)), ...happenings])
    await journal.append(event(id, one, at));
}

async function aWeek(): Promise<Journal> {
  const journal = memoryJournal({ acceptOrphans: true });
  await buy(journal, '1', usd('0.10'), [told('1', 'finished', '1234')], { buyer: 'qa' });
  await buy(journal, '2', usd('0.20'), [told('2', 'cancelled'), isBack], { buyer: 'qa' });
  await buy(journal, '3', usd('0.40'), [told('3', 'cancelled')], { at: NIGHT + DAY, buyer: 'support' });
  await buy(journal, '4', usd('0.80'), [told('4', 'cancelled'), isKept], { at: NIGHT + DAY });
  await buy(journal, '5', usd('1.60'), [told('5', 'gone')], { at: NIGHT + 2 * DAY });
  await buy(journal, '6', money('3200', 'IRT'), [], { at: NIGHT + 2 * DAY, provider: 'two' });
  await journal.append(event('7', intent('w7', 'three'), NIGHT));
  await journal.append(event('7', { kind: 'refused', code: 'OUT_OF_STOCK', message: '' }, NIGHT));
  return journal;
}

test('what was taken is told with where it is: back, promised, missing or in doubt', async () => {
  expect(await spendOf(await aWeek())).toEqual([
    {
      ...{ charged: money('3200', 'IRT'), refunded: money('0', 'IRT'), promised: money('0', 'IRT') },
      ...{ missing: money('0', 'IRT'), inDoubt: money('0', 'IRT'), net: money('3200', 'IRT') },
      ...{ numbers: 1, over: 0, codes: 0 },
    },
    {
      ...{ charged: usd('3.1'), refunded: usd('0.2'), promised: usd('0.4'), missing: usd('0.8') },
      ...{ inDoubt: usd('1.6'), net: usd('2.9'), perCode: usd('2.9') },
      ...{ numbers: 5, over: 5, codes: 1 },
    },
  ]);
});

test.each([
  ['provider', ['one 2.9', 'two 3200']],
  ['service', ['telegram 3200', 'telegram 2.9']],
  ['country', ['EE 3200', 'EE 2.9']],
  ['buyer', ['undefined 3200', 'undefined 2.4', 'qa 0.1', 'support 0.4']],
  ['day', ['2026-10-31 0.1', '2026-11-01 1.2', '2026-11-02 3200', '2026-11-02 1.6']],
  ['month', ['2026-10 0.1', '2026-11 3200', '2026-11 2.8']],
] as const)('by %s', async (by, expected) => {
  const rows = await spendOf(await aWeek(), {}, { by });
  expect(rows.map(({ group, net }) => `${group} ${net.amount}`)).toEqual(expected);
});

test('days are those of the zone that is asked for', async () => {
  const rows = await spendOf(await aWeek(), { provider: 'one' }, { by: 'day', zone: 'Europe/Berlin' });
  expect(rows.map(({ group }) => group)).toEqual(['2026-11-01', '2026-11-02', '2026-11-03']);
  await expect(spendOf(await aWeek(), {}, { by: 'day', zone: 'Mars/Base' })).rejects.toThrow('Europe/Berlin');
});

test('a span of time is from its first moment to before its last', async () => {
  const [row] = await spendOf(await aWeek(), { sentSince: NIGHT + DAY, sentUntil: NIGHT + 2 * DAY });
  expect(row).toMatchObject({ charged: usd('1.2'), numbers: 2 });
});

test('a surplus order counts for the buyer of the purchase before it, also from before the span', async () => {
  const journal = await aWeek();
  await buy(journal, '8', usd('1'), [], { at: NIGHT, buyer: 'qa' });
  await journal.append(event('9', surplus(paid('9', usd('0.5'))), NIGHT + 5 * DAY));
  const rows = await spendOf(journal, { sentSince: NIGHT + 5 * DAY }, { by: 'buyer' });
  expect(rows).toMatchObject([{ group: 'qa', net: usd('0.5') }]);
});

test('rows are converted where a rate leads there, and stay where none does', async () => {
  const rows = await spendOf(await aWeek(), {}, { by: 'month' });
  const toUsd = ({ amount, currency }: Money): Money | undefined =>
    currency === 'IRT' ? usd(String(Number(amount) / 100_000)) : currency === 'USD' ? usd(amount) : undefined;
  const converted = convertSpend(rows, toUsd);
  expect(converted).toMatchObject([
    { group: '2026-10', net: usd('0.1'), perCode: usd('0.1') },
    { group: '2026-11', charged: usd('2.832'), net: usd('2.832'), numbers: 4 },
  ]);
  expect(converted[1]).not.toHaveProperty('perCode');
  const never = convertSpend(rows, ({ currency }) => (currency === 'IRT' ? undefined : usd('1')));
  expect(never.map(({ net }) => net.currency)).toEqual(['USD', 'IRT', 'USD']);
});

test('a reader who pays prices sees prices', async () => {
  const twice = ({ amount, currency }: Money): Money => money(String(Number(amount) * 2), currency);
  const [row] = await spendOf(await aWeek(), { buyer: 'qa' }, { priceOf: twice });
  expect(row).toMatchObject({ charged: usd('0.6'), refunded: usd('0.4'), net: usd('0.2') });
});
