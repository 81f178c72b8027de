import { setMaxListeners } from 'node:events';
import { money } from '@numroute/core';
import { memoryJournal } from '@numroute/journal';
import { createRouter } from '@numroute/router';
import { openTellingStall } from './market.ts';
import { ms, print, timed } from './report.ts';

const want = { service: 'telegram', country: 'EE' };
const LATENCY_MS = 100;
const VENDORS = 10;
const BUYERS = 100;

/** A hundred buyers at once over ten vendors with one price, against as many as one vendor serves in the same time. */
export async function manyBuyers(): Promise<void> {
  const one = await buysASecond(1, BUYERS / VENDORS);
  const all = await buysASecond(VENDORS, BUYERS);
  const ratio = all.rate / one.rate;
  print({
    what: `${BUYERS} buyers at once over ${VENDORS} vendors with one price vs one vendor, each answers in ${LATENCY_MS} ms`,
    ratio,
    goal: '>= 8.00',
    met: ratio >= 8,
    detail: `${all.rate.toFixed(1)} buys a second vs ${one.rate.toFixed(1)}; the last is served after ${ms(all.tookMs)}`,
  });
}

async function buysASecond(
  vendors: number,
  buyers: number,
): Promise<{ readonly rate: number; readonly tookMs: number }> {
  const stalls = await Promise.all(
    Array.from({ length: vendors }, (_, n) => openTellingStall(LATENCY_MS, `stall-${n}`)),
  );
  const journal = memoryJournal({ acceptOrphans: true });
  const providers = stalls.map(({ provider }) => provider);
  // What is measured is how buyers are spread over the vendors, not how many one vendor serves at once.
  const router = createRouter({ providers, journal, sideBySide: false });
  const buying = new AbortController();
  setMaxListeners(0, buying.signal);
  const buy = () => router.buy(want, { maxPrice: money('1', 'USD'), signal: buying.signal });
  // The lists, the connections and the first reading of each balance.
  await Promise.all(Array.from({ length: 2 * vendors }, buy));
  const tookMs = await timed(() => Promise.all(Array.from({ length: buyers }, buy)));
  await router.close();
  await Promise.all(stalls.map(({ sandbox }) => sandbox.close()));
  return { rate: (buyers / tookMs) * 1_000, tookMs };
}
