import { arzancellDialect } from '@numroute/arzancell';
import { compareMoney, type Dialect } from '@numroute/core';
import { fivesimDialect } from '@numroute/fivesim';
import { numberlandDialect } from '@numroute/numberland';
import { onlinesimDialect } from '@numroute/onlinesim';
import { profiles, smsActivateDialect } from '@numroute/sms-activate';
import { smsmanDialect } from '@numroute/smsman';
import { smspoolDialect } from '@numroute/smspool';
import { smspvaDialect } from '@numroute/smspva';
import { createWorld, type Sandbox, startSandbox, type World } from '@numroute/testkit';
import { textverifiedDialect } from '@numroute/textverified';
import { vaksmsDialect } from '@numroute/vaksms';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Ran, type RunOptions, ran, withConfig } from './io.ts';

const limits = { requests: 200, perMs: 1000, concurrent: 10 };
const rates = [
  { base: 'USD', quote: 'IRT', value: '100000', source: 'the test', asOf: '2026-11-20' },
  { base: 'EUR', quote: 'USD', value: '1.25', source: 'the test', asOf: '2026-11-20' },
  { base: 'USD', quote: 'RUB', value: '100', source: 'the test', asOf: '2026-11-20' },
];

interface Vendor {
  readonly plugin: string;
  readonly dialect: () => Dialect;
  readonly currency: string;
  /** @default 'DE' */
  readonly country?: string;
  /** Of Telegram there, and in dollars. */
  readonly price: string;
  readonly inDollars: string;
  readonly pool?: string;
  readonly settings: object;
  readonly another: 'asked' | 'by itself' | 'none';
  /** @default 'purchase' */
  readonly charges?: 'delivery';
  /** @default true */
  readonly refundsOnCancel?: false;
}

/** Ten dialects, four currencies. */
const vendors: Readonly<Record<string, Vendor>> = {
  smspool: {
    plugin: '@numroute/smspool',
    dialect: () => smspoolDialect(),
    currency: 'USD',
    price: '0.24',
    inDollars: '0.24',
    pool: '7',
    settings: {},
    another: 'none',
  },
  fivesim: {
    plugin: '@numroute/fivesim',
    dialect: () => fivesimDialect(),
    currency: 'RUB',
    price: '25',
    inDollars: '0.25',
    pool: 'virtual53',
    settings: { currency: 'RUB' },
    another: 'by itself',
  },
  clone: {
    plugin: '@numroute/sms-activate',
    dialect: () => smsActivateDialect({ ...profiles.classic, currency: 'EUR' }),
    currency: 'EUR',
    price: '0.208',
    inDollars: '0.26',
    settings: { profile: 'classic', currency: 'EUR' },
    another: 'asked',
  },
  arzancell: {
    plugin: '@numroute/arzancell',
    dialect: () => arzancellDialect(),
    currency: 'IRT',
    price: '27000',
    inDollars: '0.27',
    pool: '3',
    settings: {},
    another: 'none',
  },
  numberland: {
    plugin: '@numroute/numberland',
    dialect: () => numberlandDialect(),
    currency: 'IRT',
    price: '28000',
    inDollars: '0.28',
    pool: '1',
    settings: {},
    another: 'asked',
  },
  vaksms: {
    plugin: '@numroute/vaksms',
    dialect: () => vaksmsDialect(),
    currency: 'RUB',
    price: '29',
    inDollars: '0.29',
    settings: { currency: 'RUB' },
    another: 'asked',
  },
  smspva: {
    plugin: '@numroute/smspva',
    dialect: () => smspvaDialect(),
    currency: 'USD',
    price: '0.3',
    inDollars: '0.3',
    pool: 'Telekom_DE',
    settings: {},
    another: 'none',
    charges: 'delivery',
  },
  smsman: {
    plugin: '@numroute/smsman',
    dialect: () => smsmanDialect(),
    currency: 'RUB',
    price: '31',
    inDollars: '0.31',
    settings: { currency: 'RUB', balance: 'free' },
    another: 'asked',
  },
  onlinesim: {
    plugin: '@numroute/onlinesim',
    dialect: () => onlinesimDialect(),
    currency: 'USD',
    price: '0.32',
    inDollars: '0.32',
    settings: { currency: 'USD', balance: 'free' },
    another: 'asked',
    refundsOnCancel: false,
  },
  textverified: {
    plugin: '@numroute/textverified',
    dialect: () => textverifiedDialect(),
    currency: 'USD',
    country: 'US',
    price: '0.33',
    inDollars: '0.33',
    settings: { username: 'user@example.com' },
    another: 'none',
  },
};

let worlds: Readonly<Record<string, World>>;
let sandboxes: Readonly<Record<string, Sandbox>>;

beforeEach(async () => {
  worlds = Object.fromEntries(
    Object.entries(vendors).map(([id, { currency, country = 'DE', pool, price, ...terms }]) => {
      const offer = { service: 'telegram', country, price, stock: 7, ...(pool && { pool }) };
      const { charges = 'purchase', refundsOnCancel = true } = terms;
      return [id, createWorld({ currency, offers: [offer], charges, refundsOnCancel })];
    }),
  );
  const started = Object.entries(vendors).map(async ([id, { dialect }]) => {
    const world = worlds[id];
    if (!world) throw new Error(`no world ${id}`);
    return [id, await startSandbox({ world, dialect: dialect() })] as const;
  });
  sandboxes = Object.fromEntries(await Promise.all(started));
});

