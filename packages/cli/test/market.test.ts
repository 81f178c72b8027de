import { stripVTControlCharacters } from 'node:util';
import { arzancellDialect } from '@numroute/arzancell';
import { createWorld, type Sandbox, startSandbox, type World, type WorldOffer } from '@numroute/testkit';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { eventsOf, type Ran, type RunOptions, ran, terminal, widest, withConfig } from './io.ts';

const limits = { requests: 100, perMs: 1000, concurrent: 10 };
const rates = [{ base: 'USD', quote: 'IRT', value: '112000', source: 'the test', asOf: '2026-11-20' }];
const offer = (price: string, stock: number, country = 'EE'): WorldOffer => ({
  service: 'telegram',
  country,
  pool: '3',
  price,
  stock,
});

let toman: World;
let dollar: World;
let tomanBox: Sandbox;
let dollarBox: Sandbox;

beforeEach(async () => {
  toman = createWorld({
    currency: 'IRT',
    offers: [offer('8400', 3), offer('9000', 0)],
    secret: 'sk-toman-secret',
  });
  dollar = createWorld({
    currency: 'USD',
    offers: [offer('0.11', 40), offer('0.42', 7, 'GB')],
    secret: 'sk-dollar-secret',
  });
  tomanBox = await startSandbox({ world: toman, dialect: arzancellDialect() });
  dollarBox = await startSandbox({ world: dollar, dialect: arzancellDialect() });
});

afterEach(async () => {
  await Promise.all([tomanBox.close(), dollarBox.close()]);
});

test('offers in one currency alone need neither rates nor --in', async () => {
  const settings = { apiKey: { env: 'KEY' }, baseUrl: tomanBox.url, allowInsecureHttp: true, limits };
  const config = { providers: [{ plugin: '@numroute/arzancell', settings }] };
  const env = { KEY: toman.secret };
  const { code, out } = await withConfig(config, (cwd) => ran(['compare', 'telegram'], { cwd, env }));
  expect(out).toMatch(/^\* 1 {2}8,400 IRT {2}8,400 IRT/m);
  expect(code).toBe(0);
  const other = await withConfig(config, (cwd) => ran(['compare', 'telegram', '--in', 'USD'], { cwd, env }));
  expect(other.out).toContain('without an exchange rate');
  expect(other.code).toBe(3);
});

async function atMarket(argv: readonly string[], options: Omit<RunOptions, 'cwd'> = {}): Promise<Ran> {
  const provider = (id: string, { url }: Sandbox): object => ({
    plugin: '@numroute/arzancell',
    settings: { id, apiKey: { env: id.toUpperCase() }, baseUrl: url, allowInsecureHttp: true, limits },
  });
  const config = {
    providers: [provider('toman', tomanBox), provider('dollar', dollarBox)],
    rates,
    currency: 'USD',
  };
  const env = { TOMAN: toman.secret, DOLLAR: dollar.secret, ...options.env };
  const result = await withConfig(config, (cwd) => ran(argv, { ...options, cwd, env }));
  for (const secret of [toman.secret, dollar.secret]) expect(result.out + result.err).not.toContain(secret);
  return result;
}

test('compares across currencies in a table as wide as the terminal, without colours on a dumb one', async () => {
  const { code, out } = await atMarket(['compare', 'telegram'], terminal(80));
  expect(code).toBe(0);
  expect(out).toMatch(/^\* 1 {2}0\.075 USD {2}8,400 IRT +3 {2}EE Estonia +toman\/3$/m);
  expect(out).toMatch(/^ {2}3 {2}0\.420 USD .* GB United Kingdom +dollar\/3$/m);
  expect(out).toContain('Left out: 1 out of stock');
  expect(out.replace(/\n */g, ' ')).toContain('1 USD = 112,000 IRT (the test, 2026-11-20)');
  expect(widest(out)).toBeLessThanOrEqual(80);
  expect(stripVTControlCharacters(out)).toBe(out);
});

test('a bare numroute with a config compares and buys nothing', async () => {
  const { code, out } = await atMarket([]);
  expect(code).toBe(0);
  expect(out).toContain('toman/3');
  expect(toman.orders.length + dollar.orders.length).toBe(0);
});

