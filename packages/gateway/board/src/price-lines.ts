import type { PriceHistory } from './resources.ts';

/** A price for as long as it stood, by the steps of the answer. Undefined: nothing could be bought, or nobody looked. */
export interface Stand {
  readonly from: number;
  readonly to: number;
  readonly price: string | undefined;
}

/** What one vendor asked, or the shop: the oldest first, without a hole. */
export interface PriceLine {
  readonly vendor: string | undefined;
  readonly stands: readonly Stand[];
}

/** In the order of the vendors' names, so that a line keeps its colour. */
export function linesOf({ since, until, stepMs, series }: PriceHistory): readonly PriceLine[] {
  const [start, end] = [Date.parse(since), Date.parse(until)];
  return series
    .map(({ provider, points }) => {
      const stands: Stand[] = [];
      const put = (from: number, to: number, price: string | undefined): void => {
        const last = stands.at(-1);
        if (last?.price === price && last) stands[stands.length - 1] = { ...last, to };
        else if (from < to) stands.push({ from, to, price });
      };
      let reached = start;
      for (const { at, price } of points) {
        const from = Date.parse(at);
        put(reached, from, undefined);
        reached = Math.min(from + stepMs, end);
        put(from, reached, price);
      }
      put(reached, end, undefined);
      return { vendor: provider, stands };
    })
    .sort((left, right) => ((left.vendor ?? '') < (right.vendor ?? '') ? -1 : 1));
}

/** Round values for a scale between two prices, from below the least to above the most. */
export function ticksOf(least: number, most: number): readonly string[] {
  const room = most - least || most / 5 || 1;
  const rough = room / 3;
  const size = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((times) => times * size).find((one) => one >= rough) ?? rough;
  const digits = Math.max(0, -Math.floor(Math.log10(step)));
  const first = Math.max(0, Math.floor(least / step));
  const count = Math.ceil(most / step) - first + 1;
  return Array.from({ length: Math.max(count, 2) }, (_, nth) => ((first + nth) * step).toFixed(digits));
}
