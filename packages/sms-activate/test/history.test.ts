import { createWorld, startSandbox } from '@numroute/testkit';
import { describe, expect, test } from 'vitest';
import {
  profiles,
  type SmsActivateSettings,
  smsActivate,
  smsActivateAdapter,
  smsActivateDialect,
} from '../src/index.ts';
import { reply } from './support.ts';

/** As they were recorded on 2026-09-29, with other numbers. */
const recorded = {
  cancelled:
    '{"id":909862579,"createDate":"2026-09-28T11:41:10.000000Z","service":"ot","country":187,"phone":15550000001,"moreCodes":null,"cost":0.6,"status":8,"phoneCode":1,"currency":840,"subtype":1}',
  done: '{"id":909794275,"createDate":"2026-09-28T11:19:30.000000Z","service":"dr","country":52,"phone":66900000002,"moreCodes":"490838","cost":0.12,"status":6,"phoneCode":66,"currency":840,"subtype":1}',
  older:
    '{"id":884343475,"createDate":"2026-09-22T06:02:58.000000Z","service":"dr","country":52,"phone":66900000003,"moreCodes":"476961","cost":0.1195,"status":6,"phoneCode":66,"currency":840,"subtype":1}',
} as const;
const page = (...rows: readonly string[]): string =>
  `{"data":[${rows.join(',')}],"totals":{"sum":7.5494,"successCount":23},"meta":{"page":1,"size":25,"sort":{"id":"desc"},"total":73}}`;
const all = page(recorded.cancelled, recorded.done, recorded.older);
const like = (row: string, change: object): string => JSON.stringify({ ...JSON.parse(row), ...change });

type Request = Parameters<Parameters<ReturnType<typeof smsActivateAdapter>['fetchOrder']>[0]>[0];

/** HeroSMS: what its handler says of every order, and its history page after page. */
function hero(said: string, pages: readonly string[], { http = 200, handler = 'h.php' } = {}) {
  const asked: Request[] = [];
  const clock = { at: Date.parse('2026-09-28T12:00:00.500Z') };
  const adapter = smsActivateAdapter(profiles.herosms, handler === '' ? {} : { handler });
  const send = async (request: Request) => {
    asked.push(request);
    const isHistory = request.path === profiles.herosms.history?.path;
    const status = said.startsWith('{') ? 404 : 200;
    const got = isHistory
      ? reply(pages[Number(request.query?.['page']) - 1] ?? page(), http)
      : reply(said, status);
    return { ...got, at: clock.at };
  };
  return { adapter, send, clock, asked, histories: () => asked.filter(({ auth }) => auth !== undefined) };
}

const notFound = '{"title":"NOT_FOUND","details":"Activation Not Found"}';

describe.each(['STATUS_CANCEL', notFound])('HeroSMS says %s', (said) => {
  test.each([
    ['done', '909794275', { status: 'finished', messages: [{ code: '490838' }] }],
    ['cancelled', '909862579', { status: 'cancelled', messages: [] }],
  ])('its history says %s', async (_name, id, end) => {
    const { adapter, send, asked } = hero(said, [all]);
    expect(await adapter.fetchOrder(send, id)).toEqual({ id, ...end });
    expect(asked).toEqual([
      { path: 'h.php', query: { action: 'getStatus', id } },
      {
        path: 'api/v1/activations/history',
        auth: { in: 'header', name: 'authorization', prefix: 'ApiKey ' },
        query: { from: '2026-09-27T12:00:00Z', to: '2026-09-28T12:00:00Z', page: '1', size: '25' },
      },
    ]);
  });

  test('refunded is cancelled, too', async () => {
    const { adapter, send } = hero(said, [page(like(recorded.cancelled, { status: 10 }))]);
    expect(await adapter.fetchOrder(send, '909862579')).toMatchObject({ status: 'cancelled' });
  });

  test.each([
    ['no row', page(recorded.older), 200],
    ['a row that is not over', page(like(recorded.cancelled, { status: 4 })), 200],
    ['a code beside a cancel', page(like(recorded.cancelled, { moreCodes: '111222' })), 200],
    ['codes beside a refund', page(like(recorded.cancelled, { status: 10, moreCodes: ['1'] })), 200],
    ['codes that are not understood', page(like(recorded.cancelled, { moreCodes: { a: '1' } })), 200],
    ['a row without an id', page(recorded.cancelled, '{"status":8}'), 200],
    ['no list', '{"data":{}}', 200],
    ['half a list', all.slice(0, 300), 200],
    ['a refused key', '{"title":"BAD_API_KEY","details":""}', 403],
    ['a page', '<html></html>', 403],
    ['a failed server', all, 500],
  ])('%s: the old answer stands', async (_name, text, http) => {
    const { adapter, send, histories } = hero(said, [text], { http });
    const old = adapter.fetchOrder(send, '909862579');
    if (said === notFound) await expect(old).rejects.toMatchObject({ code: 'UNKNOWN_ORDER' });
    else expect(await old).toEqual({ id: '909862579', status: 'gone', messages: [] });
    expect(histories()).toHaveLength(1);
  });
});

