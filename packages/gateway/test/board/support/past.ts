import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { money } from '@numroute/core';
import { type AttemptEvent, type Happening, sqliteJournal } from '@numroute/journal';
import { client, openGateway, operator } from '../../support/gateway.ts';
import { openMarket } from '../../support/market.ts';
import { writePrices } from './past-prices.ts';

const MINUTE_MS = 60_000;

type Told = 'delivered' | 'finished' | 'cancelled' | 'expired';

const report = (id: string, status: Told, code?: string): Happening => ({
  kind: 'reported',
  report: { id, status, messages: code === undefined ? [] : [{ code }] },
});

/** What became of the nth, by the second: of twenty, thirteen had a code. */
function lifeOf(nth: number, id: string): readonly (readonly [s: number, happening: Happening])[] {
  const turn = nth % 20;
  if (turn < 13) {
    const came = 6 + ((nth * 37) % 45) + (turn === 12 ? 200 + (nth % 7) * 60 : 0);
    return [
      [came, report(id, 'delivered', '4711')],
      [came + 20, report(id, 'finished', '4711')],
    ];
  }
  if (turn < 16)
    return [
      [180, report(id, 'cancelled')],
      [260, { kind: 'refund-seen', evidence: '' }],
    ];
  if (turn < 18) return [[180, report(id, 'cancelled')]];
  return [
    [1_200, report(id, 'expired')],
    [1_400, { kind: 'refund-missing', evidence: '' }],
  ];
}

/** A gateway over a market, and what came of orders of the last days at one vendor. */
export interface PastGateway extends AsyncDisposable {
  readonly url: string;
}

/** Its orders are the operator's, and all are over. @param days Of which prices of telegram in Estonia are kept. */
export async function openPast(provider: string, orders: number, days = 1): Promise<PastGateway> {
  const market = await openMarket();
  const folder = mkdtempSync(join(tmpdir(), 'numroute-past-'));
  const file = join(folder, 'journal.sqlite');
  await writePast(file, provider, orders);
  const prices = join(folder, 'prices.sqlite');
  await writePrices(prices, days);
  const { url, ...running } = await openGateway(
    market.addresses,
    {
      clients: [client(), operator],
      priceHistory: { file: prices, services: ['telegram'], everyMs: 86_400_000 },
    },
    file,
  );
  return {
    url,
    [Symbol.asyncDispose]: async () => {
      await running[Symbol.asyncDispose]();
      await market[Symbol.asyncDispose]();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function writePast(file: string, provider: string, orders: number): Promise<void> {
  const journal = sqliteJournal({ file });
  const services = ['telegram', 'telegram', 'whatsapp', 'telegram', 'google'];
  for (let nth = 0; nth < orders; nth += 1) {
    const [attempt, id, want] = [`past-${nth}`, `past-order-${nth}`, `past-want-${nth}`];
    const at = Date.now() - (orders - nth + 25) * MINUTE_MS;
    const price = money(nth % 3 === 0 ? '8400' : '11200', 'IRT');
    const service = services[nth % services.length] ?? 'telegram';
    const offer = { provider, service, country: 'EE', pool: '3', price, stock: null, handle: '' };
    const order = {
      ...{ provider, id, phone: '+37255500000', service, country: 'EE', boughtAt: at },
      ...{ quoted: price, paid: price, messages: [] },
      ...({ paidSource: 'vendor', status: 'open', refund: 'none' } as const),
    };
    await journal.openWant({ id: want, buyer: 'operator', print: '{}', at });
    const refused: Happening = { kind: 'refused', code: 'OUT_OF_STOCK', message: '' };
    const life: readonly (readonly [number, Happening])[] =
      nth % 25 === 24 ? [[1, refused]] : [[2, { kind: 'bought', order, adopted: false }], ...lifeOf(nth, id)];
    for (const [s, happening] of [[0, { kind: 'intent', want, offer, maxPrice: price }] as const, ...life]) {
      const event: AttemptEvent = { ...happening, attempt, by: 'buyer', at: at + s * 1_000 };
      await journal.append(event);
    }
  }
  await journal.close();
}
