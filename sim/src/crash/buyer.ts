import { arzancellAdapter } from '@numroute/arzancell';
import { type Clock, NumrouteError, type Order, type Provider } from '@numroute/core';
import { createHttpProvider } from '@numroute/http';
import { createRates, type Rates, type Router } from '@numroute/router';
import { profiles, smsActivateAdapter } from '@numroute/sms-activate';
import { type Setup, wantOf } from './plan.ts';

const GIVE_UP_MS = 10 * 60_000;

export const rates: Rates = createRates([
  { base: 'USD', quote: 'IRT', value: '10000', source: 'here', asOf: '2026-01-01' },
]);

/** The vendors of the market, over real sockets. */
export function providersOf({ vendors, concurrency }: Setup, clock: Clock): readonly Provider[] {
  // One place is kept for everything else.
  const limits = { requests: 20, perMs: 1_000, concurrent: concurrency + 1 };
  return vendors.map(({ id, kind, url, secret }) =>
    createHttpProvider(
      kind === 'arzancell'
        ? arzancellAdapter({ id, limits })
        : smsActivateAdapter(profiles.herosms, { id, limits }),
      { baseUrl: url, apiKey: secret, allowInsecureHttp: true, clock },
    ),
  );
}

/** From the purchase to a code or a cancel; failures of the moment are tried again. */
export async function serve(
  n: number,
  router: Router,
  clock: Clock,
  told: (error: NumrouteError) => void,
): Promise<void> {
  const { service, country, maxPrice, key } = wantOf(n);
  let order: Order | undefined;
  const began = clock.monotonic();
  let refusals = 0;
  while (!order) {
    try {
      order = await router.buy({ service, country }, { maxPrice, key });
    } catch (error) {
      if (!NumrouteError.is(error)) throw error;
      told(error);
      if (error.code === 'NO_OFFER') refusals += 1;
      // A charge that cannot be named keeps its want: nothing more is bought for it.
      if (refusals > 40 || clock.monotonic() - began > GIVE_UP_MS) return;
      await clock.sleep(3_000);
    }
  }
  try {
    for await (const now of router.watch(order, { forMs: 30_000 })) order = now;
  } catch (error) {
    if (!NumrouteError.is(error)) throw error;
  }
  const done = order.messages.length > 0 ? router.finish(order) : router.cancel(order, { insist: true });
  await done.catch((error: unknown) => {
    if (!NumrouteError.is(error)) throw error;
  });
}

/** Until nothing is in doubt and nothing is open. */
export async function settled(router: Router, clock: Clock): Promise<void> {
  for (let rounds = 0; rounds < 60; rounds += 1) {
    const entries = await router.attempts({ states: ['sending', 'unknown', 'open'] });
    if (entries.length === 0) return;
    await clock.sleep(60_000);
    await router.recover({ unattended: 'cancel' });
  }
}
