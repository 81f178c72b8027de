import { join } from 'node:path';
import { type Money, money } from '@numroute/core';
import { type Happening, type SqliteJournal, sqliteJournal } from '@numroute/journal';
import { samples } from '@numroute/journal/kit';
import { withConfig } from './io.ts';

const { bought, event, intent, offerOf, orderOf } = samples;

export const DAY = 86_400_000;
export const NOON: number = Date.UTC(2026, 10, 20, 12);

interface Purchase {
  readonly id: string;
  readonly price: Money;
  readonly at?: number;
  readonly provider?: string;
  readonly service?: string;
  readonly country?: string;
  readonly buyer?: string;
  readonly key?: string;
  readonly later?: readonly Happening[];
}

const told = (id: string, status: 'delivered' | 'finished' | 'cancelled', code?: string): Happening => ({
  kind: 'reported',
  report: { id, status, messages: code === undefined ? [] : [{ code, text: `Your code is ${code}` }] },
});

async function buy(journal: SqliteJournal, purchase: Purchase): Promise<void> {
  const { id, price, at = NOON, provider = 'hub', service = 'telegram', country = 'EE' } = purchase;
  const { buyer, key, later = [] } = purchase;
  const want = `want-${id}`;
  await journal.openWant({ id: want, print: '', at, ...(buyer && { buyer }), ...(key && { key }) });
  const offer = { ...offerOf(provider), service, country, price };
  const order = orderOf(id, provider, { service, country, quoted: price, paid: price, boughtAt: at });
  const begins = { ...intent(want, provider), offer, maxPrice: price } as Happening;
  for (const one of [begins, bought(order), ...later]) await journal.append(event(id, one, at));
}

/** A folder with a config and the journal of a few days: codes, a refund, a promise, an open order, a refusal. */
export async function withPast<T>(work: (cwd: string) => Promise<T>): Promise<T> {
  const config = {
    providers: [{ plugin: '@numroute/arzancell', settings: { apiKey: { env: 'KEY' } } }],
    rates: [{ base: 'USD', quote: 'IRT', value: '112000', source: 'test', asOf: '2026-11-20' }],
    journal: 'orders.sqlite',
  };
  return await withConfig(config, async (cwd) => {
    const journal = sqliteJournal({ file: join(cwd, 'orders.sqlite') });
    const usd = (amount: string): Money => money(amount, 'USD');
    const back: Happening = { kind: 'refund-seen', evidence: 'balance' };
    await buy(journal, { id: '1', price: usd('0.11'), later: [told('1', 'finished', '48213')], buyer: 'qa' });
    await buy(journal, { id: '2', price: usd('0.2'), later: [told('2', 'cancelled'), back], key: 'case-17' });
    await buy(journal, { id: '3', price: usd('0.4'), at: NOON + DAY, later: [told('3', 'cancelled')] });
    const irt = money('8400', 'IRT');
    const toman = { provider: 'arzancell', price: irt, at: NOON + DAY } as const;
    await buy(journal, { ...toman, id: '4', service: 'whatsapp', later: [told('4', 'delivered', '77104')] });
    await buy(journal, { id: '5', price: usd('0.3'), at: NOON + 2 * DAY, country: 'GB' });
    await journal.append(event('none', intent('want-none'), NOON + 2 * DAY));
    const refused = { kind: 'refused', code: 'OUT_OF_STOCK', message: 'none left' } as const;
    await journal.append(event('none', refused, NOON + 2 * DAY));
    await journal.close();
    return await work(cwd);
  });
}
