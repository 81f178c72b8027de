import { join } from 'node:path';
import { arzancellDialect } from '@numroute/arzancell';
import type { Dialect, Order } from '@numroute/core';
import { readJournal } from '@numroute/journal';
import { createWorld, type Sandbox, startSandbox, type World } from '@numroute/testkit';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Ran, ran, withConfig } from './io.ts';

const want = { service: 'telegram', country: 'EE' };

let world: World;
let sandbox: Sandbox;

/** The price rises after the list was read, and ArzanCell never says what it charged. */
const rising: Dialect = {
  ...arzancellDialect(),
  respond: async (request, door) => {
    if (request.query.get('action') === 'get_number') world.setPrice(want, '9000');
    return await arzancellDialect().respond(request, door);
  },
};

beforeEach(async () => {
  world = createWorld({ currency: 'IRT', offers: [{ ...want, pool: '3', price: '8400', stock: 9 }] });
  sandbox = await startSandbox({ world, dialect: rising });
});

afterEach(() => sandbox.close());

const limits = { requests: 100, perMs: 1000, concurrent: 10 };

function configured() {
  const settings = {
    apiKey: { env: 'KEY' },
    baseUrl: sandbox.url,
    unit: 'Toman',
    allowInsecureHttp: true,
    limits,
  };
  return { providers: [{ plugin: '@numroute/arzancell', settings }], journal: 'orders.db' };
}

/** @param onPriced Called with the vendor's id of the order once the journal knows what it cost. */
async function buy(cap: string, onPriced: (orderId: string) => void = () => undefined): Promise<Ran> {
  const env = { KEY: world.secret };
  const argv = ['buy', 'telegram', '--country', 'EE', '--max', cap, '--wait', '20s', '--refund-wait', '0s'];
  return await withConfig(configured(), async (cwd) => {
    const buying = ran(argv, { cwd, env });
    const order = await priced(join(cwd, 'orders.db'));
    if (order.status === 'open') onPriced(order.id);
    const bought = await buying;
    const { out } = await ran(['orders', 'show', '1'], { cwd, env });
    return { ...bought, out: `${bought.out}---\n${out}` };
  });
}

/** The first order of the journal, once the balance has shown its price. */
async function priced(file: string): Promise<Order> {
  return await vi.waitFor(
    async () => {
      const journal = readJournal({ file });
      try {
        const [entry] = await journal.list({});
        if (entry?.order?.paidSource === 'balance') return entry.order;
        throw new Error('nobody has read its price yet');
      } finally {
        await journal.close();
      }
    },
    { timeout: 15_000 },
  );
}

test('within the cap: the code arrives, and what it cost is said and written down', async () => {
  // The price is read at once; a person takes longer to type the number in.
  const { code, out } = await buy('10000IRT', (orderId) => world.receiveSms(orderId, 'Your code: 12345'));
  expect(out).toMatch(/for 8,400 IRT/);
  expect(out).toContain('The balance shows that it cost 9,000 IRT, not 8,400 IRT.');
  expect(out).toMatch(/Code: 12345/);
  expect(out).toMatch(/charged 9,000 IRT/);
  expect(code).toBe(0);
});

test('above the cap: it is cancelled at once, and the money comes back', async () => {
  const { code, out } = await buy('8500IRT');
  expect(out).toContain('it cost 9,000 IRT, not 8,400 IRT. That is above the cap, so it was cancelled.');
  expect(world.orders.map(({ status }) => status)).toEqual(['cancelled']);
  expect(out).toMatch(/charged 9,000 IRT.*dearer than the cap/s);
  expect(code).not.toBe(0);
});

test('above the cap, and bought by a process that did not wait: whoever waits for it cancels it', async () => {
  // The buyer is gone before the balance could tell.
  sandbox.fault({
    when: 'before',
    kind: 'http-500',
    match: ({ query }) => query.get('action') === 'get_balance' && world.orders.length > 0,
    times: 1_000,
  });
  const env = { KEY: world.secret };
  const waited = await withConfig(configured(), async (cwd) => {
    const argv = ['buy', 'telegram', '--country', 'EE', '--max', '8500IRT', '--no-wait'];
    expect((await ran(argv, { cwd, env })).code).toBe(0);
    expect(world.orders.map(({ status }) => status)).toEqual(['open']);
    sandbox.clearFaults();
    return await ran(['wait', '1'], { cwd, env });
  });
  expect(world.orders.map(({ status }) => status)).toEqual(['cancelled']);
  expect(waited).toMatchObject({ code: 4, out: '', err: expect.stringContaining('Cancelled.') });
});
