import { afterAll, beforeAll, expect, test } from 'vitest';
import { OTHER_TOKEN, openGateway, type Running, TOKEN, until } from './support/gateway.ts';
import { type Market, openMarket } from './support/market.ts';

let market: Market;
let running: Running;

beforeAll(async () => {
  market = await openMarket();
  running = await openGateway(market.addresses);
});
afterAll(async () => {
  await running[Symbol.asyncDispose]();
  await market[Symbol.asyncDispose]();
});

const wish = {
  service: 'telegram',
  country: 'EE',
  pools: ['3'],
  maxPrice: { amount: '0.5', currency: 'USD' },
  withinMs: 60_000,
};
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

async function ask(key: string): Promise<string> {
  const reply = await fetch(`${running.url}/v1/codes`, {
    method: 'POST',
    headers: { ...bearer(TOKEN), 'content-type': 'application/json', 'idempotency-key': key },
    body: JSON.stringify(wish),
  });
  return ((await reply.json()) as { id: string }).id;
}

const act = (id: string, what: string): Promise<Response> =>
  fetch(`${running.url}/v1/codes/${id}/${what}`, { method: 'POST', headers: bearer(TOKEN) });

interface Listener {
  readonly status: number;
  said(): string;
  /** When the server has ended the stream. */
  readonly ended: Promise<void>;
}

async function listen(id: string, lastId?: string, token: string = TOKEN): Promise<Listener> {
  const stream = await fetch(`${running.url}/v1/codes/${id}/events`, {
    headers: { ...bearer(token), ...(lastId !== undefined && { 'last-event-id': lastId }) },
  });
  let said = '';
  const ended = (async () => {
    for await (const chunk of stream.body ?? []) said += Buffer.from(chunk).toString('utf8');
    // Cut off by a server that closes.
  })().catch(() => undefined);
  return { status: stream.status, said: () => said, ended };
}

interface Told {
  readonly id: string;
  readonly event: string;
  readonly data: { readonly phone?: string; readonly order?: string };
}

const told = (said: string): readonly Told[] =>
  [...said.matchAll(/^id: (.*)\nevent: (.*)\ndata: (.*)$/gm)].map(([, id = '', event = '', data = '']) => ({
    id,
    event,
    data: JSON.parse(data) as Told['data'],
  }));

function receive(phone: string, text: string): void {
  const world = market.worldOf('toman');
  world.receiveSms(world.orders.find((one) => one.phone === phone)?.id ?? '', text);
}

test('a listener hears each number, what became of it, the code and the end, each once', {
  timeout: 30_000,
}, async () => {
  const id = await ask('whole');
  const listener = await listen(id);
  const heard = () => told(listener.said());
  await until(() => heard().length === 1);
  const [first] = heard();
  expect(first).toMatchObject({ id: '1', event: 'number', data: { nth: 1, country: 'EE', phone: /./ } });
  await act(id, 'unfit?nth=1');
  await until(() => heard().length === 3);
  const [, , second] = heard();
  expect(second).toMatchObject({ event: 'number', data: { nth: 2 } });
  receive(second?.data.phone ?? '', '445566');
  await listener.ended;
  expect(heard().map(({ id: eventId, event }) => [eventId, event])).toEqual([
    ['1', 'number'],
    ['1-given-up', 'given-up'],
    ['2', 'number'],
    ['code', 'code'],
    ['end', 'end'],
  ]);
  const [, givenUp, , code, end] = heard();
  expect(givenUp?.data).toEqual({ nth: 1, order: first?.data.order, why: 'unfit' });
  expect(code?.data).toEqual({ ...second?.data, code: '445566' });
  expect(end?.data).toMatchObject({ id, state: 'got', code: '445566', tried: [{ nth: 1 }] });

  // Whoever comes late hears all of it, and whoever comes back the rest.
  const late = await listen(id);
  await late.ended;
  expect(told(late.said())).toEqual(heard());
  const back = await listen(id, '1-given-up');
  await back.ended;
  expect(told(back.said()).map(({ event }) => event)).toEqual(['number', 'code', 'end']);
  expect((await listen(id, 'end')).status).toBe(204);
  const lost = await listen(id, 'nonsense');
  await lost.ended;
  expect(told(lost.said())).toEqual(heard());
  expect((await listen(id, undefined, OTHER_TOKEN)).status).toBe(404);
});

test('a code that is cancelled ends its stream', { timeout: 30_000 }, async () => {
  const id = await ask('cancelled');
  const listener = await listen(id);
  await until(() => told(listener.said()).length === 1);
  await act(id, 'cancel');
  await listener.ended;
  const events = told(listener.said());
  expect(events.map(({ event }) => event)).toEqual(['number', 'given-up', 'end']);
  expect(events.at(-1)?.data).toMatchObject({ state: 'failed', failure: { code: 'CANCELLED' } });
});

test('the streams of a code count among those of its client, and hold no server up', {
  timeout: 30_000,
}, async () => {
  const id = await ask('many');
  const stop = new AbortController();
  const open = async (): Promise<number> =>
    (await fetch(`${running.url}/v1/codes/${id}/events`, { headers: bearer(TOKEN), signal: stop.signal }))
      .status;
  const statuses: number[] = [];
  for (let n = 0; n < 101; n += 1) statuses.push(await open());
  expect(statuses.filter((status) => status === 200)).toHaveLength(100);
  expect(statuses.at(-1)).toBe(429);
  stop.abort();
  let listener = await listen(id);
  await until(async () => {
    if (listener.status !== 200) listener = await listen(id);
    return listener.status === 200;
  });
  await running.gateway.close();
  await listener.ended;
});
