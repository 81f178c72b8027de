import { money } from '@numroute/core';
import { type AttemptEvent, type Happening, sqliteJournal } from '@numroute/journal';

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

/** Orders of the last days at one vendor, in a file that no gateway has opened yet. All are over. */
export async function writePast(file: string, provider: string, orders: number): Promise<void> {
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