afterEach(async () => {
  await Promise.all(Object.values(sandboxes).map((sandbox) => sandbox.close()));
});

async function atMarket(argv: readonly string[], options: Omit<RunOptions, 'cwd'> = {}): Promise<Ran> {
  const providers = Object.entries(vendors).map(([id, { plugin, settings }]) => ({
    plugin,
    settings: {
      id,
      apiKey: { env: `KEY_${id.toUpperCase()}` },
      baseUrl: sandboxes[id]?.url,
      allowInsecureHttp: true,
      limits,
      ...settings,
    },
  }));
  const env = Object.fromEntries(
    Object.entries(worlds).map(([id, { secret }]) => [`KEY_${id.toUpperCase()}`, secret]),
  );
  const config = { providers, rates, currency: 'USD' };
  const result = await withConfig(config, (cwd) => ran(argv, { ...options, cwd, env }));
  for (const { secret } of Object.values(worlds)) expect(result.out + result.err).not.toContain(secret);
  return result;
}

const buying = (id: string): string[] => [
  'buy',
  'telegram',
  '--country',
  vendors[id]?.country ?? 'DE',
  '--max',
  '1USD',
  '--provider',
  id,
];

test('ten vendors that have no word in common are compared in one currency', {
  timeout: 60_000,
}, async () => {
  const { code, out, err } = await atMarket(['compare', 'telegram', '--json']);
  expect([code, err]).toEqual([0, '']);
  const { offers, silent } = JSON.parse(out);
  expect(silent).toEqual([]);
  expect(
    offers.map(({ provider, price, pool }: Record<string, unknown>) => [
      provider,
      (price as { amount: string }).amount,
      pool ?? undefined,
    ]),
  ).toEqual(Object.entries(vendors).map(([id, { inDollars, pool }]) => [id, inDollars, pool]));
});

describe.each(Object.keys(vendors))('at %s', (id) => {
  const world = (): World => worlds[id] as World;
  const buy = [...buying(id), '--wait', '20s'];

  test('a number is bought, its code comes, and where there is another, that too', {
    timeout: 60_000,
  }, async () => {
    const { another = 'none', price, currency } = vendors[id] ?? {};
    const hasMore = another !== 'none';
    let sent = 0;
    const { code, out } = await atMarket([...buy, ...(hasMore ? ['--sms', '2'] : [])], {
      onOut: (all) => {
        const [order] = world().orders;
        const wanted = all.includes('for SMS 2') ? 2 : 1;
        if (!order || sent >= wanted) return;
        sent = wanted;
        world().receiveSms(order.id, `Your code: 0${wanted}${wanted}${wanted}${wanted}`);
      },
    });
    expect([...out.matchAll(/Code: (\d+)/g)].map(([, told]) => told)).toEqual(
      hasMore ? ['01111', '02222'] : ['01111'],
    );
    expect(code).toBe(0);
    expect(world().ledger).toMatchObject([{ kind: 'charge', amount: price }]);
    expect(world().currency).toBe(currency);
  });

  test('an order is cancelled, and its money is back where that is promised', {
    timeout: 60_000,
  }, async () => {
    const { refundsOnCancel = true } = vendors[id] ?? {};
    const before = world().balance();
    const stop = new AbortController();
    const { code, out } = await atMarket([...buy, '--refund-wait', '0s'], {
      signal: stop.signal,
      onOut: (all) => all.includes('Waiting up to 20 s') && stop.abort(),
    });
    const word = refundsOnCancel ? 'promises' : 'does not say';
    expect(out).toMatch(new RegExp(`Cancelled\\. Refund not seen(?: yet)?: the vendor ${word}`));
    expect(code).toBe(refundsOnCancel ? 4 : 5);
    expect(world().orders).toMatchObject([{ status: 'cancelled' }]);
    expect(compareMoney(world().balance(), before)).toBe(refundsOnCancel ? 0 : -1);
  });
});

test.each(['smspool', 'fivesim', 'clone', 'onlinesim', 'textverified'])(
  'at %s a purchase whose reply was lost is found again in the list',
  { timeout: 60_000 },
  async (id) => {
    const world = worlds[id] as World;
    sandboxes[id]?.fault({
      kind: 'reset',
      when: 'after',
      match: ({ path, query, body }) =>
        /buy|purchase|getNumber(?!s)|getNum\.|v2\/verifications /.test(`${path} ${query} ${body}`),
    });
    const { code, out } = await atMarket(buying(id), {
      onOut: () => {
        const [order] = world.orders;
        if (order?.status === 'open') world.receiveSms(order.id, 'Your code: 04711');
      },
    });
    expect(out).toContain('Code: 04711');
    expect(code).toBe(0);
    expect(world.orders).toHaveLength(1);
  },
);

test.each(['arzancell', 'numberland', 'smspva', 'vaksms', 'smsman'])(
  'at %s, which has no list, a lost purchase buys nothing more, and its number is in the books',
  { timeout: 60_000 },
  async (id) => {
    const world = worlds[id] as World;
    sandboxes[id]?.fault({
      kind: 'reset',
      when: 'after',
      match: ({ path, query }) => /getnum|get[-_]number|getNumber|\/number\//.test(`${path} ${query}`),
    });
    const { code, err } = await atMarket(buying(id));
    expect(code).toBe(5);
    expect(err).toMatch(/may have been charged|unknown/);
    expect(world.orders).toHaveLength(1);
  },
);
