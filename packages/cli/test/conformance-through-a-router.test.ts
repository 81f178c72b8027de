import { randomUUID } from 'node:crypto';
import arzancell from '@numroute/arzancell/conformance';
import { money, NumrouteError, type Order, type Receipt, type Shop } from '@numroute/core';
import { memoryJournal } from '@numroute/journal';
import { createRouter, type Router } from '@numroute/router';
import smsActivate from '@numroute/sms-activate/conformance';
import { type Front, type Subject, startSandbox } from '@numroute/testkit';
import { verifyProvider } from '@numroute/testkit/vitest';

/** Faster than any vendor allows, because the kit does not wait. */
const limits = { requests: 1_000, perMs: 1000, concurrent: 20 };

/** The least that makes a shop of a router: it sells what the router buys, at its price. */
function shopOf(router: Router, provider: string, currency: string): Shop {
  const report = (order: Order): Receipt => {
    const { id, phone, status, messages, service, country, paid } = order;
    return { id, phone, status, messages, service, country, price: paid };
  };
  const refOf = (id: string): { provider: string; id: string } => ({ provider, id });
  return {
    async listOffers(query) {
      const { ranked, silent } = await router.quote(query, { currency });
      const [mute] = silent;
      if (mute) throw mute.error;
      return ranked.map(({ offer }) => offer);
    },
    async purchase({ service, country, maxPrice }) {
      const want = { service, ...(country !== undefined && { country }) };
      const cap = maxPrice ?? money('1000000000000', currency);
      try {
        return report(await router.buy(want, { maxPrice: cap, key: randomUUID() }));
      } catch (error) {
        // One vendor stands behind it, so its word is the answer.
        throw (NumrouteError.is(error, 'NO_OFFER') && error.details.attempts[0]?.error) || error;
      }
    },
    fetchOrder: async (id) => report(await router.fetch(refOf(id))),
    cancelOrder: async (id) => report(await router.cancel(refOf(id))),
    rejectNumber: async (id, fault) => report(await router.cancel(refOf(id), { fault })),
    async finishOrder(id) {
      // A client may know of a message that the router has not heard of yet.
      await router.fetch(refOf(id));
      return report(await router.finish(refOf(id)));
    },
    requestAnotherSms: async () => {
      throw new NumrouteError('UNSUPPORTED', 'not through a router', { capability: 'requestAnotherSms' });
    },
    listOpenOrders: async () => {
      const entries = await router.attempts({ states: ['open', 'delivered'] });
      return entries.flatMap(({ order }) => (order ? [report(order)] : []));
    },
    fetchBalance: () => router.balance(provider),
  };
}

/** The outer adapter's vendor is a router, which buys through the inner adapter from the world. */
function through(outer: Subject, inner: Subject, currency: string): Subject {
  const front: Subject['front'] = async (world, clock): Promise<Front> => {
    if (typeof inner.dialect !== 'function') throw new TypeError('the inner vendor has a dialect');
    const sandbox = await startSandbox({ world, dialect: inner.dialect() });
    const site = { baseUrl: sandbox.url, apiKey: world.secret, timeoutMs: 8000, world, clock };
    const provider = await inner.create(site);
    const { id } = provider.manifest;
    const router = createRouter({
      providers: [provider],
      limits: { [id]: limits },
      offersTtlMs: 1,
      journal: memoryJournal({ acceptOrphans: true }),
      clock,
    });
    return {
      shop: shopOf(router, id, currency),
      async [Symbol.asyncDispose]() {
        await router.close();
        await sandbox.close();
      },
    };
  };
  return { ...outer, market: { currency }, front };
}

verifyProvider(
  'arzancell, in front of a router, in front of herosms',
  through(arzancell.arzancell, smsActivate.herosms, 'USD'),
);
verifyProvider('sms-man, in front of a router, in front of arzancell', {
  ...through(smsActivate['sms-man'], arzancell.arzancell, 'RUB'),
  deviations: [
    {
      case: 'finish/delivered',
      reason: 'ArzanCell has no such call: the order ends in the router alone',
    },
  ],
});
