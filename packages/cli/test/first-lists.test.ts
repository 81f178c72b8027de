import { numberland, numberlandDialect } from '@numroute/numberland';
import { createQuotes } from '@numroute/router';
import { createWorld, startSandbox } from '@numroute/testkit';
import { describe, expect, test } from 'vitest';

const services = ['telegram', 'whatsapp', 'google', 'viber', 'apple'];

/** A router in the vendor's lane, and its vendor, whose list of services is not answered yet. */
async function market(concurrent: number) {
  const offers = services.map((service) => ({ service, country: 'RU', price: '2200', stock: 3 }));
  const world = createWorld({ currency: 'IRT', offers });
  const sandbox = await startSandbox({ world, dialect: numberlandDialect() });
  const provider = numberland.create({
    apiKey: world.secret,
    baseUrl: sandbox.url,
    allowInsecureHttp: true,
    limits: { requests: 100, perMs: 1000, concurrent },
  });
  const router = createQuotes({ providers: [provider] });
  const { promise: until, resolve: answer } = Promise.withResolvers<void>();
  sandbox.fault({
    when: 'before',
    kind: 'slow',
    until,
    match: ({ query }) => query.get('method') === 'getservice',
  });
  const count = (method: string): number =>
    sandbox.requests.filter(({ query }) => query.get('method') === method).length;
  const lists = () => [count('getservice'), count('getcountry')];
  const first = (signal?: AbortSignal) =>
    services.map((service, n) =>
      router.quote({ service, country: 'RU' }, { currency: 'IRT', ...(n === 0 && signal && { signal }) }),
    );
  const close = async (): Promise<void> => {
    await router.close();
    await sandbox.close();
  };
  return { first, answer, count, lists, [Symbol.asyncDispose]: close };
}

describe.each([1, 2, 5])('a vendor that answers %i at a time', (concurrent) => {
  test('is asked for its lists once by five buyers who come first', async () => {
    await using site = await market(concurrent);
    const quotes = site.first();
    await expect.poll(() => site.count('getservice'), { timeout: 10_000 }).toBe(1);
    site.answer();
    expect((await Promise.all(quotes)).map(({ ranked }) => ranked.length)).toEqual([1, 1, 1, 1, 1]);
    expect([...site.lists(), site.count('getinfo')]).toEqual([1, 1, 5]);
  });

  test('serves the others when the first buyer hangs up', async () => {
    await using site = await market(concurrent);
    const stop = new AbortController();
    const [first, ...others] = site.first(stop.signal);
    await expect.poll(() => site.count('getservice'), { timeout: 10_000 }).toBe(1);
    stop.abort(new Error('gone'));
    await expect(first).rejects.toThrow('gone');
    site.answer();
    expect((await Promise.all(others)).map(({ ranked }) => ranked.length)).toEqual([1, 1, 1, 1]);
    expect([...site.lists(), site.count('getinfo')]).toEqual([1, 1, 4]);
  });
});
