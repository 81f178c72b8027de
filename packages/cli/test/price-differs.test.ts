import { arzancellDialect } from '@numroute/arzancell';
import type { Dialect } from '@numroute/core';
import { createWorld, type Sandbox, startSandbox, type World } from '@numroute/testkit';
import { afterEach, beforeEach, expect, test } from 'vitest';
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

async function buy(cap: string): Promise<Ran> {
  const limits = { requests: 100, perMs: 1000, concurrent: 10 };
  const settings = {
    apiKey: { env: 'KEY' },
    baseUrl: sandbox.url,
    unit: 'Toman',
    allowInsecureHttp: true,
    limits,
  };
  const config = { providers: [{ plugin: '@numroute/arzancell', settings }], journal: 'orders.db' };
  const env = { KEY: world.secret };
  const argv = ['buy', 'telegram', '--country', 'EE', '--max', cap, '--wait', '20s', '--refund-wait', '0s'];
  return await withConfig(config, async (cwd) => {
    const bought = await ran(argv, { cwd, env });
    const { out } = await ran(['orders', 'show', '1'], { cwd, env });
    return { ...bought, out: `${bought.out}---\n${out}` };
  });
}

test('within the cap: the code arrives, and what it cost is said and written down', async () => {
  const sms = setInterval(() => {
    const [order] = world.orders;
    // The price is read at once; a person takes longer to type the number in.
    if (order && order.messages.length === 0)
      setTimeout(() => world.receiveSms(order.id, 'Your code: 12345'), 1_500);
  }, 100);
  const { code, out } = await buy('10000IRT').finally(() => clearInterval(sms));
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
