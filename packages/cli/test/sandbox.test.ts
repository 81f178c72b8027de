import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { expect, test } from 'vitest';
import { marketVendors } from '../src/sandbox/market.ts';
import { packageStandIn } from '../src/sandbox/packages.ts';
import { type Ran, ran, withConfig } from './io.ts';

const vendorCount = marketVendors().length;

interface Printed {
  readonly vendors: readonly { readonly id: string; readonly url: string }[];
  readonly config: { readonly providers: readonly object[]; readonly rates?: readonly object[] };
  readonly env: Readonly<Record<string, string>>;
}

/** A sandbox that is told to stop at the end. */
async function serve(argv: readonly string[], cwd?: string) {
  const closing = new AbortController();
  const printed = Promise.withResolvers<string>();
  let said = '';
  const lines: { readonly part: RegExp; readonly heard: () => void }[] = [];
  const done = ran(['sandbox', '--json', ...argv], {
    ...(cwd !== undefined && { cwd }),
    signal: closing.signal,
    onOut: (all) => {
      if (all.endsWith('}\n')) printed.resolve(all);
    },
    onErr: (all) => {
      said = all;
      for (const { part, heard } of lines) if (part.test(all)) heard();
    },
  });
  const failed = done.then(({ err }) => Promise.reject(new Error(err)));
  const { vendors, config, env } = JSON.parse(await Promise.race([printed.promise, failed])) as Printed;
  return {
    vendors,
    config,
    env,
    /** Resolves when the sandbox has said it. */
    told: (part: RegExp): Promise<void> =>
      new Promise((heard) => {
        lines.push({ part, heard });
        if (part.test(said)) heard();
      }),
    run: (command: readonly string[]): Promise<Ran> =>
      withConfig(config, (folder) => ran(command, { cwd: folder, env })),
    async stop(): Promise<Ran> {
      closing.abort();
      return await done;
    },
    async [Symbol.asyncDispose]() {
      closing.abort();
      await done;
    },
  };
}

test('a market of every kind: each offer is seen, and prices fit the rates', {
  timeout: 60_000,
}, async () => {
  await using market = await serve(['--all']);
  expect(market.vendors.map(({ id }) => id)).toEqual([
    'arzancell-sim',
    'herosms-sim',
    'smsbower-sim',
    'smshub-sim',
    'fivesim-sim',
    'numberland-sim',
    'smsman-sim',
    'smspool-sim',
    'onlinesim-sim',
    'smspva-sim',
    'vaksms-sim',
    'textverified-sim',
  ]);
  // Three lists before the first offer, at a request a second, would hold up every comparison.
  const smsman = { plugin: '@numroute/smsman', settings: { limits: { requests: 20, perMs: 1_000 } } };
  expect(
    market.config.providers.filter((one) => 'plugin' in one && one.plugin === smsman.plugin),
  ).toMatchObject([smsman]);
  const compared = async (service: string): Promise<void> => {
    const goods = marketVendors().flatMap((vendor) => vendor.goods.filter((one) => one.service === service));
    const { out } = await market.run(['compare', service, '--json', '--limit', '100']);
    const { offers, excluded, silent } = JSON.parse(out);
    expect(silent).toEqual([]);
    expect(offers).toHaveLength(goods.filter(({ stock }) => stock > 0).length);
    expect(excluded.every(({ why }: { why: string }) => why === 'out-of-stock')).toBe(true);
    for (const { price } of offers) {
      expect(price.currency).toBe('USD');
      expect(Number(price.amount)).toBeGreaterThan(0.04);
      expect(Number(price.amount)).toBeLessThan(1);
    }
  };
  await Promise.all(['telegram', 'whatsapp', 'google', 'discord', 'viber'].map(compared));
  const { out } = await market.run(['balance']);
  for (const { id } of market.vendors) expect(out).toContain(id);
});

test('every vendor of it sells and delivers, and no two sell the same number', {
  timeout: 60_000,
}, async () => {
  await using market = await serve(['--all', '--sms', '1s']);
  const all = await Promise.all(
    market.vendors.map(({ id }) => market.run(['buy', 'telegram', '--provider', id, '--max', '1USD'])),
  );
  const bought = all.map(({ code, out }) => {
    expect(code, out).toBe(0);
    expect(out).toMatch(/Code: \d{5}/);
    return /Bought (\S+) from .* \(order (\d+)\)/.exec(out) ?? [];
  });
  expect(new Set(bought.map(([, phone]) => phone)).size).toBe(vendorCount);
  expect(new Set(bought.map(([, , order]) => order)).size).toBe(vendorCount);
});

