import { expect, test } from 'vitest';
import { arzancell } from '../src/index.ts';
import { call, offer, page, purchaseCall, serve } from './support.ts';

const key = 'very-secret-key';

/** A vendor that answers by action, literally. */
async function vendor(replies: Record<string, string>, status = 200, headers: Record<string, string> = {}) {
  const urls: string[] = [];
  const server = await serve((request, response) => {
    urls.push(request.url ?? '');
    const action = new URL(request.url ?? '', 'http://x').searchParams.get('action') ?? '';
    response.writeHead(status, headers).end(replies[action] ?? 'INVALID ACTION');
  });
  const settings = { apiKey: key, baseUrl: server.url, allowInsecureHttp: true };
  const provider = arzancell.create(arzancell.parseSettings(settings));
  return { urls, provider, [Symbol.asyncDispose]: server[Symbol.asyncDispose] };
}

test("#3 #8 the page's literal replies over a socket, all five actions", async () => {
  await using site = await vendor({
    get_balance: page.balance,
    get_status: page.offers,
    get_number: page.number,
    check_order: page.order,
    cancel_order: page.cancel,
  });
  const { provider } = site;
  const offers = [...(await provider.listOffers({ service: 'telegram', country: 'EE' }, call))];
  expect(offers).toMatchObject([{ price: { amount: '8400', currency: 'IRT' }, pool: '3', stock: 3 }]);
  const [cheapest = offer] = offers;
  expect(await provider.purchase(cheapest, purchaseCall)).toMatchObject({
    id: '3762',
    phone: '+989150681843',
  });
  expect(await provider.fetchOrder('3762', call)).toMatchObject({
    status: 'delivered',
    messages: [{ code: '708303' }],
  });
  expect(await provider.cancelOrder?.('3762', call)).toMatchObject({ status: 'cancelled' });
  expect(await provider.fetchBalance?.(call)).toEqual({ amount: '981000', currency: 'IRT' });
  expect(site.urls.every((url) => new URL(url, 'http://x').searchParams.get('api') === key)).toBe(true);
  const bought = new URL(site.urls.find((url) => url.includes('get_number')) ?? '', 'http://x').searchParams;
  bought.delete('api');
  expect(Object.fromEntries(bought)).toEqual({
    action: 'get_number',
    server: '3',
    country: 'ee',
    service: 'telegram',
  });
});

test('#30 the unit is asked for once by five who come first at once', async () => {
  await using site = await vendor({ get_balance: page.balance, get_status: page.offers });
  const lists = await Promise.all([1, 2, 3, 4, 5].map(() => site.provider.listOffers({}, call)));
  expect(lists.map(({ length }) => length)).toEqual([3, 3, 3, 3, 3]);
  expect(site.urls.filter((url) => url.includes('get_balance'))).toHaveLength(1);
});

test.each([
  ['vector 7', 'NO NUMBER\n', 'OUT_OF_STOCK'],
  ['vector 8', '"NO NUMBER"', 'OUT_OF_STOCK'],
  ['vector 9', '[{"error":"NO NUMBER"}]', 'OUT_OF_STOCK'],
  ['vector 9', '{"error":"INVALID API"}', 'UNAUTHORIZED'],
  ['vector 10', '\uFEFFNO NUMBER\r\n', 'OUT_OF_STOCK'],
  ['vector 14', 'INVALID REQUEST', 'REJECTED'],
  ['a balance', 'NOT ENOUGH BALANCE', 'INSUFFICIENT_FUNDS'],
  ['vector 12', '<html><body>NO NUMBER</body></html>', 'OUTCOME_UNKNOWN'],
  ['#23', 'TRY AGAIN', 'OUTCOME_UNKNOWN'],
])('%s over a socket: %j is %s, after one request', async (_, get_number, code) => {
  await using site = await vendor({ get_number });
  await expect(site.provider.purchase(offer, purchaseCall)).rejects.toMatchObject({ code });
  expect(site.urls).toHaveLength(1);
});

test('vector 11: HTTP 500 with TRY AGAIN', async () => {
  await using site = await vendor({ get_number: 'TRY AGAIN', check_order: 'TRY AGAIN' }, 500);
  await expect(site.provider.purchase(offer, purchaseCall)).rejects.toMatchObject({
    code: 'OUTCOME_UNKNOWN',
  });
  await expect(site.provider.fetchOrder('1', call)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
});

test('#2 vector 13: a redirect is not followed, because the key is in the address', async () => {
  await using trap = await vendor({});
  await using site = await vendor({ get_number: '', get_balance: '' }, 301, {
    location: 'http://127.0.0.1:9/',
  });
  await expect(site.provider.purchase(offer, purchaseCall)).rejects.toMatchObject({
    code: 'OUTCOME_UNKNOWN',
  });
  await expect(site.provider.fetchBalance?.(call)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  expect(trap.urls).toHaveLength(0);
  expect(site.urls).toHaveLength(2);
});

test('#3 no error holds the key, even if the vendor repeats it', async () => {
  await using site = await vendor({ get_balance: `no such key: ${key}`, get_number: `what? ${key}` });
  const { provider } = site;
  for (const ask of [() => provider.fetchBalance?.(call), () => provider.purchase(offer, purchaseCall)]) {
    const error = await ask()?.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(Error);
    expect(JSON.stringify(error) + String(error) + (error as Error).stack).not.toContain(key);
  }
});
