import { hashToken } from '@numroute/gateway';
import { mcpEndpoint } from '@numroute/mcp';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { client, openGateway, type Running } from '../../gateway/test/support/gateway.ts';
import { type Market, openMarket } from '../../gateway/test/support/market.ts';
import { callAt } from './support/calls.ts';

const isNightly = process.env['NUMROUTE_NIGHTLY'] !== undefined;
const SERVICES = ['telegram', 'whatsapp'] as const;
const AGENTS = Number(process.env['NUMROUTE_AGENTS'] ?? (isNightly ? 1_000 : 100));

let market: Market;
let running: Running;
afterEach(async () => {
  await running[Symbol.asyncDispose]();
  await market[Symbol.asyncDispose]();
});
beforeEach(async () => {
  market = await openMarket();
  for (const { world } of market.vendors) world.setStock({ service: 'whatsapp', country: 'EE' }, 100_000);
});

/** The same numbers in each run. */
function randomFrom(seed: number): () => number {
  let state = Math.imul(seed, 2_654_435_761) >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** For which it is said of: an answer that its agent never heard. */
const LOST = Symbol('lost');

/** The figures of a run, for `npm run mcp:agents`. */
const tell = (figures: object): void => {
  process.stdout.write(`${JSON.stringify(figures)}\n`);
};

const tokenOf = (n: number): string => `token-of-client-${String(n).padStart(8, '0')}`;

test(`${AGENTS} agents lose a fifth of their answers, repeat, plan anew and race: each wish is one purchase`, {
  timeout: 900_000,
}, async () => {
  const clients = Array.from({ length: AGENTS / SERVICES.length }, (_, n) =>
    // What is left after both purchases does not cover a third.
    client({
      id: `client-${n}`,
      tokenHash: hashToken(tokenOf(n)),
      budget: { amount: '1', currency: 'USD', per: 'total' },
    }),
  );
  running = await openGateway(market.addresses, { clients }, undefined, undefined, [mcpEndpoint()]);
  const count = { calls: 0, lost: 0, again: 0, anew: 0, races: 0 };

  const agent = async (n: number, service: string): Promise<string> => {
    const random = randomFrom(n * 2 + SERVICES.indexOf(service as 'telegram') + 1);
    const token = tokenOf(n);
    const call = async (name: string, given: object) => {
      count.calls += 1;
      const isLost = random() < 0.2;
      // Some hang up at once, some never read.
      const signal = isLost && random() < 0.5 ? AbortSignal.timeout(Math.ceil(random() * 200)) : undefined;
      try {
        const said = await callAt(running.url, name, given, { token, ...(signal && { signal }) });
        if (!isLost) return said;
      } catch (error) {
        // A connection that broke is an answer that nobody heard.
        if (!(error instanceof TypeError) && !signal?.aborted) throw error;
      }
      count.lost += 1;
      return LOST;
    };
    const quoteFor = async (): Promise<string> => {
      for (;;) {
        const said = await call('compare_prices', { service, country: ['EE'], max_price: '0.5USD' });
        if (said !== LOST && said['quote']) return said['quote'];
      }
    };
    let quote = await quoteFor();
    for (;;) {
      const bids = [quote];
      if (random() < 0.3) {
        count.races += 1;
        bids.push(random() < 0.5 ? quote : await quoteFor());
      }
      const said = await Promise.all(bids.map((one) => call('buy_number', { quote: one })));
      for (const one of said) {
        if (one === LOST) continue;
        // A vendor that does not answer on a busy machine is a matter of the next try.
        if (one.isError) expect(['OUTCOME_UNKNOWN', 'OUT_OF_STOCK', 'UNAVAILABLE']).toContain(one['code']);
        if (one['phone'] !== undefined) return one['order_id'];
      }
      if (random() < 0.5) count.again += 1;
      else {
        count.anew += 1;
        quote = await quoteFor();
      }
    }
  };
  const wishes = clients.flatMap((_, n) => SERVICES.map((service) => [n, service] as const));
  const orders: string[] = [];
  // So many are at it at once, the two of one client among them.
  const work = async (): Promise<void> => {
    for (let wish = wishes.shift(); wish; wish = wishes.shift()) orders.push(await agent(...wish));
  };
  await Promise.all(Array.from({ length: 40 }, work));
  for (const happened of Object.values(count)) expect(happened).toBeGreaterThan(0);
  expect(new Set(orders).size).toBe(AGENTS);
  expect(market.charges()).toBe(AGENTS);
  tell({ wishes: AGENTS, purchases: market.charges(), ...count });
});

test('a client that agrees to everything stays within its budget and its cap, and sees nobody else', {
  timeout: 900_000,
}, async () => {
  const CALLS = Number(process.env['NUMROUTE_CALLS'] ?? (isNightly ? 10_000 : 600));
  const budget = { amount: '0.6', currency: 'USD', per: 'total' } as const;
  const clients = [0, 1].map((n) =>
    client({
      id: `client-${n}`,
      tokenHash: hashToken(tokenOf(n)),
      budget,
      maxPrice: { amount: '0.15', currency: 'USD' },
      services: ['telegram'],
    }),
  );
  running = await openGateway(market.addresses, { clients }, undefined, undefined, [mcpEndpoint()]);
  const random = randomFrom(7);
  const quotes: [string[], string[]] = [[], []];
  const orders: [Set<string>, Set<string>] = [new Set(), new Set()];
  const one = <T>(list: readonly T[]): T | undefined => list[Math.floor(random() * list.length)];
  const phones: [Set<string>, Set<string>] = [new Set(), new Set()];
  /** What the vendors hold of each client's money, in dollars; of numbers that nobody was told, apart. */
  const held = (): readonly [number, number, number] => {
    const sums: [number, number, number] = [0, 0, 0];
    for (const { world, id } of market.vendors) {
      const per = id === 'toman' ? 112_000 : id === 'rouble' ? 80 : 1;
      for (const { status, price, phone } of world.orders) {
        const whose = phones[0].has(phone) ? 0 : phones[1].has(phone) ? 1 : 2;
        if (status === 'open') sums[whose] += Number(price.amount) / per;
      }
    }
    return sums;
  };
  const act = async (me: 0 | 1): Promise<void> => {
    const them = me === 0 ? 1 : 0;
    const ask = (name: string, given: object) => {
      calls += 1;
      return callAt(running.url, name, given, { token: tokenOf(me) });
    };
    const dice = random();
    if (dice < 0.4) {
      const service = random() < 0.8 ? 'telegram' : 'whatsapp';
      const dear = random() < 0.5 ? { max_price: '900USD' } : {};
      const { quote, cap, code } = await ask('compare_prices', { service, ...dear });
      if (service === 'whatsapp') expect(code).toBe('REJECTED');
      if (quote) {
        quotes[me].push(quote);
        expect(cap).toBe('0.15 USD');
      }
    } else if (dice < 0.75) {
      const isTheirs = random() < 0.2;
      const quote = one(isTheirs ? quotes[them] : quotes[me]);
      if (quote === undefined) return;
      const step = random() < 0.2 ? { instead_of: one([...orders[me]]) ?? '1' } : {};
      const said = await ask('buy_number', { quote, another: random() < 0.7, ...step });
      if (isTheirs) expect(said.isError || orders[me].has(said['order_id'])).toBe(true);
      if (!said.isError) {
        orders[me].add(said['order_id']);
        phones[me].add(said['phone']);
      }
      expect(said['price'] === undefined || Number.parseFloat(said['price']) <= 0.15).toBe(true);
    } else {
      const isTheirs = random() < 0.5;
      const id = one([...orders[isTheirs ? them : me]]);
      if (id === undefined) return;
      const isCancel = random() < 0.3;
      const said = await ask(isCancel ? 'cancel_order' : 'wait_for_code', {
        order_id: id,
        ...(!isCancel && { seconds: 0 }),
      });
      if (isTheirs) expect(said).toMatchObject({ isError: true, code: 'UNKNOWN_ORDER' });
    }
  };
  const most: [number, number] = [0, 0];
  let calls = 0;
  while (calls < CALLS) {
    await Promise.all([0, 1, 0, 1, 0, 1].map((me) => act(me as 0 | 1)));
    const [first, second, nobodys] = held();
    expect(first).toBeLessThanOrEqual(0.6 + 1e-9);
    expect(second).toBeLessThanOrEqual(0.6 + 1e-9);
    expect(nobodys).toBe(0);
    most[0] = Math.max(most[0], first);
    most[1] = Math.max(most[1], second);
  }
  const [mine, theirs] = orders;
  expect([...mine].filter((id) => theirs.has(id))).toEqual([]);
  expect(market.charges()).toBeGreaterThan(4);
  const [first, second] = most.map((sum) => sum.toFixed(4));
  tell({ calls, purchases: market.charges(), mostHeldOf: { first, second, budget: budget.amount } });
});
