import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { type Ran, type RunOptions, ran } from './io.ts';
import { type CliShop, openCliShop } from './shop.ts';

const limits = { requests: 100, perMs: 1000, concurrent: 10 };
const EE = { service: 'telegram', country: 'EE' };
const every = ['--every', '1s'];

const at = ({ cwd, env }: CliShop, argv: readonly string[], more: Partial<RunOptions> = {}): Promise<Ran> =>
  ran(argv, { cwd, env, ...more });

/** Watches, does something at each round, and ends with the last. */
async function rounds(shop: CliShop, argv: readonly string[], steps: readonly (() => void)[]): Promise<Ran> {
  const stop = new AbortController();
  let done = 0;
  return await at(shop, ['compare', 'telegram', ...every, ...argv], {
    signal: stop.signal,
    onOut: (all) => {
      const seen = all.match(/answered\.|"event":"quote"/g)?.length ?? 0;
      if (seen <= done) return;
      steps[done]?.();
      done += 1;
      if (done > steps.length) stop.abort();
    },
  });
}

interface Hook {
  readonly url: string;
  readonly bodies: unknown[];
}

async function openHook(answers: readonly number[]): Promise<Hook> {
  const bodies: unknown[] = [];
  const read = async (request: IncomingMessage): Promise<void> => {
    let text = '';
    for await (const part of request) text += part;
    bodies.push(JSON.parse(text));
  };
  const server = createServer(async (request, response) => {
    await read(request);
    response.writeHead(answers[bodies.length - 1] ?? 200).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/secret-path`, bodies };
}

test('a watch marks what changed since the round before, and what is gone', async () => {
  const shop = await openCliShop({}, limits);
  const { code, out, err } = await rounds(
    shop,
    [],
    [
      () => shop.world.setPrice(EE, '8000'),
      () => shop.world.setStock(EE, 0),
      () => shop.world.setStock(EE, 5),
    ],
  );
  expect([code, err]).toEqual([130, '']);
  const [first = '', second = '', third = '', fourth = ''] = out.split(/^\d{4}-.*every 1 s.*$/m).slice(1);
  expect(first).not.toContain('CHANGE');
  expect(second).toMatch(/CHANGE[\s\S]*8,000 IRT +▼ 4\.8% +8,000 IRT/);
  expect(third).toContain('Gone since the round before: arzancell/3 in EE.');
  expect(fourth).toMatch(/8,000 IRT +new /);
  expect(out).toContain(
    'A round asks 1 provider for 1 list each: 1% of what arzancell allows (100 requests in',
  );
});

test('in JSON each round is a line with its time, and says what each offer cost before', async () => {
  const shop = await openCliShop({}, limits);
  const { out } = await rounds(shop, ['--json'], [() => shop.world.setPrice(EE, '9000')]);
  const [first, second] = out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(first).toMatchObject({ event: 'quote', at: expect.stringMatching(/^\d{4}-/) });
  expect(first.offers[0]).not.toHaveProperty('was');
  expect(second.offers[0]).toMatchObject({
    isNew: false,
    was: { amount: '8400' },
    price: { amount: '9000' },
  });
  expect(second.gone).toEqual([]);
});

test('--alert-below runs the command once for each crossing, not each round', async () => {
  const shop = await openCliShop({}, limits);
  const alert = [
    '--alert-below',
    '5600IRT',
    '--exec',
    `'${process.execPath}' -e 'console.log(process.argv.slice(1).join())' '{price}' {provider} {country} {service} {else}`,
  ];
  const { code, err } = await rounds(shop, alert, [
    () => shop.world.setPrice(EE, '5600'),
    () => shop.world.setPrice(EE, '5000'),
    () => shop.world.setPrice(EE, '7000'),
    () => shop.world.setPrice(EE, '5500'),
    () => undefined,
    () => undefined,
  ]);
  expect(code).toBe(130);
  const told = err.match(/telegram for \S+ IRT at arzancell\/3, EE Estonia: no more than 5,600 IRT\./g);
  expect(told).toHaveLength(2);
  expect(err).toContain('5600 IRT,arzancell,EE,telegram,{else}');
  expect(err).not.toContain('5000 IRT,');
});

test('--until ends the watch, and a webhook that fails once is told once more', async () => {
  const shop = await openCliShop(
    { rates: [{ base: 'USD', quote: 'IRT', value: '112000', source: 't', asOf: '2026-11-20' }] },
    limits,
  );
  const hook = await openHook([500, 204]);
  const watch = ['compare', 'telegram', '--until', '0.08USD', '--webhook', hook.url, '--in', 'IRT'];
  const { code, err } = await at(shop, watch);
  expect(code).toBe(0);
  expect(err).toContain('telegram for 8,400 IRT at arzancell/3, EE Estonia: no more than 0.08 USD.');
  expect(hook.bodies).toHaveLength(2);
  expect(hook.bodies[1]).toMatchObject({
    event: 'alert',
    service: 'telegram',
    country: 'EE',
    provider: 'arzancell',
    price: { amount: '8400', currency: 'IRT' },
    limit: { amount: '0.08', currency: 'USD' },
  });
});

test('a webhook that nobody takes, or a command that fails, is said and is the exit code', async () => {
  const shop = await openCliShop({}, limits);
  const hook = await openHook([404]);
  const refused = await at(shop, ['compare', 'telegram', '--until', '9000IRT', '--webhook', hook.url]);
  expect(refused.code).toBe(1);
  expect(refused.err).toMatch(/Nobody was told of the price: 127\.0\.0\.1:\d+ answered 404\./);
  expect(refused.err).not.toContain('secret-path');
  expect(hook.bodies).toHaveLength(1);
  const failed = await at(shop, [
    'compare',
    'telegram',
    '--until',
    '9000IRT',
    '--exec',
    `'${process.execPath}' -e process.exit(7)`,
  ]);
  expect([failed.code, failed.err]).toEqual([1, expect.stringContaining('ended with exit code 7')]);
});

test('a vendor that does not answer has not raised its price', async () => {
  const { Alert } = await import('../src/prices/alert.ts');
  const rates = { convert: (price: { amount: string; currency: string }) => price };
  const alert = new Alert({ amount: '5', currency: 'USD' }, '--alert-below', rates);
  const quote = (answered: readonly string[], price?: string) =>
    ({
      ranked:
        price === undefined
          ? []
          : [{ comparable: { amount: price, currency: 'USD' }, offer: { provider: 'hub' } }],
      answered: answered.map((provider) => ({ provider })),
    }) as unknown as Parameters<typeof alert.crossedBy>[0];
  expect(alert.crossedBy(quote(['hub', 'mug'], '4'))).toBeDefined();
  expect(alert.crossedBy(quote(['mug']))).toBeUndefined();
  expect(alert.crossedBy(quote(['hub', 'mug'], '4'))).toBeUndefined();
  expect(alert.crossedBy(quote(['hub', 'mug'], '6'))).toBeUndefined();
  expect(alert.crossedBy(quote(['hub', 'mug'], '5'))).toBeDefined();
});

test('several services stand one after the other, and are one document in JSON', async () => {
  const shop = await openCliShop({}, limits);
  const text = await at(shop, ['compare', 'telegram', 'whatsapp', 'tg']);
  expect(text.code).toBe(0);
  expect(text.out).toMatch(/^telegram\n[\s\S]*8,400 IRT[\s\S]*\n\nwhatsapp\nNothing that can be bought/);
  const json = JSON.parse((await at(shop, ['compare', 'telegram', 'whatsapp', '--json'])).out);
  expect(json.comparisons.map(({ service }: { service: string }) => service)).toEqual([
    'telegram',
    'whatsapp',
  ]);
  expect((await at(shop, ['compare', 'whatsapp', 'viber'])).code).toBe(3);
});

test('a watch that is too quick for a vendor is said to be', async () => {
  const shop = await openCliShop({}, { requests: 1, perMs: 1000, concurrent: 1 });
  const { err } = await rounds(shop, [], []);
  expect(err.replace(/\n +/g, ' ')).toContain(
    '--every 1 s takes 100% of what arzancell allows (1 request in 1 s)',
  );
});

test.each([
  [['--every', 'often'], '--every'],
  [['--until', '5'], '--until'],
  [['--alert-below', 'cheap'], '--alert-below'],
  [['--exec', 'node'], '--exec'],
  [['--alert-below', '1USD', '--exec', 'no-such-program-at-all'], '--exec'],
  [['--until', '1USD', '--webhook', 'http://hook.example/'], '--webhook'],
  [['--until', '1USD', '--webhook', 'https://me:secret@hook.example/'], '--webhook'],
  [['--sort', 'beauty'], 'sort'],
])('%j is refused with its name', async (flags, name) => {
  const shop = await openCliShop();
  const { code, err } = await at(shop, ['compare', 'telegram', ...flags]);
  expect([code, err]).toEqual([2, expect.stringContaining(name)]);
  expect(err).not.toContain('secret@');
});
