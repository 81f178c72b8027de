import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openPriceHistory, type PriceLook } from '@numroute/prices';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  client,
  OPERATOR_TOKEN,
  OTHER_TOKEN,
  openGateway,
  operator,
  other,
  type Running,
  TOKEN,
  until,
} from './support/gateway.ts';
import { type Market, openMarket } from './support/market.ts';
import { documentedClient } from './support/openapi.ts';

const HOUR_MS = 3_600_000;
const START = Date.parse('2026-11-01T00:00:00Z');
const at = (hours: number): string => new Date(START + hours * HOUR_MS).toISOString();

let folder: string;
let file: string;
let market: Market;
let running: Running;
let rest: Awaited<ReturnType<typeof documentedClient>>;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'numroute-gateway-prices-'));
  file = join(folder, 'prices.sqlite');
  await writeHistory(file);
  market = await openMarket();
  running = await openGateway(market.addresses, {
    clients: [client({ margin: { percent: '10' } }), { ...other, countries: ['US'] }, operator],
    priceHistory: { file, services: ['telegram'] },
  });
  rest = await documentedClient(running.url, TOKEN);
}, 60_000);
afterAll(async () => {
  await running[Symbol.asyncDispose]();
  await market[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

/** Three hours: the dollar vendor rises, then has nothing left; the rouble vendor stays. */
async function writeHistory(path: string): Promise<void> {
  await using history = await openPriceHistory({ file: path });
  const look = (hours: number, dollars: string, stock: number): PriceLook => ({
    service: 'telegram',
    providers: ['dollar', 'rouble', 'euro'],
    at: START + hours * HOUR_MS,
    offers: [
      ['dollar', dollars, 'USD', stock] as const,
      ['rouble', '16', 'RUB', 9] as const,
      ['euro', '1', 'EUR', 9] as const,
    ].map(([provider, amount, currency, left]) => ({
      ...{
        provider,
        service: 'telegram',
        country: 'EE',
        price: { amount, currency },
        stock: left,
        handle: '',
      },
    })),
  });
  await history.record(look(0, '0.1', 9));
  await history.record(look(1, '0.1234', 9));
  await history.record(look(2, '0.1234', 0));
  await history.record(look(3, '0.1234', 0));
}

const past = `service=telegram&country=EE&since=${at(0)}&until=${at(3)}&stepMs=${HOUR_MS}`;
const ask = (query: string, token: string = TOKEN) => rest.call(`/prices/history?${query}`, { token });

test('an operator sees the least of each vendor in each step, exact, in one currency', async () => {
  const { status, body } = await ask(past, OPERATOR_TOKEN);
  expect(status).toBe(200);
  expect(body).toMatchObject({ service: 'telegram', country: 'EE', currency: 'USD', stepMs: HOUR_MS });
  expect([body.since, body.until]).toEqual([at(0), at(3)]);
  const lines = new Map(
    body.series.map((one: { provider: string; points: object[] }) => [one.provider, one.points]),
  );
  // In the second hour both prices stood; in the third nothing was left of it.
  expect(lines.get('dollar')).toEqual([
    { at: at(0), price: '0.1' },
    { at: at(1), price: '0.1234' },
  ]);
  expect(lines.get('rouble')).toEqual([0, 1, 2].map((hours) => ({ at: at(hours), price: '0.2' })));
  // Nothing leads from euros to dollars.
  expect(lines.has('euro')).toBe(false);
  expect(body.unrated).toBe(1);
  const one = await ask(`${past}&provider=rouble&currency=RUB`, OPERATOR_TOKEN);
  expect(one.body.series).toEqual([
    { provider: 'rouble', points: [0, 1, 2].map((hours) => ({ at: at(hours), price: '16' })) },
  ]);
});

test('a price stands until the next look, and no longer than two of them should have taken', async () => {
  const query = `service=telegram&country=EE&since=${at(0)}&until=${at(1)}&stepMs=600000&provider=dollar`;
  const { body } = await ask(query, OPERATOR_TOKEN);
  // Seen at the hour alone, and looked at every ten minutes.
  const { points } = body.series[0];
  expect(points.map(({ at: time }: { at: string }) => time.slice(11, 16))).toEqual([
    '00:00',
    '00:10',
    '00:20',
  ]);
});

test('a client sees one line at its own prices, and no vendor', async () => {
  const { status, body } = await ask(past);
  expect(status).toBe(200);
  expect(body.series).toEqual([
    {
      points: [
        { at: at(0), price: '0.11' },
        { at: at(1), price: '0.1358' },
        { at: at(2), price: '0.22' },
      ],
    },
  ]);
  expect(JSON.stringify(body)).not.toMatch(/dollar|rouble|unrated/);
  expect((await rest.call('/account')).body.priceHistory).toEqual(['telegram']);
});

test.each<[string, string, string, string | undefined, string?]>([
  ['a service that is not kept', 'service=whatsapp&country=EE', 'INVALID_INPUT', 'service'],
  ['no country', 'service=telegram', 'INVALID_INPUT', 'country'],
  ['a country that is none', 'service=telegram&country=Atlantis', 'INVALID_INPUT', 'country'],
  ['a time that is none', `service=telegram&country=EE&since=yesterday`, 'INVALID_INPUT', 'since'],
  [
    'an end before the start',
    `service=telegram&country=EE&since=${at(2)}&until=${at(1)}`,
    'INVALID_INPUT',
    'since',
  ],
  [
    'too many steps',
    `service=telegram&country=EE&since=${at(0)}&until=${at(48)}&stepMs=60000`,
    'INVALID_INPUT',
    'stepMs',
  ],
  ['too short a step', 'service=telegram&country=EE&stepMs=1', 'INVALID_INPUT', 'stepMs'],
  ['a currency without a rate', 'service=telegram&country=EE&currency=XAU', 'INVALID_INPUT', 'currency'],
  ['a word that means nothing', 'service=telegram&country=EE&step=1', 'INVALID_INPUT', undefined],
  ['a vendor, asked for by a client', 'service=telegram&country=EE&provider=dollar', 'REJECTED', undefined],
  ['a country that the client may not buy in', past, 'REJECTED', undefined, OTHER_TOKEN],
])('%s is refused in words', async (_what, query, code, field, token) => {
  const { body } = await ask(query, token);
  expect(body).toMatchObject({ code, moneyMayHaveMoved: false, ...(field !== undefined && { field }) });
});

test('it looks by itself when it starts, and the file is free again when it is closed', async () => {
  const own = join(folder, 'own.sqlite');
  {
    await using gateway = await openGateway(market.addresses, {
      clients: [operator],
      priceHistory: { file: own, services: ['telegram', 'whatsapp'] },
    });
    const asking = await documentedClient(gateway.url, OPERATOR_TOKEN);
    await until(async () => {
      const { body } = await asking.call('/prices/history?service=whatsapp&country=EE');
      return body.series.length === 3;
    });
  }
  await using history = await openPriceHistory({ file: own });
  const spans = [];
  for await (const page of history.spans({})) spans.push(...page);
  expect(
    spans.map(({ provider, service, country, price }) => `${provider} ${service} ${country} ${price.amount}`),
  ).toEqual([
    ...['dollar telegram EE 0.11', 'dollar telegram US 0.2'],
    ...['rouble telegram EE 9.6', 'rouble telegram US 20'],
    ...['toman telegram EE 8400', 'toman telegram US 11200'],
    ...['dollar whatsapp EE 0.2', 'rouble whatsapp EE 20', 'toman whatsapp EE 11200'],
  ]);
});

test('a vendor that does not answer keeps what it asked last; another has its new price', async () => {
  const own = join(folder, 'silent.sqlite');
  await using elsewhere = await openMarket();
  const settings = { clients: [operator], priceHistory: { file: own, services: ['telegram'] } };
  const query = '/prices/history?service=telegram&country=EE&currency=RUB&provider=';
  const leastOf = async (gateway: Running, provider: string): Promise<string | undefined> => {
    const { call } = await documentedClient(gateway.url, OPERATOR_TOKEN);
    return (await call(query + provider)).body.series[0]?.points.at(-1).price;
  };
  {
    await using gateway = await openGateway(elsewhere.addresses, settings);
    await until(async () => (await leastOf(gateway, 'rouble')) === '9.6');
  }
  const [, dollar, rouble] = elsewhere.vendors;
  dollar.sandbox.fault({ when: 'before', kind: 'http-500', times: 1_000 });
  rouble.world.setPrice({}, '8');
  {
    await using gateway = await openGateway(elsewhere.addresses, settings);
    await until(async () => (await leastOf(gateway, 'rouble')) === '8');
  }
  await using history = await openPriceHistory({ file: own });
  for await (const spans of history.spans({ providers: ['dollar'], countries: ['EE'] }))
    expect(spans).toMatchObject([{ price: { amount: '0.11', currency: 'USD' }, stands: true }]);
});

test('a file that somebody holds costs only the look: it is said in the log, and offers are told', async () => {
  const held = join(folder, 'held.sqlite');
  await (await openPriceHistory({ file: held })).close();
  const holder = new DatabaseSync(held);
  holder.exec('BEGIN IMMEDIATE');
  await using gateway = await openGateway(market.addresses, {
    clients: [operator],
    priceHistory: { file: held, services: ['telegram'] },
  });
  const { call } = await documentedClient(gateway.url, OPERATOR_TOKEN);
  expect((await call('/offers?service=telegram')).body.total).toBe(6);
  await until(() => gateway.log.some((line) => line.includes('its prices could not be kept')));
  holder.close();
});

test('a file that is no price history is refused by the name of the setting, and left as it is', async () => {
  const strange = join(folder, 'strange.txt');
  writeFileSync(strange, 'a diary');
  await expect(
    openGateway(market.addresses, {
      clients: [operator],
      priceHistory: { file: strange, services: ['telegram'] },
    }),
  ).rejects.toMatchObject({ code: 'INVALID_INPUT', details: { field: 'gateway.priceHistory.file' } });
});

test.each([{ keepMs: 0 }, { most: 1 }])('a wrong limit is named: %j', async (limit) => {
  const priceHistory = { file: join(folder, 'limits.sqlite'), services: ['telegram'], ...limit };
  await expect(openGateway(market.addresses, { clients: [operator], priceHistory })).rejects.toMatchObject({
    code: 'INVALID_INPUT',
    details: { field: `gateway.priceHistory.${Object.keys(limit)[0]}` },
  });
});
