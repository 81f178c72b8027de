import { openPriceHistory } from '@numroute/prices';

const HOUR_MS = 3_600_000;

/** Prices of the last days at three vendors, one of which had nothing left for a while. */
export async function writePrices(file: string, days: number): Promise<void> {
  await using history = await openPriceHistory({ file });
  const start = Date.now() - days * 24 * HOUR_MS;
  for (let hour = 0; hour < days * 24; hour += 1) {
    const offers = (
      [
        ['toman', 'IRT', 8_400 + 280 * ((hour >> 3) % 7)],
        ['dollar', 'USD', 0.11 + 0.004 * ((hour >> 4) % 5)],
        ['rouble', 'RUB', 9.6 + 0.4 * ((hour >> 2) % 4)],
      ] as const
    ).map(([provider, currency, price]) => ({
      ...{ provider, service: 'telegram', country: 'EE', handle: '' },
      price: { amount: String(Number(price.toFixed(3))), currency },
      stock: provider === 'rouble' && hour % 120 > 90 ? 0 : 100,
    }));
    await history.record({
      ...{ service: 'telegram', providers: ['toman', 'dollar', 'rouble'], offers },
      at: start + hour * HOUR_MS,
    });
  }
}