test.each([60, 120])('fits a terminal of %i columns; no price is cut', async (columns) => {
  const { out } = await atMarket(['compare', 'telegram'], terminal(columns));
  expect(out).toMatch(/^\* 1 {2}0\.075 USD .*EE Estonia +toman\/3$/m);
  expect(widest(out)).toBeLessThanOrEqual(columns);
});

test('a pipe gets every line whole, and nothing on standard error', async () => {
  const { out, err } = await atMarket(['compare', 'telegram']);
  expect(out).toMatch(/^Rates: .*1 USD = 112,000 IRT .*\)$/m);
  expect(stripVTControlCharacters(out)).toBe(out);
  expect(err).toBe('');
});

test('a terminal gets colours and progress, unless NO_COLOR is set', async () => {
  const colourful = await atMarket(['compare', 'telegram'], { tty: true });
  expect(colourful.out).toContain('\u001b[32m');
  expect(colourful.err).toContain('providers answered');
  const plain = await atMarket(['compare', 'telegram'], { tty: true, env: { NO_COLOR: '1' } });
  expect(stripVTControlCharacters(plain.out)).toBe(plain.out);
});

test('--json prints one document', async () => {
  const { code, out } = await atMarket([
    'compare',
    'tg',
    '--country',
    'ee,gb',
    '--max',
    '0.2USD',
    '--in',
    'IRT',
    '--json',
  ]);
  expect(code).toBe(0);
  const document = JSON.parse(out);
  expect(document).toMatchObject({ service: 'telegram', currency: 'IRT', silent: [] });
  expect(document.offers[0]).toMatchObject({
    rank: 1,
    price: { amount: '8400', currency: 'IRT' },
    provider: 'toman',
    pool: '3',
    stock: 3,
  });
  for (const { tookMs } of document.answered) expect(Number.isInteger(tookMs)).toBe(true);
  expect(document.excluded.map(({ why }: { why: string }) => why).toSorted()).toEqual([
    'above-limit',
    'out-of-stock',
  ]);
});

test('--limit is of --json, too, and --watch prints one line a round', async () => {
  const { out } = await atMarket(['compare', 'telegram', '--limit', '1', '--json']);
  const { offers, total } = JSON.parse(out);
  expect(offers).toHaveLength(1);
  expect(total).toBeGreaterThan(1);
  const all = await atMarket(['compare', 'telegram', '--json']);
  expect(JSON.parse(all.out).offers).toHaveLength(total);

  const stop = new AbortController();
  const watched = await atMarket(['compare', 'telegram', '--limit', '1', '--watch', '--json'], {
    signal: stop.signal,
    onOut: () => stop.abort(),
  });
  const [round, ...more] = eventsOf(watched);
  expect(round).toMatchObject({ event: 'quote', service: 'telegram', offers: [{ rank: 1 }], total });
  expect(new Date(round.at).toISOString()).toBe(round.at);
  expect(more).toEqual([]);
});

test('a silent vendor is named with its reason; nobody answering is exit code 6', async () => {
  await dollarBox.close();
  const one = await atMarket(['compare', 'telegram']);
  expect(one.code).toBe(0);
  expect(one.out).toMatch(/No answer from dollar: .*\n?.*UNAVAILABLE/);
  await tomanBox.close();
  const none = await atMarket(['compare', 'telegram']);
  expect(none.code).toBe(6);
});

test('nothing to compare or to buy is exit code 3', async () => {
  expect((await atMarket(['compare', 'viber'])).code).toBe(3);
  const { code, err } = await atMarket(['buy', 'telegram', '--country', 'EE', '--max', '0.01USD']);
  expect(code).toBe(3);
  expect(err).toContain('toman: 1 above your limit');
  expect(err).toContain('dollar: 1 above your limit');
});

test('--watch goes on until Ctrl-C', async () => {
  const stop = new AbortController();
  const { code, out } = await atMarket(['compare', 'telegram', '--watch'], {
    signal: stop.signal,
    onOut: (all) => all.includes('Rates:') && stop.abort(),
  });
  expect(code).toBe(130);
  expect(out).toContain('until Ctrl-C');
});

