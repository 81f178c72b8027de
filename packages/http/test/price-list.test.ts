import {
  answers,
  formatDecimal,
  inSlices,
  matching,
  nextTurn,
  type Offer,
  parseDecimal,
} from '@numroute/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { runs } from '../../../test/support/runs.ts';
import { comparePrices, PriceListBuilder, readPrice, readStock, type Tier } from '../src/price-list/index.ts';

const words = {
  provider: 'demo',
  currency: 'USD',
  serviceOf: (code: string) => (code === 'tg' ? 'telegram' : `demo:${code}`),
  countryOf: (code: string) =>
    code === '12' ? { country: 'US', virtual: true as const } : { country: code === '187' ? 'US' : code },
  handleOf: (codes: object, amount: string) => JSON.stringify({ ...codes, amount }),
};

const bytes = (text: string) => ({ source: new TextEncoder().encode(text), from: 0, to: text.length });
const priceOf = (text: string) => readPrice(bytes(text));

interface Row {
  readonly service: string;
  readonly country: string;
  readonly pool: string | undefined;
  readonly price: string;
  readonly stock: number | null;
}

const decimal = fc
  .tuple(fc.bigInt({ min: 1n, max: 2n ** 63n - 1n }), fc.nat({ max: 18 }))
  .map(([units, scale]) => formatDecimal({ units, scale }));

const row: fc.Arbitrary<Row> = fc.record({
  service: fc.constantFrom('tg', 'wa', 'x-1', 'constructor'),
  country: fc.constantFrom('187', '12', '6', '__proto__'),
  pool: fc.option(fc.constantFrom('1', '2263'), { nil: undefined }),
  price: decimal,
  stock: fc.option(fc.nat({ max: 0xffff_fffe }), { nil: null }),
});

function listOf(rows: readonly Row[]) {
  const builder = new PriceListBuilder(words);
  for (const { service, country, pool, price, stock } of rows) {
    const read = priceOf(price);
    if (!read) throw new Error(price);
    const tier: Tier = {
      ...read,
      stock,
      ...(pool !== undefined && { pool: builder.pools.numberOf(pool) }),
    };
    builder.add(builder.services.numberOf(service), builder.countries.numberOf(country), tier);
  }
  return builder.build();
}

function offerOf({ service, country, pool, price, stock }: Row): Offer {
  return {
    provider: 'demo',
    service: words.serviceOf(service),
    ...words.countryOf(country),
    ...(pool !== undefined && { pool }),
    price: { amount: price, currency: 'USD' },
    stock,
    handle: JSON.stringify({ country, service, ...(pool !== undefined && { pool }), amount: price }),
    listedAt: 7,
  };
}

test('every row comes back as it went in, by service, and as exact', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(row, { maxLength: 300 }), async (rows) => {
      const list = (await listOf(rows)).stamped(7);
      const services = [...new Set(rows.map(({ service }) => service))];
      const expected = services.flatMap((service) => rows.filter((one) => one.service === service));
      expect(list.length).toBe(rows.length);
      expect([...list]).toEqual(expected.map(offerOf));
    }),
  );
});

test('matching finds what asking every offer would', () => {
  const query = fc.record(
    { service: fc.constantFrom('telegram', 'demo:wa', 'none'), country: fc.constantFrom('US', '6', 'FR') },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.asyncProperty(fc.array(row), query, async (rows, asked) => {
      const list = await listOf(rows);
      const expected = [...list].filter((offer) => answers(offer, asked));
      expect([...matching(list, asked)]).toEqual(expected);
      expect([...matching([...list], asked)]).toEqual(expected);
    }),
  );
});

test('a success rate comes back to the ten-thousandth, and none is made up', async () => {
  const rates: readonly Tier['successRate'][] = [
    { value: 0.0449, windowHours: 24 },
    undefined,
    { value: 0, windowHours: 168 },
    { value: 1 },
    { value: 1.2, windowHours: 24 },
    { value: Number.NaN, windowHours: 24 },
  ];
  const builder = new PriceListBuilder(words);
  for (const successRate of rates) {
    const tier = { units: 25, scale: 2, stock: 1, successRate };
    builder.add(builder.services.numberOf('tg'), builder.countries.numberOf('187'), tier);
  }
  expect([...(await builder.build())].map(({ successRate }) => successRate)).toEqual([
    { value: 0.0449, windowHours: 24, source: 'vendor' },
    undefined,
    { value: 0, windowHours: 168, source: 'vendor' },
    { value: 1, source: 'vendor' },
    undefined,
    undefined,
  ]);
});

test('many rows take many blocks', async () => {
  const rows = Array.from({ length: 30_000 }, (_, n) => ({
    service: `s${n % 700}`,
    country: `c${n % 300}`,
    pool: `p${n}`,
    price: `${n + 1}.5`,
    stock: n,
  }));
  const found = [...(await listOf(rows)).matching({ service: 'demo:s3', country: 'c3' })];
  expect(found.map(({ stock }) => stock)).toEqual(
    rows.filter((_, n) => n % 700 === 3 && n % 300 === 3).map(({ stock }) => stock),
  );
});

