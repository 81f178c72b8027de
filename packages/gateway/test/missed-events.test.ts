import { afterAll, beforeAll, expect, test } from 'vitest';
import { client, OTHER_TOKEN, openGateway, other, type Running, TOKEN, until } from './support/gateway.ts';
import { type Market, openMarket } from './support/market.ts';

let market: Market;
let running: Running;

beforeAll(async () => {
  market = await openMarket();
  running = await openGateway(market.addresses, { clients: [client(), other] });
});
afterAll(async () => {
  await running[Symbol.asyncDispose]();
  await market[Symbol.asyncDispose]();
});

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

async function buy(key: string, token: string = TOKEN): Promise<string> {
  const wish = { service: 'telegram', country: 'EE', maxPrice: { amount: '1', currency: 'USD' } };
  const reply = await fetch(`${running.url}/v1/orders`, {
    method: 'POST',
    headers: { ...bearer(token), 'content-type': 'application/json', 'idempotency-key': key },
    body: JSON.stringify(wish),
  });
  return ((await reply.json()) as { id: string }).id;
}

const cancel = (id: string, token: string = TOKEN): Promise<Response> =>
  fetch(`${running.url}/v1/orders/${id}/cancel`, { method: 'POST', headers: bearer(token) });

/** Listens until it heard enough; resolves with all that was said. */
async function listen(lastId: string | undefined, isEnough: (said: string) => boolean): Promise<string> {
  const stop = new AbortController();
  const stream = await fetch(`${running.url}/v1/events`, {
    headers: { ...bearer(TOKEN), ...(lastId !== undefined && { 'last-event-id': lastId }) },
    signal: stop.signal,
  });
  let said = '';
  const reading = (async () => {
    for await (const chunk of stream.body ?? []) said += Buffer.from(chunk).toString('utf8');
  })().catch(() => undefined);
  await until(() => isEnough(said));
  stop.abort();
  await reading;
  return said;
}

const lastId = (said: string): string => [...said.matchAll(/^id: (\d+)$/gm)].at(-1)?.[1] ?? '';
const seen = (said: string): [id: string, status: string][] =>
  [...said.matchAll(/^event: order\ndata: (.*)$/gm)].map(([, data = '']) => {
    const { id, status } = JSON.parse(data) as { id: string; status: string };
    return [id, status];
  });

test('an order that ended while its listener was away is told when it comes back', async () => {
  const [first, second, theirs] = [await buy('one'), await buy('two'), await buy('one', OTHER_TOKEN)];
  const before = await listen(undefined, (said) => seen(said).length >= 2);
  expect(seen(before)).toEqual([
    [first, 'open'],
    [second, 'open'],
  ]);
  await cancel(first);
  await cancel(theirs, OTHER_TOKEN);
  const after = await listen(lastId(before), (said) => seen(said).some(([id]) => id === second));
  expect(seen(after)).toContainEqual([first, 'cancelled']);
  expect(seen(after)).toContainEqual([second, 'open']);
  expect(seen(after).map(([id]) => id)).not.toContain(theirs);
  // A new listener is told what is open, and nothing of the past.
  const fresh = await listen(undefined, (said) => seen(said).length > 0);
  expect(seen(fresh)).toEqual([[second, 'open']]);
});

test.each(['nonsense', '-1', '99999999999999', '9'.repeat(32), '0'])(
  'the id %s is no reason to fail',
  async (id) => {
    const said = await listen(id, (text) => seen(text).length > 0);
    expect(Number(lastId(said))).toBeLessThanOrEqual(Date.now());
  },
);

test('one token cannot take all connections with its streams', async () => {
  const stop = new AbortController();
  const open = async (token: string): Promise<number> =>
    (await fetch(`${running.url}/v1/events`, { headers: bearer(token), signal: stop.signal })).status;
  const statuses: number[] = [];
  for (let n = 0; n < 102; n += 1) statuses.push(await open(TOKEN));
  expect(statuses.filter((status) => status === 200)).toHaveLength(100);
  expect(statuses.at(-1)).toBe(429);
  expect(await open(OTHER_TOKEN)).toBe(200);
  stop.abort();
});
