import { setTimeout as delay } from 'node:timers/promises';
import { arzancellDialect } from '@numroute/arzancell';
import type { Clock, Dialect, Shop } from '@numroute/core';
import { profiles, smsActivateDialect } from '@numroute/sms-activate';
import { createWorld, type Sandbox, startSandbox, type World } from '@numroute/testkit';
import { type VendorKind, WANTS, wantOf } from './plan.ts';

export interface Stall {
  readonly id: string;
  readonly kind: VendorKind;
  readonly world: World;
  readonly sandbox: Sandbox;
}

export interface Market extends AsyncDisposable {
  readonly stalls: readonly Stall[];
  /** Resolves when so many more requests have come in. */
  requests(more: number): Promise<void>;
  /** Whether so many more numbers are sold within that time. */
  sales(more: number, withinMs: number): Promise<boolean>;
  /** Calls once, when a number has just been sold and nobody has heard of it yet. */
  atSale(act: () => void): void;
  readonly calls: Readonly<Record<'sales' | 'polls' | 'cancels', number>>;
  /** Wants that had a second number sold to them while the first one was live. */
  readonly twice: readonly string[];
  /** What changed something at a vendor, as the requests came in. */
  readonly acts: readonly VendorAct[];
}

/** Who asks says so behind its key: `secret~name~fence`. */
export interface VendorAct {
  readonly vendor: string;
  readonly what: 'purchase' | 'cancel';
  readonly by: string;
  readonly fence: number;
  readonly at: number;
}

const BROKEN = 0.08;

/** The longest sale, in real time. */
const SALE_MS = 15;

const stands: readonly (readonly [id: string, kind: VendorKind])[] = [
  ['arz-1', 'arzancell'],
  ['arz-2', 'arzancell'],
  ['hero-1', 'herosms'],
  ['hero-2', 'herosms'],
];

/** Vendors with a list of orders and vendors with the balance alone, on real sockets. */
export async function openMarket(clock: Clock, random: () => number = Math.random): Promise<Market> {
  const acts: VendorAct[] = [];
  const twice: string[] = [];
  const stalls: Stall[] = [];
  let expected: { left: number; come: () => void } | undefined;
  const count = (): void => {
    if (!expected) return;
    expected.left -= 1;
    if (expected.left > 0) return;
    expected.come();
    expected = undefined;
  };
  const calls = { sales: 0, polls: 0, cancels: 0 };
  let onSale: (() => void) | undefined;
  const sold = new Map<string, { readonly world: World; readonly id: string }[]>();
  const offers = Array.from({ length: WANTS }, (_, n) => wantOf(n));
  for (const [position, [id, kind]] of stands.entries()) {
    const isList = kind === 'herosms';
    const world = createWorld({
      currency: isList ? 'USD' : 'IRT',
      offers: offers.map(({ service, country }, n) => ({
        service,
        country,
        ...(isList ? {} : { pool: '1' }),
        // Now the one is cheapest, now the other.
        price: (n + position) % stands.length === 0 ? (isList ? '0.2' : '2000') : isList ? '0.3' : '3000',
        stock: 1_000,
      })),
      funds: isList ? '100000' : '1000000000',
      clock,
      lifetimeMs: 20 * 60_000,
    });
    const tell = (wanted: string, order: string): void => {
      calls.sales += 1;
      const act = onSale;
      onSale = undefined;
      act?.();
      const earlier = sold.get(wanted) ?? [];
      const live = earlier.filter((one) => isLive(one.world, one.id));
      if (live.length > 0)
        twice.push(`${wanted}: ${id} ${order} beside ${live.map((one) => one.id).join(' ')}`);
      sold.set(wanted, [...earlier, { world, id: order }]);
      if (random() < 0.6) {
        clock.sleep(2_000 + random() * 20_000).then(() => world.receiveSms(order, 'Your code: 012345'));
      }
    };
    const dialect = watched(isList ? smsActivateDialect(profiles.herosms) : arzancellDialect(), {
      tell,
      count,
      calls,
      random,
      acted: (what, who) => {
        const [, by = '', fence = '0'] = who.split('~');
        acts.push({ vendor: id, what, by, fence: Number(fence), at: performance.now() });
      },
    });
    const sandbox = await startSandbox({ world, dialect });
    stalls.push({ id, kind, world, sandbox });
    sandbox.fault({
      when: 'after',
      kind: 'reset',
      times: Number.MAX_SAFE_INTEGER,
      match: ({ query }) => /^get_?number/i.test(query.get('action') ?? '') && random() < BROKEN,
    });
  }
  return {
    stalls,
    twice,
    acts,
    calls,
    sales: async (more, withinMs) => {
      const enough = calls.sales + more;
      for (const end = Date.now() + withinMs; Date.now() < end; await delay(10)) {
        if (calls.sales >= enough) return true;
      }
      return false;
    },
    atSale: (act) => {
      onSale = act;
    },
    requests: (more) =>
      new Promise((come) => {
        expected = { left: more, come };
      }),
    [Symbol.asyncDispose]: async () => {
      for (const { sandbox } of stalls) await sandbox.close();
    },
  };
}

function isLive(world: World, id: string): boolean {
  const status = world.orders.find((order) => order.id === id)?.status;
  return status === 'open' || status === 'delivered' || status === 'finished';
}

interface Watcher {
  readonly tell: (wanted: string, id: string) => void;
  readonly count: () => void;
  readonly calls: { polls: number; cancels: number };
  readonly random: () => number;
  readonly acted: (what: VendorAct['what'], key: string) => void;
}

function watched(dialect: Dialect, { tell, count, calls, random, acted }: Watcher): Dialect {
  const watch = (shop: Shop, key: string): Shop => ({
    ...shop,
    fetchOrder: async (id) => {
      calls.polls += 1;
      return await shop.fetchOrder(id);
    },
    listOpenOrders: async () => {
      calls.polls += 1;
      return await shop.listOpenOrders();
    },
    cancelOrder: async (id) => {
      calls.cancels += 1;
      acted('cancel', key);
      return await shop.cancelOrder(id);
    },
    purchase: async (order) => {
      acted('purchase', key);
      // Others begin meanwhile.
      await delay(random() * SALE_MS);
      const receipt = await shop.purchase(order);
      tell(`${order.service} ${receipt.country}`, receipt.id);
      return receipt;
    },
  });
  return {
    ...dialect,
    respond: (request, door) => {
      count();
      return dialect.respond(request, (key) => {
        const shop = door(key.split('~', 1)[0] ?? '');
        return shop && watch(shop, key);
      });
    },
  };
}
