import { hashToken } from '@numroute/gateway';
import { type ProfileName, profiles } from '@numroute/sms-activate';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { client, openGateway, type Running, until } from './support/gateway.ts';
import { type Market, openMarket } from './support/market.ts';
import { type Ask, oldClient } from './support/old-client.ts';

/** Each has a budget of its own, so that they can shop at the same time. */
const tokenOf = (id: string): string => `token-of-a-client-of-${id}`;

let market: Market;
let running: Running;

beforeAll(async () => {
  market = await openMarket();
  const clients = [...Object.keys(profiles), 'arzancell'].map((id) =>
    client({ id, tokenHash: hashToken(tokenOf(id)), margin: { percent: '10' } }),
  );
  running = await openGateway(market.addresses, { clients });
});
afterAll(async () => {
  await running[Symbol.asyncDispose]();
  await market[Symbol.asyncDispose]();
});

/** The one that was bought last, wherever that was. */
function newest(phone: string): { readonly receive: (text: string) => void; readonly status: () => string } {
  for (const { world } of market.vendors) {
    const order = world.orders.find((one) => one.phone.endsWith(phone));
    if (order) {
      return {
        receive: (text) => void world.receiveSms(order.id, text),
        status: () => world.orders.find(({ id }) => id === order.id)?.status ?? 'none',
      };
    }
  }
  throw new Error(`nobody sold ${phone}`);
}

/** The site's id for one of ours. */
function idIn(table: Readonly<Record<string, unknown>> | undefined, ours: string): string | undefined {
  return Object.entries(table ?? {}).find(
    ([, value]) => value === ours || (value as { country?: unknown } | null)?.country === ours,
  )?.[0];
}

test.concurrent.each(Object.keys(profiles) as ProfileName[])(
  'an old client of %s asks for balance and prices, buys, gets its code, finishes; buys, cancels',
  { timeout: 60_000 },
  async (name) => {
    const profile = profiles[name];
    // What the family's own tables have is 34 and tg.
    const country = profile.onlyCountry ?? idIn(profile.countries, 'EE') ?? '34';
    const service = idIn(profile.services, 'telegram') ?? 'tg';
    const { auth } = profile;
    const token = tokenOf(name);
    const { name: lang = 'unknown', values = {} as Record<string, string> } = profile.currencyParameter ?? {};
    const plain = oldClient(
      `${running.url}/${name}/stubs/handler_api.php`,
      auth.in === 'query'
        ? { key: auth.name, token }
        : { headers: { [auth.name]: `${auth.prefix ?? ''}${token}` } },
    );
    const ask: Ask = (parameters) =>
      plain({ [lang]: values[profile.currency] ?? 'undefined', ...parameters });
    const balance = async (): Promise<number> => {
      const [, amount] =
        /^(?:ACCESS_BALANCE:)?(\d+(?:\.\d+)?)$/.exec(await ask({ action: 'getBalance' })) ?? [];
      return Number(amount);
    };
    const before = await balance();
    expect(before).toBeGreaterThan(0);

    const prices = await ask({ action: profile.offers.action, service, country });
    expect(
      Object.keys(JSON.parse(prices))
        .concat(Object.keys(Object.values(JSON.parse(prices))[0] ?? {}))
        .sort(),
    ).toEqual([country, service].sort());

    const [, id = '', phone = ''] =
      /^ACCESS_NUMBER:([1-9]\d{0,9}):(\d+)$/.exec(await ask({ action: 'getNumber', service, country })) ?? [];
    expect(id).not.toBe('');
    const waiting = await ask({ action: 'getStatus', id });
    expect(waiting).toMatch(/^STATUS_WAIT(ING|_CODE)$/);
    newest(phone).receive('Your code: 70830');
    await until(async () => (await ask({ action: 'getStatus', id })) === 'STATUS_OK:70830');
    const { finish = '6', cancel } = profile.setStatus;
    expect(await ask({ action: 'setStatus', id, status: finish })).toBe('ACCESS_ACTIVATION');
    expect(await balance()).toBeLessThan(before);

    const after = await balance();
    const [, second = '', secondPhone = ''] =
      /^ACCESS_NUMBER:(\d+):(\d+)$/.exec(await ask({ action: 'getNumber', service, country })) ?? [];
    expect(second).not.toBe(id);
    expect(await ask({ action: 'setStatus', id: second, status: cancel })).toBe('ACCESS_CANCEL');
    expect(newest(secondPhone).status()).toBe('cancelled');
    expect(await balance()).toBe(after);
  },
);

test.concurrent('an old client of arzancell does the same', { timeout: 60_000 }, async () => {
  const ask = oldClient(`${running.url}/api/handler.php`, { key: 'api', token: tokenOf('arzancell') });
  const balance = async (): Promise<unknown> => JSON.parse(await ask({ action: 'get_balance' }));
  const [before] = (await balance()) as [{ balance: number; unit: string }];
  expect(before.unit).toBe('USD');

  const rows = JSON.parse(await ask({ action: 'get_status', server: 'any', country: 'ee' })) as {
    'service code': string;
    price: number;
  }[];
  // 8,400 Toman are 0.075 USD; ten percent more, rounded up.
  expect(rows.find((row) => row['service code'] === 'telegram')?.price).toBe(0.0825);

  const buy = { action: 'get_number', server: 'any', country: 'ee', service: 'telegram' };
  const [bought] = JSON.parse(await ask(buy)) as [{ phone: string; order_id: string }];
  const check = { action: 'check_order', order_id: bought.order_id };
  expect(JSON.parse(await ask(check))).toEqual([{ phone: bought.phone, code: '' }]);
  newest(bought.phone).receive('Your code: 012345');
  await until(async () => (await ask(check)) === JSON.stringify([{ phone: bought.phone, code: '012345' }]));

  const [second] = JSON.parse(await ask(buy)) as [{ phone: string; order_id: string }];
  expect(second.order_id).not.toBe(bought.order_id);
  expect(await ask({ action: 'cancel_order', order_id: second.order_id })).toBe('CANCELED');
  expect(newest(second.phone).status()).toBe('cancelled');
});
