import { profiles, smsActivateDialect } from '@numroute/sms-activate';
import { createWorld, startSandbox } from '@numroute/testkit';
import { expect, test, vi } from 'vitest';
import { ran, serving, withConfig } from './io.ts';

const TOKEN = 'a-clients-own-token-0123456789';

const isPurchase = ({ query }: { readonly query: URLSearchParams }): boolean =>
  query.get('action') === 'getNumberV2';

/** How many of two purchases are at the vendor before either is answered. */
async function atOnce(more: object): Promise<number> {
  const world = createWorld({
    currency: 'USD',
    offers: [{ service: 'telegram', country: 'EE', price: '0.2', stock: 9 }],
  });
  await using sandbox = await startSandbox({ world, dialect: smsActivateDialect(profiles.herosms) });
  const settings = {
    profile: 'herosms',
    apiKey: { env: 'KEY' },
    baseUrl: sandbox.url,
    allowInsecureHttp: true,
    limits: { requests: 50, perMs: 1_000, concurrent: 4 },
  };
  const providers = [{ plugin: '@numroute/sms-activate', settings }];
  const gateway = { clients: [{ id: 'crm', token: { env: 'TOKEN' }, budget: '5USD', currency: 'USD' }] };
  return await withConfig({ providers, gateway, ...more }, async (cwd) => {
    const { url, stop } = await serving({ cwd, env: { KEY: world.secret, TOKEN } });
    const buy = async (key: string): Promise<number> => {
      const reply = await fetch(`${url}/v1/orders`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${TOKEN}`,
          'content-type': 'application/json',
          'idempotency-key': key,
        },
        body: JSON.stringify({
          service: 'telegram',
          country: 'EE',
          maxPrice: { amount: '0.5', currency: 'USD' },
        }),
      });
      return reply.status;
    };
    const asked = (): number => sandbox.requests.filter((request) => isPurchase(request)).length;
    // The first one is alone, and shows what the vendor's receipts tell.
    expect(await buy('one')).toBe(201);
    const { promise: until, resolve: answer } = Promise.withResolvers<void>();
    sandbox.fault({ when: 'after', kind: 'slow', match: isPurchase, times: 2, until });
    const both = [buy('two'), buy('three')];
    await vi.waitUntil(() => asked() > 1, { timeout: 10_000 });
    // A look at prices goes its way meanwhile: whoever could be at the vendor is there by then.
    expect(
      (await fetch(`${url}/v1/offers?service=telegram`, { headers: { authorization: `Bearer ${TOKEN}` } }))
        .status,
    ).toBe(200);
    const together = asked() - 1;
    answer();
    expect(await Promise.all(both)).toEqual([201, 201]);
    expect((await stop()).code).toBe(0);
    return together;
  });
}

test('purchases at one account are under way together where the config says so', async () => {
  expect(await atOnce({ sideBySide: true })).toBe(2);
  expect(await atOnce({ sideBySide: false })).toBe(1);
});

test('what is neither true nor false is refused', async () => {
  await withConfig({ providers: [{ plugin: '@numroute/arzancell' }], sideBySide: 'yes' }, async (cwd) => {
    const { code, err } = await ran(['orders'], { cwd });
    expect(code).toBe(2);
    expect(err).toContain('sideBySide: expected true or false');
  });
});
