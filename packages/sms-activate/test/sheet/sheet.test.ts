import { formatMoney, NumrouteError, type Offer, type Shop } from '@numroute/core';
import type { Reply, RequestDescription } from '@numroute/http';
import { createWorld, virtualClock } from '@numroute/testkit';
import { describe, expect, test } from 'vitest';
import { profiles, smsActivateAdapter, smsActivateDialect } from '../../src/index.ts';
import { offerOf } from '../quirks/vendor.ts';
import { herosms } from './herosms.ts';
import type { Query, Row, Sheet } from './row.ts';
import { smsbower } from './smsbower.ts';
import { tiger } from './tiger.ts';
import { vak } from './vak.ts';

const sheets: readonly Sheet[] = [herosms, smsbower, tiger, vak];

/** Every reply of the site is this one. */
async function clientSays({ profile }: Sheet, { client, status = 200, body }: Row): Promise<unknown> {
  if ('never' in client) return undefined;
  const adapter = smsActivateAdapter(profiles[profile]);
  const reply: Reply = { status, headers: {}, at: 0, text: body };
  // The country has several ids at a site, and each is asked for.
  const send = async ({ query = {} }: RequestDescription) =>
    body.startsWith('{"187"') && query['country'] !== '187' ? { ...reply, text: '{}' } : reply;
  switch (client[0]) {
    case 'balance':
      return adapter.fetchBalance?.(send);
    case 'offers':
      return [...(await adapter.listOffers(send, { service: 'telegram', country: 'US' }))].map(tell);
    case 'order':
      return adapter.fetchOrder(send, '77');
    case 'cancel':
      return adapter.cancelOrder?.(send, '77');
    case 'finish':
      return adapter.finishOrder?.(send, '77');
    case 'list':
      return adapter.listOpenOrders?.(send);
    case 'buy': {
      const { outcome, ...said } = adapter.purchase.read(reply, offerOf(profile));
      expect(outcome).toBe('rejected');
      const { code, ...details } = said as { code: NumrouteError['code'] };
      throw { code, details };
    }
  }
}

const tell = ({ country, service, pool = '-', price, stock }: Offer): string =>
  `${country} ${service} ${pool} ${formatMoney(price)} x${stock}`;

async function dialectSays({ profile, funds }: Sheet, row: Row, query: Query) {
  const { scene } = row;
  const method = row.method ?? 'GET';
  const clock = virtualClock();
  const world = createWorld({
    currency: profiles[profile].currency,
    offers: [
      { service: 'telegram', country: 'US', pool: '2263', price: '0.683', stock: 22 },
      { service: 'telegram', country: 'US', pool: '77', price: '0.7', stock: 4 },
      { service: 'whatsapp', country: 'US', pool: '77', price: '99', stock: 1 },
      { service: 'viber', country: 'US', pool: '77', price: '0.1', stock: 0 },
    ],
    funds,
    clock,
    cancelAfterMs: 120_000,
    secret: 'k',
  });
  const id = ['bought', 'received', 'old enough'].includes(scene ?? '')
    ? (await world.shop.purchase({ service: 'telegram', country: 'US' })).id
    : 'none';
  if (scene === 'received') world.receiveSms(id, 'code 4711');
  if (scene === 'old enough') await clock.advance(120_000);
  const failing = scene === 'too fast' ? new NumrouteError('RATE_LIMITED', 'x', {}) : new Error('x');
  const shop: Shop =
    scene === 'too fast' || scene === 'broken'
      ? { ...world.shop, fetchBalance: () => Promise.reject(failing) }
      : world.shop;
  const asked = Object.entries({ api_key: 'k', ...query }).map(([name, value]) => [
    name,
    value === 'ID' ? id : value,
  ]);
  const { status = 200, body } = await smsActivateDialect(profiles[profile]).respond(
    { method, path: '/', query: new URLSearchParams(asked as [string, string][]), headers: {}, body: '' },
    (key) => (key === 'k' ? shop : undefined),
  );
  return { status, body };
}

describe.each(sheets)('section $section: $profile', (sheet) => {
  test.each(sheet.rows.filter(({ client }) => !('never' in client)))(
    'the client understands: $request',
    async (row) => {
      const [, expected] = row.client as readonly [string, object];
      const said = await clientSays(sheet, row).catch((error: { code: string; details: object }) => ({
        code: error.code,
        details: error.details,
      }));
      if (Array.isArray(expected)) expect(said).toEqual(expected);
      else expect(said).toMatchObject(expected);
    },
  );

  test.each(sheet.rows.filter(({ unsaid }) => unsaid === undefined))(
    'the dialect says: $request',
    async (row) => {
      const { status = 200, body } = row;
      expect(row.queries.length).toBeGreaterThan(0);
      for (const query of row.queries) {
        expect([query, await dialectSays(sheet, row, query)]).toEqual([query, { status, body }]);
      }
    },
  );

  test('what is left out is said why', () => {
    for (const { client, unsaid } of sheet.rows) {
      if ('never' in client) expect(client.never).not.toBe('');
      if (unsaid !== undefined) expect(unsaid).not.toBe('');
    }
  });
});

describe('the lists that are too long for a row', () => {
  const countries = async (sheet: Sheet) => {
    const row: Row = { request: '', queries: [], body: '', client: { never: '-' } };
    return (await dialectSays(sheet, row, { action: 'getCountries' })).body;
  };

  test('8a: getCountries of SMSBower, an object with ids as text', async () => {
    expect(await countries(smsbower)).toMatch(
      /^\{.*"2":\{"id":"2","rus":"Казахстан","eng":"Kazakhstan","chn":"哈萨克斯坦"/,
    );
  });

  test('8b: getCountries of Tiger, an array with ids as numbers', async () => {
    expect(await countries(tiger)).toMatch(
      /^\[\{"id":\d+,"rus":"[^"]+","eng":"[^"]+","chn":"[^"]+","visible":1,"retry":1/,
    );
  });

  test('8c: getCountries of VAK, an array with ids as text', async () => {
    expect(await countries(vak)).toMatch(/\{"id":"95","rus":"[^"]+","eng":"United Arab Emirates",/);
  });

  test('8b: getPricesV3 and getOffers of Tiger, by their fields', async () => {
    const row: Row = { request: '', queries: [], body: '', client: { never: '-' } };
    const v3 = await dialectSays(tiger, row, { action: 'getPricesV3', service: 'tg', country: '187' });
    expect(JSON.parse(v3.body)).toMatchObject({
      '187': {
        tg: { price: 0.683, count: 26, currency: 840, providers: { '77': { count: 4, provider_id: 77 } } },
      },
    });
    const offers = await dialectSays(tiger, row, { action: 'getOffers', services: 'tg', countries: '187' });
    expect(JSON.parse(offers.body)).toMatchObject({
      data: {
        tg: { '187': { prices: { min: expect.anything() }, counts: { total: 26 }, map: { '0.683': 22 } } },
      },
    });
  });
});