test('buys the cheapest, prints its code and finishes', async () => {
  const { code, out } = await atMarket(['buy', 'telegram', '--country', 'EE', '--max', '0.5USD'], {
    onOut: (all) => {
      const id = /order (\d+)/.exec(all)?.[1];
      if (id !== undefined && !all.includes('Code')) toman.receiveSms(id, 'Telegram code 53917');
    },
  });
  expect(out).toContain('Code: 53917');
  expect(code).toBe(0);
  expect(toman.orders).toMatchObject([{ service: 'telegram', country: 'EE', price: { amount: '8400' } }]);
});

test('Ctrl-C cancels and says whether the money is back', async () => {
  const before = toman.balance();
  const stop = new AbortController();
  const { code, out } = await atMarket(['buy', 'telegram', '--max', '0.5USD', '--refund-wait', '0s'], {
    signal: stop.signal,
    onOut: (all) => all.includes('Waiting') && stop.abort(),
  });
  expect(out).toContain('Cancelled. Refund not seen yet: the vendor promises 8,400 IRT back');
  expect(code).toBe(4);
  expect(toman.orders).toMatchObject([{ status: 'cancelled' }]);
  expect(toman.balance()).toEqual(before);
});

test('no code in time cancels too; the last line of --json says it', async () => {
  const times = ['--wait', '1s', '--refund-wait', '0s'];
  const ran = await atMarket(['buy', 'telegram', '--max', '9000IRT', ...times, '--json']);
  const [bought, end] = eventsOf(ran);
  expect(bought).toMatchObject({ event: 'bought', status: 'open', again: false, number: end.number });
  expect(end).toMatchObject({
    event: 'end',
    phone: bought.phone,
    provider: 'toman',
    status: 'cancelled',
    code: null,
    refund: 'promised',
  });
  expect(ran.code).toBe(4);
});

test('an answer to a purchase that proves nothing is exit code 5, with what to do', async () => {
  tomanBox.fault({
    when: 'after',
    kind: 'garbage',
    times: 1,
    match: ({ query }) => query.get('action') === 'get_number',
  });
  const { code, err } = await atMarket(['buy', 'telegram', '--max', '0.5USD']);
  expect(code).toBe(5);
  expect(err).toContain('Money may have moved');
  expect(dollar.orders).toEqual([]);
});

test('balance shows every account, and a wrong key as such', async () => {
  const { code, out } = await atMarket(['balance']);
  expect(code).toBe(0);
  expect(out).toContain('toman   1,000,000 IRT');
  const wrong = await atMarket(['balance'], { env: { TOMAN: 'sk-wrong' } });
  expect(wrong.code).toBe(0);
  expect(wrong.out).toMatch(/toman +refused the key: (?!toman).*UNAUTHORIZED/);
  expect(wrong.out).not.toContain('sk-wrong');
});

test.each([
  [['--min', '0.2USD'], ['0.42']],
  [['--provider', 'toman'], ['0.075']],
  [
    ['--except-provider', 'toman'],
    ['0.11', '0.42'],
  ],
  [['--pool', 'toman:3'], ['0.075']],
  [['--except-pool', 'dollar:3'], ['0.075']],
  [
    ['--min-stock', '7'],
    ['0.11', '0.42'],
  ],
])('compare %j leaves out the rest', async (flags, prices) => {
  const { code, out } = await atMarket(['compare', 'telegram', ...flags]);
  expect(code).toBe(0);
  expect([...out.matchAll(/^[* ] +\d+ {2}(\d\.\d+) USD/gm)].map(([, price]) => price)).toEqual(prices);
});

test('what compare leaves out buy does not take, and a wrong choice names its flag', async () => {
  const rate = await atMarket(['buy', 'telegram', '--max', '1USD', '--min-rate', '10%']);
  expect(rate.code).toBe(3);
  expect(rate.err.replace(/\n */g, ' ')).toContain(
    '3 offers have too low a success rate for --min-rate; the cheapest is 8,400 IRT at toman',
  );
  for (const flags of [
    ['--min', '2USD', '--max', '1USD'],
    ['--pool', ','],
    ['--min-stock', '0'],
    ['--min-rate', '0.4'],
    ['--provider', 'nobody'],
  ]) {
    const { code, err } = await atMarket(['compare', 'telegram', ...flags]);
    expect([code, err]).toEqual([2, expect.stringMatching(/min|pool|provider/)]);
  }
});