const newer = (count: number): string =>
  page(...Array.from({ length: count }, (_, n) => like(recorded.done, { id: 999_000_000 - n })));

test('pages are read until the order is found or passed, and no further than the eighth', async () => {
  const found = hero('STATUS_CANCEL', [newer(25), newer(25), all]);
  expect(await found.adapter.fetchOrder(found.send, '909862579')).toMatchObject({ status: 'cancelled' });
  expect(found.histories().map(({ query }) => query?.['page'])).toEqual(['1', '2', '3']);

  const passed = hero('STATUS_CANCEL', [newer(25), page(...Array(25).fill(recorded.older)), all]);
  expect(await passed.adapter.fetchOrder(passed.send, '909862579')).toMatchObject({ status: 'gone' });
  expect(passed.histories()).toHaveLength(2);

  const endless = hero('STATUS_CANCEL', Array(20).fill(newer(25)));
  expect(await endless.adapter.fetchOrder(endless.send, '909862579')).toMatchObject({ status: 'gone' });
  expect(endless.histories()).toHaveLength(8);
});

test('an order is asked for once in half a minute, and nobody for a minute after a refusal', async () => {
  const { adapter, send, clock, histories } = hero('STATUS_CANCEL', [page(recorded.older)]);
  const counts: number[] = [];
  for (const at of [0, 29_000, 31_000]) {
    clock.at += at;
    await adapter.fetchOrder(send, '909862579');
    counts.push(histories().length);
  }
  expect(counts).toEqual([1, 1, 2]);

  const refused = hero('STATUS_CANCEL', ['{"title":"RATE_LIMIT","details":""}'], { http: 429 });
  await refused.adapter.fetchOrder(refused.send, '1');
  await refused.adapter.fetchOrder(refused.send, '2');
  expect(refused.histories()).toHaveLength(1);
  refused.clock.at += 60_000;
  await refused.adapter.fetchOrder(refused.send, '3');
  expect(refused.histories()).toHaveLength(2);
});

test.each([
  ['STATUS_WAIT_CODE', '909862579', 'h.php'],
  ['STATUS_OK:1234', '909862579', 'h.php'],
  ['STATUS_CANCEL', 'abc', 'h.php'],
  ['STATUS_CANCEL', '909862579', ''],
])('%s of order %s with the handler at "%s": no history is asked', async (said, id, handler) => {
  const { adapter, send, histories } = hero(said, [all], { handler });
  await adapter.fetchOrder(send, id);
  expect(histories()).toEqual([]);
});

test('a cancel of what is over is answered by how it ended', async () => {
  const setStatus = '{"title":"ACTIVATION_NOT_ACTIVE","details":""}';
  const cancel = (id: string) => {
    const { adapter, send } = hero('STATUS_CANCEL', [all]);
    return adapter.cancelOrder?.(
      async (request) => (request.query?.['action'] === 'setStatus' ? reply(setStatus, 409) : send(request)),
      id,
    );
  };
  expect(await cancel('909862579')).toMatchObject({ status: 'cancelled' });
  expect(await cancel('909794275')).toMatchObject({ status: 'finished' });
  expect(await cancel('5')).toMatchObject({ status: 'gone' });
});

test('what we cancelled ourselves needs no history', async () => {
  const { adapter, send, histories } = hero('STATUS_CANCEL', [all]);
  await adapter.cancelOrder?.(async () => reply('ACCESS_CANCEL'), '909794275');
  expect(await adapter.fetchOrder(send, '909794275')).toMatchObject({ status: 'gone' });
  expect(histories()).toEqual([]);
});