test('a name is the same whether it was read or said, however many there are', () => {
  const { services } = new PriceListBuilder(words);
  const names = Array.from({ length: 5000 }, (_, n) => `s${n}`);
  for (const name of ['é', 'Ã©', ...names, ...names.toReversed()]) {
    const place = {
      source: new TextEncoder().encode(name),
      from: 0,
      to: new TextEncoder().encode(name).length,
    };
    const number = services.read(place);
    expect(services.list[number]).toBe(name);
    expect(services.numberOf(name)).toBe(number);
  }
  expect(services.list.length).toBe(names.length + 2);
});

test('a price is read as core reads it, and must be above zero', () => {
  fc.assert(
    fc.property(fc.oneof(decimal, fc.stringMatching(/^[ \d.eE+-]{0,30}$/)), (text) => {
      const expected = parseDecimal(text.trim());
      const read = priceOf(text);
      const exact = read && formatDecimal({ units: BigInt(read.units), scale: read.scale });
      const above = expected && expected.units > 0n ? formatDecimal(expected) : undefined;
      // What 64 bits do not hold is no price.
      const fits = above !== undefined && BigInt(above.replace('.', '')) < 2n ** 63n;
      expect(exact).toBe(fits ? above : undefined);
    }),
    { numRuns: runs(600) },
  );
});

test('prices are compared by value', () => {
  fc.assert(
    fc.property(decimal, decimal, (left, right) => {
      const [a, b] = [priceOf(left), priceOf(right)];
      if (!a || !b) throw new Error('not a price');
      const places = (text: string) =>
        BigInt((text.split('.')[0] ?? '') + (text.split('.')[1] ?? '').padEnd(18, '0'));
      expect(Math.sign(comparePrices(a, b))).toBe(
        Number(places(left) > places(right)) - Number(places(left) < places(right)),
      );
    }),
  );
});

test.each([
  ['0', 0],
  ['19', 19],
  ['999999999999999', 999_999_999_999_999],
  ['', null],
  ['-1', null],
  ['1.5', null],
  ['null', null],
  ['1000000000000000', null],
])('the stock %j is %s', (text, stock) => {
  expect(readStock(bytes(text))).toBe(stock);
});

test('more numbers than anybody has are many, and not unknown', async () => {
  const [offer] = await listOf([{ service: 'tg', country: '6', pool: undefined, price: '1', stock: 1e14 }]);
  expect(offer?.stock).toBe(0xffff_fffe);
});

test('work in slices lets timers run, and ends with its result', async () => {
  let ticks = 0;
  const timer = setInterval(() => {
    ticks += 1;
  }, 1);
  // Without a turn for the timer this has no end.
  function* work(): Generator<void, string> {
    while (ticks < 3) yield;
    return 'done';
  }
  expect(await inSlices(work())).toBe('done');
  clearInterval(timer);
});

test('more codes of one kind than any vendor has are no list of prices', async () => {
  const builder = new PriceListBuilder(words);
  for (let n = 0; n < 65_536; n += 1) builder.services.numberOf(`s${n}`);
  expect(() => builder.services.numberOf('one more')).toThrow(SyntaxError);
  expect(builder.services.numberOf('s7')).toBe(7);
});

test('a list of many services is built with turns for everybody else between them', async () => {
  let turns = 0;
  let looked = 0;
  const slow = {
    ...words,
    serviceOf: (code: string) => {
      const end = performance.now() + 0.05;
      while (performance.now() < end);
      looked += 1;
      return code;
    },
  };
  const builder = new PriceListBuilder(slow);
  const country = builder.countries.numberOf('187');
  for (let n = 0; n < 4000; n += 1)
    builder.add(builder.services.numberOf(`s${n}`), country, { units: 1, scale: 0, stock: 1 });
  const seen: number[] = [];
  const built = builder.build();
  while (looked < 4000) {
    await nextTurn();
    seen.push(looked);
    turns += 1;
  }
  expect((await built).length).toBe(4000);
  expect(turns).toBeGreaterThan(3);
  expect(Math.max(...seen.map((many, n) => many - (seen[n - 1] ?? 0)))).toBeLessThan(1000);
});

test('a list names its services and countries once each, by our words', async () => {
  const list = new PriceListBuilder({
    ...words,
    serviceOf: (code) => code.toLowerCase(),
    countryOf: (code) => ({ country: code.slice(0, 2) }),
  });
  for (const [service, country] of [
    ['tg', 'EE'],
    ['TG', 'EE2'],
    ['wa', 'FI'],
  ] as const) {
    list.add(list.services.numberOf(service), list.countries.numberOf(country), {
      units: 1,
      scale: 0,
      stock: 1,
    });
  }
  const built = await list.build();
  expect([...built.services]).toEqual(['tg', 'wa']);
  expect([...built.countries]).toEqual(['EE', 'FI']);
  expect([...built.matching({ service: 'tg' })]).toHaveLength(2);
});