test('what is said of one vendor holds there alone', async () => {
  const behaviour = [
    '--sms',
    '1s,herosms=2s',
    '--stock',
    'smspool=0',
    '--fault',
    'fivesim=phantom,smshub=down',
  ];
  await using market = await serve(['--all', ...behaviour, '--charge-more', 'numberland=10%']);
  const { out } = await market.run(['compare', 'telegram', '--json']);
  const { offers, silent, excluded } = JSON.parse(out);
  expect(silent.map(({ provider }: { provider: string }) => provider)).toEqual(['smshub-sim']);
  const soldOut = excluded.filter(({ provider }: { provider: string }) => provider === 'smspool-sim');
  expect(soldOut).toHaveLength(3);
  expect(offers.filter(({ provider }: { provider: string }) => provider === 'fivesim-sim')).toHaveLength(4);
  const buy = (provider: string): Promise<Ran> =>
    market.run(['buy', 'telegram', '--country', 'EE', '--provider', provider, '--max', '1USD']);
  const [phantom, dearer] = await Promise.all([buy('fivesim-sim'), buy('numberland-sim')]);
  expect([phantom.code, phantom.err]).toEqual([3, expect.stringContaining('OUT_OF_STOCK')]);
  expect(dearer.out).toContain('for 34,100 IRT, listed at 31,000 IRT');
  await market.told(/fivesim-sim: phantom hit a purchase\./);
  await market.told(
    /numberland-sim: order \d+ \(telegram, EE\) sold for 34,100 IRT: \+372\d+; its SMS comes in 1 s\./,
  );
});

test('--write leaves a folder in which everything is there, and Ctrl-C ends it', async () => {
  await withConfig('{}', async (home) => {
    const folder = join(home, 'try');
    const market = await serveAtPorts(['--all', '--write', 'try'], home);
    const env = parseEnv(await readFile(join(folder, '.env'), 'utf8'));
    expect(env).toEqual(market.env);
    expect((await stat(join(folder, '.env'))).mode & 0o777).toBe(0o600);
    const compared = await ran(['compare', 'telegram'], { cwd: folder });
    expect(compared.err).toBe('');
    expect(compared.out).toContain(`${vendorCount} of ${vendorCount} providers answered`);
    const { code, err } = await market.stop();
    expect([code, err.endsWith('Sandbox closed.\n')]).toEqual([0, true]);
    const ports = new URL(market.vendors[0]?.url ?? '').port;
    // Started again on the same ports it needs nothing new; and it may write there again.
    await using again = await serve(['--all', '--port', ports, '--write', 'try'], home);
    expect(again.config).toEqual(market.config);
    expect((await ran(['balance'], { cwd: folder })).code).toBe(0);
  });
});

test.each([
  ['numroute.config.json', JSON.stringify({ providers: [{ plugin: '@numroute/arzancell' }] })],
  ['numroute.config.json', 'no JSON'],
  ['.env', 'ARZANCELL_API_KEY=mine\n'],
])("--write never goes over a %s of one's own", async (name, text) => {
  await withConfig('{}', async (home) => {
    await mkdir(join(home, 'mine'));
    await writeFile(join(home, 'mine', name), text);
    const { code, err } = await ran(['sandbox', '--write', 'mine'], { cwd: home });
    expect([code, err]).toEqual([2, expect.stringContaining('--write')]);
    expect(await readFile(join(home, 'mine', name), 'utf8')).toBe(text);
  });
});

test.each([
  [['--sms', 'soon'], '--sms: expected a duration'],
  [['--sms', 'fivesim=never'], '--sms: expected one of arzancell'],
  [['--fault', 'rude'], '--fault: expected one of cut-after-charge'],
  [['--charge-more', '10'], '--charge-more: expected a share'],
  [['--stock', '-1'], '--stock: expected a whole number'],
  [['--latency', '5'], '--latency: expected a duration'],
  [['--key', 'a b'], '--key: expected 4 to 100 letters'],
  [['--all', '--profile', 'herosms'], '--all: expected no package'],
  [['--all', '--port', '65535'], `--port: expected a whole number from 0 to ${65_536 - vendorCount}`],
])('sandbox %o is bad input', async (argv, said) => {
  const { code, out, err } = await ran(['sandbox', ...argv]);
  expect([code, out]).toEqual([2, '']);
  expect(err.replaceAll(/\s+/g, ' ')).toContain(said);
});