describe('the history as a list', () => {
  const period = { from: Date.parse('2026-09-28T11:00:00.400Z'), to: Date.parse('2026-09-28T12:00:00.400Z') };

  test('tells ends with what they were; what a cancelled row costs was not charged', async () => {
    const open = like(recorded.cancelled, { id: 5, status: 4 });
    const coded = like(recorded.cancelled, { id: 6, moreCodes: '111222' });
    const { adapter, send, asked } = hero('', [page(recorded.cancelled, open, coded, recorded.done)]);
    expect(await adapter.listHistory?.(send, period)).toEqual([
      {
        id: '909862579',
        status: 'cancelled',
        messages: [],
        phone: '+15550000001',
        service: expect.any(String),
        country: 'US',
        orderedAt: Date.parse('2026-09-28T11:41:10Z'),
      },
      expect.objectContaining({ id: '6', status: 'gone', messages: [{ code: '111222' }] }),
      {
        id: '909794275',
        status: 'finished',
        messages: [{ code: '490838' }],
        phone: '+66900000002',
        service: expect.any(String),
        country: 'TH',
        price: { amount: '0.12', currency: 'USD' },
        orderedAt: Date.parse('2026-09-28T11:19:30Z'),
      },
    ]);
    expect(asked.map(({ query }) => query)).toEqual([
      { from: '2026-09-28T11:00:00Z', to: '2026-09-28T12:00:01Z', page: '1', size: '25' },
    ]);
  });

  test('has every page, an order once, or is an error', async () => {
    const whole = hero('', [newer(25), newer(25), all]);
    expect(await whole.adapter.listHistory?.(whole.send, period)).toHaveLength(28);
    const broken = hero('', [newer(25), '<html></html>']);
    await expect(broken.adapter.listHistory?.(broken.send, period)).rejects.toMatchObject({
      code: 'UNREADABLE',
    });
    const endless = hero('', Array(60).fill(newer(25)));
    await expect(endless.adapter.listHistory?.(endless.send, period)).rejects.toMatchObject({
      code: 'UNREADABLE',
    });
    expect(hero('', [], { handler: '' }).adapter.listHistory).toBeUndefined();
  });
});

describe('over HTTP, against the dialect', () => {
  const open = async (settings: Partial<SmsActivateSettings> = {}) => {
    const world = createWorld({
      currency: 'USD',
      offers: [{ service: 'telegram', country: 'US', price: '0.5', stock: 9 }],
    });
    const sandbox = await startSandbox({ world, dialect: smsActivateDialect(profiles.herosms) });
    const provider = smsActivate.create({
      profile: 'herosms',
      apiKey: world.secret,
      baseUrl: sandbox.url,
      allowInsecureHttp: true,
      ...settings,
    });
    const call = () => ({ signal: new AbortController().signal });
    return {
      world,
      sandbox,
      fetchOrder: (id: string) => provider.fetchOrder(id, call()),
      seen: () => sandbox.requests.map(({ path, query, headers }) => [path, query.get('api_key'), headers]),
      [Symbol.asyncDispose]: async () => {
        await provider.close?.();
        await sandbox.close();
      },
    };
  };
  const buy = async ({ shop }: Awaited<ReturnType<typeof open>>['world']) =>
    (await shop.purchase({ service: 'telegram', country: 'US' })).id;

  test('a finished and a cancelled order are told apart, and each API gets the key where it wants it', async () => {
    await using site = await open();
    const { world, sandbox } = site;
    const [done, off] = [await buy(world), await buy(world)];
    world.receiveSms(done, 'code 4711');
    await world.shop.finishOrder(done);
    await world.shop.cancelOrder(off);
    expect(await site.fetchOrder(done)).toEqual({
      id: done,
      status: 'finished',
      messages: [{ code: '4711' }],
    });
    expect(await site.fetchOrder(off)).toEqual({ id: off, status: 'cancelled', messages: [] });
    const [classic, history] = site.seen();
    expect(classic?.slice(0, 2)).toEqual(['/stubs/handler_api.php', world.secret]);
    expect(classic?.[2]).not.toHaveProperty('authorization');
    expect(history?.slice(0, 2)).toEqual(['/api/v1/activations/history', null]);
    expect(history?.[2]).toMatchObject({ authorization: `ApiKey ${world.secret}` });
    expect(sandbox.requests).toHaveLength(4);
  });

  test('a base URL of another form has no history', async () => {
    await using site = await open();
    await using other = await open({ baseUrl: `${site.sandbox.url}/`, apiKey: site.world.secret });
    const id = await buy(site.world);
    await site.world.shop.cancelOrder(id);
    expect(await other.fetchOrder(id)).toMatchObject({ status: 'gone' });
    expect(site.seen()).toHaveLength(1);
  });

  test('a wrong key is refused in the words that were recorded', async () => {
    await using site = await open();
    const url = `${site.sandbox.origin}/api/v1/activations/history`;
    for (const headers of [
      {},
      { authorization: 'ApiKey x' },
      { authorization: `Bearer ${site.world.secret}` },
    ]) {
      const got = await fetch(`${url}?api_key=${site.world.secret}`, { headers });
      expect([got.status, await got.json()]).toMatchObject([403, { title: 'BAD_API_KEY' }]);
    }
  });
});
