import type { CheapestOverTime, PriceSpan } from '@numroute/prices';
import { sparkline } from '../printing/sparkline.ts';
import type { Row, Trends } from '../printing/table.ts';
import type { Keeper } from './keeper.ts';

const DAY_MS = 86_400_000;
const MOST_MS = 7 * DAY_MS;
/** Nothing can be seen of less. */
const LEAST_MS = 60_000;
const PARTS = 10;

/** How the price of each row has moved, of the last seven days at most; nothing where no history is kept. */
export async function trendsOf(keeper: Keeper, rows: readonly Row[]): Promise<{ readonly trends?: Trends }> {
  const history = await keeper.history;
  if (!history) return {};
  const { CheapestOverTime } = await import('@numroute/prices');
  const now = Date.now();
  const spans = new Map<Row, readonly PriceSpan[]>();
  const seen = new Set<string>();
  await keeper.saying(async () => {
    for (const row of rows) {
      const { service, country, provider, pool = null } = row.one.offer;
      const name = JSON.stringify([provider, country, pool]);
      // Of several prices in a pool the history has the least.
      if (seen.has(name)) continue;
      seen.add(name);
      const filter = { service, countries: [country], providers: [provider], pool, since: now - MOST_MS };
      const found: PriceSpan[] = [];
      for await (const page of history.spans(filter)) found.push(...page);
      spans.set(row, found);
    }
  });
  const starts = [...spans.values()].flatMap((all) => all.map(({ since }) => since));
  const from = Math.max(now - MOST_MS, Math.min(now, ...starts));
  if (now - from < LEAST_MS) return {};
  const lines = new Map(
    [...spans].map(([row, all]) => [row, lineOf(all, new CheapestOverTime(from, now, PARTS))]),
  );
  return { trends: { title: `LAST ${lengthOf(now - from)}`, lines } };
}

/** In the currency that it was listed in: a rate of today moves nothing. */
function lineOf(spans: readonly PriceSpan[], time: CheapestOverTime): string {
  const currency = spans.at(-1)?.price.currency;
  for (const span of spans) if (span.price.currency === currency) time.add(span, span.price);
  return sparkline(time.parts.map((part) => part && Number(part.price.amount)));
}

function lengthOf(ms: number): string {
  if (ms >= 2 * DAY_MS) return `${Math.round(ms / DAY_MS)} D`;
  return ms >= 7_200_000 ? `${Math.round(ms / 3_600_000)} H` : `${Math.round(ms / 60_000)} MIN`;
}
