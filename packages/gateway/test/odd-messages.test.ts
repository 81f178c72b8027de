import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openGateway, type Running, TOKEN, until } from './support/gateway.ts';
import { type Market, openMarket } from './support/market.ts';
import { type Ask, oldClient } from './support/old-client.ts';

const SHOWN = ['12:34', 'AA100', 'G-123456', 'Your code is KX9Q-77', 'Use 12 34 56 to sign in'];
const NOTHING = ['null', 'None', 'undefined', ''];

interface Reply {
  readonly vendor: 'dollar' | 'toman';
  /** What it answers to a look at an order. */
  readonly of: (id: string, said: string) => string;
}

const replies: readonly Reply[] = [
  { vendor: 'dollar', of: (_id, said) => `STATUS_OK:${said}` },
  { vendor: 'toman', of: (id, said) => JSON.stringify([{ order_id: id, phone: '', code: said }]) },
];

describe.each(replies)('what $vendor says of an order', ({ vendor, of }) => {
  let market: Market;
  let running: Running;
  let ask: Ask;
  const ids = new Map<string, string>();
  const idOf = (said: string): string => ids.get(said) ?? '';

  beforeAll(async () => {
    market = await openMarket();
    running = await openGateway(market.addresses.filter(({ id }) => id === vendor));
    ask = oldClient(`${running.url}/stubs/handler_api.php`);
    const { world, sandbox } = market.vendors.find(({ id }) => id === vendor) ?? market.vendors[0];
    for (const said of [...NOTHING, ...SHOWN]) {
      const answer = await ask({ action: 'getNumber', service: 'tg', country: '34' });
      ids.set(said, answer.split(':')[1] ?? answer);
      const id = world.orders.at(-1)?.id ?? '';
      sandbox.fault({
        when: 'before',
        kind: 'reply',
        reply: { body: of(id, said) },
        times: 10_000,
        match: ({ query }) =>
          /^(?:getStatus|check_order)/.test(query.get('action') ?? '') &&
          (query.get('id') ?? query.get('order_id')) === id,
      });
    }
    // What says nothing was bought first, so it was looked at by then, too.
    for (const said of SHOWN) {
      const look = { action: 'getStatus', id: idOf(said) };
      await until(async () => (await ask(look)) !== 'STATUS_WAIT_CODE');
    }
  }, 60_000);
  afterAll(async () => {
    await running[Symbol.asyncDispose]();
    await market[Symbol.asyncDispose]();
  });

  const rest = async (id: string): Promise<Record<string, unknown>> => {
    const headers = { authorization: `Bearer ${TOKEN}` };
    const reply = await fetch(`${running.url}/v1/orders/${id}`, { headers });
    return (await reply.json()) as Record<string, unknown>;
  };

  test.each(SHOWN)('%j is shown at every door, whether or not a code is found in it', async (said) => {
    const id = idOf(said);
    expect(await ask({ action: 'getStatus', id })).toBe(`STATUS_OK:${said}`);
    expect(JSON.parse(await ask({ action: 'getStatusV2', id }))).toMatchObject({
      sms: { code: said, text: said },
    });
    const hero = oldClient(`${running.url}/herosms/stubs/handler_api.php`);
    expect(JSON.parse(await hero({ action: 'getStatusV2', id }))).toMatchObject({
      data: { code: said, text: said },
    });
    const shop = oldClient(`${running.url}/api/handler.php`, { key: 'api' });
    expect(JSON.parse(await shop({ action: 'check_order', order_id: id }))).toMatchObject([{ code: said }]);
    const { status, messages } = await rest(id);
    expect(status).toBe('delivered');
    expect(Object.values((messages as object[])[0] ?? {})).toContain(said);
  });

  test.each(NOTHING)('%j is no code: the order waits, and can be cancelled', async (said) => {
    const id = idOf(said);
    expect(await ask({ action: 'getStatus', id })).toBe('STATUS_WAIT_CODE');
    expect(JSON.parse(await ask({ action: 'getStatusV2', id }))).toMatchObject({ sms: null });
    expect(await rest(id)).toMatchObject({ status: 'open', messages: [] });
    expect(await ask({ action: 'setStatus', id, status: '8' })).toBe('ACCESS_CANCEL');
  });
});

test('a vendor that waits for another SMS before anybody saw the first has told the code', async () => {
  await using market = await openMarket();
  await using running = await openGateway(market.addresses.filter(({ id }) => id === 'dollar'));
  market.vendors[1].sandbox.fault({
    when: 'before',
    kind: 'reply',
    reply: { body: 'STATUS_WAIT_RETRY:482917' },
    times: 10_000,
    match: ({ query }) => query.get('action') === 'getStatus',
  });
  const ask = oldClient(`${running.url}/stubs/handler_api.php`);
  expect(await ask({ action: 'getNumber', service: 'tg', country: '34' })).toMatch(/^ACCESS_NUMBER:1:/);
  await until(async () => (await ask({ action: 'getStatus', id: '1' })) === 'STATUS_OK:482917');
});