/** What the README says of each fault: kind, what the vendor does, the words of `buy`, its exit code. */
const documented = (await readFile(new URL('../README.md', import.meta.url), 'utf8'))
  .split('\n')
  .flatMap((line) => {
    const [, kind, does, words, exit] = /^\| `([a-z-]+)` \| (.+) \| (.+) \| (\d) \|$/.exec(line) ?? [];
    return kind && does && words && exit ? [[kind, does, words, Number(exit)] as const] : [];
  });

test('--faults lists what the README documents', async () => {
  const { out } = await ran(['sandbox', '--faults']);
  const listed = out
    .trimEnd()
    .split('\n')
    .map((line) => line.split(/ {2,}/));
  expect(listed).toEqual(documented.map(([kind, does]) => [kind, does]));
  const [, named = ''] = (await ran(['sandbox', '--help'])).out.split(/^Kinds of --fault.*:$/m);
  expect(named.trim().split(/,\s+/)).toEqual(documented.map(([kind]) => kind));
});

test.concurrent.each(documented)(
  'fault %s: the vendor %s; buy says %s and exits with %i',
  { timeout: 120_000 },
  async (kind, _, words, exit) => {
    await using vendor = await serve(['--silent', '--fault', kind]);
    const wait = ['--wait', '3s', '--refund-wait', '0s'];
    const { code, out, err } = await vendor.run([
      'buy',
      'telegram',
      '--country',
      'EE',
      '--max',
      '9000IRT',
      ...wait,
    ]);
    expect((out + err).replaceAll(/\s+/g, ' ')).toContain(words);
    expect(code).toBe(exit);
  },
);

test.concurrent.each([
  [[], 'action=get_number&server=3&country=ee&service=telegram&api=sandbox-arzancell', '1203 s'],
  [['--profile', 'herosms'], 'action=getNumberV2&country=34&service=tg&api_key=sandbox-herosms', '123 s'],
])('a late SMS of sandbox %o comes when it is of no use any more', async (argv, query, late) => {
  await using vendor = await serve([...argv, '--sms', 'late']);
  const said = await (await fetch(`${vendor.vendors[0]?.url}?${query}`)).text();
  expect(said).toContain('372');
  await vendor.told(
    new RegExp(`-sim: order \\d+ \\(telegram, EE\\) sold for .*; its SMS comes in ${late}\\.`),
  );
});

test.concurrent('a vendor that charges more and keeps the limit sells to who pays it', async () => {
  await using vendor = await serve(['--profile', 'herosms', '--sms', '0s', '--charge-more', '10%']);
  const buy = (max: string): Promise<Ran> => vendor.run(['buy', 'telegram', '--country', 'EE', '--max', max]);
  const mean = await buy('0.125USD');
  expect([mean.code, mean.err]).toEqual([3, expect.stringContaining('PRICE_ABOVE_LIMIT')]);
  const { code, out } = await buy('1USD');
  expect([code, out]).toEqual([0, expect.stringContaining('for 0.132 USD, listed at 0.12 USD')]);
});

test.concurrent('a vendor that answers in an hour is silent', { timeout: 60_000 }, async () => {
  await using vendor = await serve(['--latency', '1h']);
  const { code, out, err } = await vendor.run(['compare', 'telegram']);
  expect(code).toBe(6);
  expect(out + err).toContain('arzancell-sim');
});

test.concurrent('where the vendor lists its orders, a number whose answer was lost is found', {
  timeout: 60_000,
}, async () => {
  await using vendor = await serve(['--profile', 'herosms', '--sms', '1s', '--fault', 'cut-after-charge']);
  const { code, out } = await vendor.run(['buy', 'telegram', '--country', 'EE', '--max', '1USD']);
  await vendor.told(/cut-after-charge hit a purchase/);
  expect(out).toMatch(/Code: \d{5}/);
  expect(code).toBe(0);
});

/** A market at ports that can be asked for again: below those that a system gives out. */
async function serveAtPorts(argv: readonly string[], cwd: string): ReturnType<typeof serve> {
  for (let base = 20_000; ; base += 10) {
    try {
      return await serve([...argv, '--port', String(base)], cwd);
    } catch (error) {
      if (!String(error).includes('EADDRINUSE') || base > 30_000) throw error;
    }
  }
}

test.each([
  ['@numroute/smspva', { charges: 'delivery' }],
  ['@numroute/onlinesim', { refundsOnCancel: false }],
  ['@numroute/smspool', {}],
])('%s is played with its vendor’s terms of money', async (name, money) => {
  expect((await packageStandIn(name, undefined, import.meta.dirname)).money).toEqual(money);
});
