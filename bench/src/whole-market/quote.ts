import type { Provider } from '@numroute/core';
import { createQuotes } from '@numroute/router';
import { profiles, smsActivateAdapter } from '@numroute/sms-activate';
import { priceListBody } from '../price-list/body.ts';
import { print } from '../report.ts';
import { UNHURRIED, waitingVendor } from '../waiting-vendor.ts';

const VENDORS = 14;
const ROUNDS = 2_000;
const GOAL_US = 50;
const want = { service: 'telegram', country: 'EE' };

/** What one comparison costs the router whose fourteen lists of 180,000 offers are all there. */
export async function quoteOfKeptLists(): Promise<void> {
  const text = priceListBody('classic');
  const providers = await Promise.all(Array.from({ length: VENDORS }, (_, n) => vendor(`vendor-${n}`, text)));
  await using quotes = createQuotes({ providers, offersTtlMs: 600_000 });
  await quotes.quoteMarket({});
  for (let n = 0; n < ROUNDS / 4; n += 1) await quotes.quote(want);
  const before = process.cpuUsage();
  for (let n = 0; n < ROUNDS; n += 1) await quotes.quote(want);
  const { user, system } = process.cpuUsage(before);
  const each = (user + system) / ROUNDS;
  const { ranked } = await quotes.quote(want);
  if (ranked.length !== VENDORS) throw new Error(`${ranked.length} offers of ${VENDORS} vendors were ranked`);
  print({
    what: `quote of one service in one country over ${VENDORS} kept lists of 180,000 offers`,
    ratio: each / GOAL_US,
    goal: '<= 1.00',
    met: each <= GOAL_US,
    detail: `${each.toFixed(0)} microseconds of CPU, mean of ${ROUNDS}`,
  });
}

async function vendor(id: string, text: string): Promise<Provider> {
  const adapter = smsActivateAdapter({ ...profiles.classic, id });
  const list = await adapter.listOffers(async () => ({ status: 200, headers: {}, at: Date.now(), text }), {});
  return waitingVendor(id, UNHURRIED, { listOffers: async () => list });
}
