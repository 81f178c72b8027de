import { type Dialect, money } from '@numroute/core';
import { memoryJournal } from '@numroute/journal';
import { createRouter } from '@numroute/router';
import { profiles, smsActivate, smsActivateDialect } from '@numroute/sms-activate';
import { createWorld, startSandbox } from '@numroute/testkit';
import { expect, test } from 'vitest';

/** HeroSMS; with `deaf`, its REST is as it was in July 2026, when it refused keys. */
function hero(deaf: boolean): Dialect {
  const dialect = smsActivateDialect(profiles.herosms);
  const refusal = { status: 403, body: '{"title":"BAD_API_KEY","details":""}' };
  return {
    ...dialect,
    respond: async (request, door) =>
      deaf && request.path.startsWith('/api/v1/') ? refusal : await dialect.respond(request, door),
  };
}

const ended = { cancelled: 'cancelOrder', finished: 'finishOrder' } as const;

test.each([
  ['cancelled', false, { status: 'cancelled', refund: 'promised' }],
  ['finished', false, { status: 'finished', refund: 'none' }],
  ['cancelled', true, { status: 'gone', refund: 'unknown' }],
  ['finished', true, { status: 'gone', refund: 'unknown' }],
] as const)('an order that somebody else %s at HeroSMS, REST deaf: %s', async (end, deaf, known) => {
  const world = createWorld({
    currency: 'USD',
    offers: [{ service: 'telegram', country: 'US', price: '0.2', stock: 9 }],
  });
  await using sandbox = await startSandbox({ world, dialect: hero(deaf) });
  const provider = smsActivate.create({
    profile: 'herosms',
    apiKey: world.secret,
    baseUrl: sandbox.url,
    allowInsecureHttp: true,
    limits: { requests: 100, perMs: 1000, concurrent: 10 },
  });
  const router = createRouter({ journal: memoryJournal({ acceptOrphans: true }), providers: [provider] });
  try {
    const order = await router.buy(
      { service: 'telegram', country: 'US' },
      { maxPrice: money('1', 'USD'), key: 'one' },
    );
    if (end === 'finished') world.receiveSms(order.id, 'code 4711');
    await world.shop[ended[end]](order.id);
    const after = await router.fetch(order);
    expect(after).toMatchObject(known);
    expect(after.messages.map(({ code }) => code)).toEqual(end === 'finished' && !deaf ? ['4711'] : []);
  } finally {
    await router.close();
  }
});
