import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openGateway, type Running, TOKEN, until } from './support/gateway.ts';
import { type Market, openMarket } from './support/market.ts';
import { type Ask, oldClient } from './support/old-client.ts';
import { processes, type ServerProcess } from './support/process.ts';

const QUESTION = { action: 'getNumber', service: 'tg', country: '34' };
const WISH = { service: 'telegram', country: 'EE', maxPrice: { amount: '0.50', currency: 'USD' } };

let market: Market;
const opened: AsyncDisposable[] = [];
let ask: Ask;
let url: string;

beforeEach(async () => {
  market = await openMarket();
});
afterEach(async () => {
  for (const one of opened.splice(0)) await one[Symbol.asyncDispose]();
  await market[Symbol.asyncDispose]();
});

async function start(...settings: Parameters<typeof openGateway> extends [unknown, ...infer R] ? R : never) {
  const running: Running = await openGateway(market.addresses, ...settings);
  opened.push(running);
  visit(running.url);
}

function visit(at: string): void {
  url = at;
  ask = oldClient(`${url}/stubs/handler_api.php`);
}

/** The cheapest vendor has no list of open orders. It charges and says nothing, once. */
function loseReply(): void {
  market.vendors[0].sandbox.fault({
    when: 'after',
    kind: 'reset',
    match: ({ query }) => query.get('action') === 'get_number',
  });
}

interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: what a test expects of it, it says itself
  readonly body: any;
}

async function rest(path: string, body?: unknown, key = ''): Promise<Answer> {
  const reply = await fetch(`${url}/v1${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      authorization: `Bearer ${TOKEN}`,
      ...(body !== undefined && { 'content-type': 'application/json', 'idempotency-key': key }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return { status: reply.status, body: await reply.json() };
}

const isSale = (answer: string): boolean => answer.startsWith('ACCESS_NUMBER:');
const isLost = async (): Promise<boolean> => (await rest('/orders/1')).body.status === 'lost';
/** What an old program does: it asks until it gets a number. */
const askUntilSold = async (): Promise<readonly string[]> => {
  const answers: string[] = [];
  await until(async () => {
    answers.push(await ask(QUESTION));
    return isSale(answers.at(-1) ?? '');
  });
  return answers;
};

describe('a charge whose number the vendor never told', () => {
  test('holds its client up only until the balance shows it, however often the client asks', async () => {
    await start();
    loseReply();
    const answers = await askUntilSold();
    expect(answers.length).toBeGreaterThan(1);
    expect(new Set(answers.slice(0, -1))).toEqual(new Set(['ERROR_SQL']));
    expect(answers.at(-1)).toMatch(/^ACCESS_NUMBER:2:/);
    expect(market.charges()).toBe(2);
    // The vendor sells again, so both cost 0.075, and both are paid.
    expect(await ask({ action: 'getBalance' })).toBe('ACCESS_BALANCE:999.85');
    expect((await rest('/orders/1')).body).toMatchObject({
      status: 'lost',
      refund: 'unknown',
      price: { amount: '0.075', currency: 'USD' },
    });
    expect((await rest('/orders')).body.orders.map(({ id }: { id: string }) => id)).toEqual(['2']);
  });

  test('is told under its Idempotency-Key as lost, and another key buys', async () => {
    await start();
    loseReply();
    expect(await rest('/orders', WISH, 'a')).toMatchObject({
      status: 502,
      body: { code: 'OUTCOME_UNKNOWN' },
    });
    await until(isLost);
    expect(await rest('/orders', WISH, 'a')).toMatchObject({
      status: 410,
      body: { code: 'LOST', order: '1', moneyMayHaveMoved: true },
    });
    expect(market.charges()).toBe(1);
    expect(await rest('/orders', WISH, 'b')).toMatchObject({ status: 201, body: { id: '2' } });
    expect(market.charges()).toBe(2);
  });

  test('that was settled before a restart holds up nobody after it', { timeout: 60_000 }, async () => {
    const startProcess = processes(market.addresses);
    let server: ServerProcess = await startProcess();
    try {
      visit(server.url);
      loseReply();
      expect(await rest('/orders', WISH, 'a')).toMatchObject({ status: 502 });
      await until(isLost);
      loseReply();
      expect(await ask({ ...QUESTION, country: '187' })).toBe('ERROR_SQL');
      await until(async () => (await rest('/orders/2')).body.status === 'lost');
      await server.kill();
      server = await startProcess();
      visit(server.url);
      expect(await ask({ ...QUESTION, country: '187' })).toMatch(/^ACCESS_NUMBER:3:/);
      expect(await rest('/orders', WISH, 'a')).toMatchObject({ status: 410, body: { order: '1' } });
      expect(market.charges()).toBe(3);
    } finally {
      await server.kill();
    }
  });

  test('that is settled after a restart lets its client buy then', { timeout: 60_000 }, async () => {
    const startProcess = processes(market.addresses);
    let server: ServerProcess = await startProcess();
    try {
      visit(server.url);
      loseReply();
      expect(await ask(QUESTION)).toBe('ERROR_SQL');
      await server.kill();
      server = await startProcess();
      visit(server.url);
      expect((await askUntilSold()).at(-1)).toMatch(/^ACCESS_NUMBER:2:/);
      expect(market.charges()).toBe(2);
    } finally {
      await server.kill();
    }
  });
});

test('asking again for a purchase in doubt does not lengthen the window', { timeout: 40_000 }, async () => {
  await start({ repeats: { windowMs: 2_000 } });
  const [toman, dollar] = market.vendors;
  toman.world.setStock({ service: 'telegram', country: 'EE' }, 0);
  dollar.sandbox.fault({
    when: 'after',
    kind: 'reset',
    match: ({ query }) => query.get('action')?.startsWith('getNumber') ?? false,
  });
  // Neither the list nor the balance can be read, so the purchase stays in doubt.
  dollar.sandbox.fault({
    when: 'before',
    kind: 'http-500',
    times: 10_000,
    match: ({ query }) => /^(?:getActiveActivations|getBalance)$/.test(query.get('action') ?? ''),
  });
  const answers = await askUntilSold();
  expect(answers[0]).toBe('ERROR_SQL');
  expect(answers.at(-1)).toMatch(/^ACCESS_NUMBER:2:/);
  // Found after its client has another number, it is given back.
  dollar.sandbox.clearFaults();
  await until(() => dollar.world.orders[0]?.status === 'cancelled', 25_000);
  expect(await ask({ action: 'getStatus', id: '2' })).toBe('STATUS_WAIT_CODE');
});
