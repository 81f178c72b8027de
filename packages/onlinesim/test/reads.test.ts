import { setImmediate as turn } from 'node:timers/promises';
import { NumrouteError } from '@numroute/core';
import type { Reply } from '@numroute/http';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runs } from '../../../test/support/runs.ts';
import { onlinesimAdapter } from '../src/index.ts';
import { AT, fakeSend, page, reply, say, stateOf } from './support.ts';

const adapter = onlinesimAdapter({ currency: 'USD' });
const rejects = (code: string) => expect.objectContaining({ code });

describe('offers', () => {
  const list = async (answer: string | Reply, query = {}) => [
    ...(await adapter.listOffers(fakeSend({ getNumbersStats: answer }), query)),
  ];
  const countryOf = (code: number, services: object, more: object = {}): object => ({
    ...{ name: 'x', code, enabled: true, services },
    ...more,
  });
  const one = { count: 9999, price: '1.50', slug: 'telegram' };

  test('the sample: one country', async () => {
    const send = fakeSend({ getNumbersStats: page.country });
    expect([...(await adapter.listOffers(send, { country: 'RU' }))]).toEqual([
      {
        provider: 'onlinesim',
        service: 'vk',
        country: 'RU',
        price: { amount: '0.1', currency: 'USD' },
        stock: 10,
        handle: '{"country":"7","service":"vkcom"}',
      },
    ]);
    expect(send.asked).toMatchObject([{ path: 'getNumbersStats.php', query: { country: '7', lang: 'en' } }]);
  });

  test('a map and a list of countries', async () => {
    const all = [countryOf(77, { service_telegram: one }), countryOf(1000, { service_telegram: one })];
    const expected = [
      ['KZ', undefined, 9999],
      ['CA', true, 9999],
    ];
    for (const body of [{ _77: all[0], _1000: all[1] }, all]) {
      const offers = await list(JSON.stringify(body), { service: 'telegram' });
      expect(offers.map(({ country, virtual, stock }) => [country, virtual, stock])).toEqual(expected);
    }
  });

  test('what is closed, free or unreadable is left out; a slug may stand in the key alone', async () => {
    const body = [
      countryOf(7, { service_viber: { count: 1, price: 2 }, service_x: { price: 0 }, service_y: {} }),
      countryOf(44, { service_viber: one }, { enabled: false }),
      countryOf(49, { service_viber: one }, { enabled: 0 }),
      countryOf(0, { service_viber: one }),
      countryOf(372, []),
      7,
    ];
    const offers = await list(JSON.stringify(body));
    expect(offers.map(({ service, country }) => [service, country])).toEqual([['viber', 'RU']]);
  });

  test('what is not sold is an empty list', async () => {
    expect(await list(say('UNDEFINED_COUNTRY'), { country: 'EE' })).toEqual([]);
    expect(await list('[]')).toEqual([]);
    const send = fakeSend({});
    expect([...(await adapter.listOffers(send, { country: 'AQ' }))]).toEqual([]);
    expect(send.asked).toEqual([]);
  });

  test.each([
    ['UNREADABLE', '{}'],
    ['UNREADABLE', say('SOMETHING_NEW')],
    ['UNREADABLE', page.country.slice(0, -1)],
    ['UNREADABLE', `${page.country} Notice`],
    ['UNREADABLE', page.country.replace('"0.1"', '"$0.1"')],
    ['UNREADABLE', page.country.replace('"code":7', '"code":77')],
    ['RATE_LIMITED', say('TRY_AGAIN_LATER')],
    ['UNAUTHORIZED', say('ERROR_WRONG_KEY')],
    ['UNAUTHORIZED', say('API_ACCESS_IP')],
  ])('%s: %s', async (code, body) => {
    await expect(list(body, { country: 'RU' })).rejects.toThrow(rejects(code));
    await expect(list(reply(body, 503), { country: 'RU' })).rejects.toThrow(rejects('UNAVAILABLE'));
  });

  test('a long list is read with turns for everybody else', async () => {
    const services = Object.fromEntries(
      Array.from({ length: 300 }, (_, n) => [
        `service_s${n}`,
        { count: n, popular: true, price: `${n + 1}.5` },
      ]),
    );
    const body = Object.fromEntries(
      Array.from({ length: 100 }, (_, n) => [`_${n + 1}`, countryOf(n + 1, services)]),
    );
    let [turns, ended] = [0, false];
    const read = list(JSON.stringify(body)).finally(() => {
      ended = true;
    });
    for (; !ended; turns += 1) await turn();
    expect(await read).toHaveLength(30_000);
    expect(turns).toBeGreaterThan(5);
  });
});

describe('an order', () => {
  const look = (answer: string | Reply) => adapter.fetchOrder(fakeSend({ getState: answer }), '10000');

  test('the sample of the documents', async () => {
    const send = fakeSend({ getState: page.state });
    expect(await adapter.fetchOrder(send, '10000')).toEqual({
      id: '10000',
      status: 'delivered',
      messages: [{ text: '468683' }],
      phone: '+46050101010',
      country: 'SE',
      service: 'facebook',
      price: { amount: '14', currency: 'USD' },
      expiresAt: AT + 281_000,
    });
    expect(send.asked).toMatchObject([
      { path: 'getState.php', query: { tzid: '10000', message_to_code: '0', msg_list: '1', clean: '0' } },
    ]);
  });

  test.each([
    ['TZ_INPOOL', false, 'open', []],
    ['TZ_POOL', '', 'open', []],
    ['TZ_NUM_PREPARE', null, 'open', []],
    ['TZ_NUM_WAIT', false, 'open', []],
    ['TZ_NUM_ANSWER', false, 'open', []],
    ['TZ_NUM_ANSWER', [], 'open', []],
    ['TZ_NUM_ANSWER', 'Code 12', 'delivered', ['Code 12']],
    ['TZ_NUM_WAIT', [{ service: 'x', msg: 'One' }], 'delivered', ['One']],
    ['TZ_NUM_ANSWER', [{ msg: 'One' }, { msg: 'One' }, { msg: '' }], 'delivered', ['One', 'One']],
    ['TZ_OVER_OK', [{ msg: 'One' }], 'finished', ['One']],
    ['TZ_OVER_OK', false, 'finished', []],
    ['TZ_OVER_EMPTY', false, 'gone', []],
    ['TZ_OVER_EMPTY', [{ msg: 'One' }], 'finished', ['One']],
  ])('%s with %j is %s', async (response, msg, status, texts) => {
    const report = await look(stateOf({ response, msg }));
    expect([report.status, report.messages.map(({ text }) => text)]).toEqual([status, texts]);
  });

  test('what is told beside id, state and messages may be missing, or name nothing of ours', async () => {
    const bare = { number: '', country: 'x', service: 'unheard', sum: 'free', time: 'soon', msg: false };
    expect(await look(stateOf({ ...bare, response: 'TZ_NUM_WAIT' }))).toEqual({
      id: '10000',
      status: 'open',
      messages: [],
    });
    expect(await look(stateOf({ service: '3223' }))).toMatchObject({ service: 'facebook' });
  });

  test.each([
    ['UNKNOWN_ORDER', say('ERROR_NO_OPERATIONS')],
    ['UNKNOWN_ORDER', say('ERROR_WRONG_TZID')],
    ['RATE_LIMITED', say('TIME_INTERVAL_ERROR')],
    ['UNAUTHORIZED', say('ACCOUNT_BLOCKED')],
    ['UNREADABLE', say('SOMETHING_NEW')],
    ['UNREADABLE', '[]'],
    ['UNREADABLE', stateOf({ tzid: 10001 })],
    ['UNREADABLE', stateOf({ response: 'TZ_NUM_CANCEL' })],
    ['UNREADABLE', stateOf({ msg: true })],
    ['UNREADABLE', stateOf({ msg: [{ text: 'Hi' }] })],
    ['UNREADABLE', '{}'],
    ['UNREADABLE', ''],
  ])('%s: %s', async (code, body) => {
    await expect(look(body)).rejects.toThrow(rejects(code));
    await expect(look(reply(body, 500))).rejects.toThrow(rejects('UNAVAILABLE'));
  });
});

describe('a close', () => {
  const waiting = stateOf({ response: 'TZ_NUM_WAIT', msg: false });
  const empty = stateOf({ response: 'TZ_OVER_EMPTY', msg: false });
  const methods = (send: ReturnType<typeof fakeSend>) => send.asked.map(({ path }) => path);

  test('without an SMS it is a cancel', async () => {
    for (const after of [empty, say('ERROR_NO_OPERATIONS'), say('ERROR_WRONG_TZID')]) {
      const send = fakeSend({ getState: [waiting, after], setOperationOk: page.done });
      const report = await adapter.cancelOrder?.(send, '10000');
      expect(report).toEqual({ id: '10000', status: 'cancelled', messages: [] });
      expect(methods(send)).toEqual(['getState.php', 'setOperationOk.php', 'getState.php']);
    }
  });

  test('an order whose SMS came is not given up, and nothing is closed', async () => {
    for (const state of [page.state, stateOf({ response: 'TZ_OVER_OK' })]) {
      const send = fakeSend({ getState: state });
      await expect(adapter.cancelOrder?.(send, '10000')).rejects.toThrow(rejects('WRONG_STATE'));
      expect(methods(send)).toEqual(['getState.php']);
    }
  });

  test('an SMS that came in between is told', async () => {
    const send = fakeSend({
      getState: [waiting, stateOf({ response: 'TZ_OVER_OK' })],
      setOperationOk: page.done,
    });
    expect(await adapter.cancelOrder?.(send, '10000')).toMatchObject({
      status: 'finished',
      messages: [{ text: '468683' }],
    });
  });

  test('what is over is told as it is', async () => {
    const send = fakeSend({ getState: empty });
    expect(await adapter.cancelOrder?.(send, '10000')).toMatchObject({ status: 'gone' });
    expect(methods(send)).toEqual(['getState.php']);
  });

  test.each([
    ['WRONG_STATE', say('NO_COMPLETE_TZID')],
    ['WRONG_STATE', say('LIFICYCLE_NUM_EXPIRED')],
    ['RATE_LIMITED', say('INTERVAL_CONCURRENT_REQUESTS_ERROR')],
    ['UNKNOWN_ORDER', say('ERROR_WRONG_TZID')],
    ['UNREADABLE', say('1')],
    ['UNREADABLE', page.done.replace('10000', '10001')],
    ['UNREADABLE', 'OK'],
    ['UNAVAILABLE', reply(page.done, 500)],
  ])('%s: no cancel, no finish, no other SMS', async (code, answer) => {
    const to = (state: string) =>
      fakeSend({ getState: state, setOperationOk: answer, setOperationRevise: answer });
    await expect(adapter.cancelOrder?.(to(waiting), '10000')).rejects.toThrow(rejects(code));
    await expect(adapter.finishOrder?.(to(page.state), '10000')).rejects.toThrow(rejects(code));
    await expect(adapter.requestAnotherSms?.(to(page.state), '10000')).rejects.toThrow(rejects(code));
  });

  test('a look afterwards that fails is an error', async () => {
    const send = fakeSend({ getState: [waiting, reply('', 503)], setOperationOk: page.done });
    await expect(adapter.cancelOrder?.(send, '10000')).rejects.toThrow(rejects('UNAVAILABLE'));
  });

  test('a finish is refused before the SMS, and returns an order that is finished', async () => {
    const send = fakeSend({ getState: waiting });
    await expect(adapter.finishOrder?.(send, '10000')).rejects.toThrow(rejects('WRONG_STATE'));
    expect(methods(send)).toEqual(['getState.php']);
    const finished = fakeSend({
      getState: [page.state, stateOf({ response: 'TZ_OVER_OK' })],
      setOperationOk: page.done,
    });
    for (const _ of [1, 2])
      expect(await adapter.finishOrder?.(finished, '10000')).toMatchObject({ status: 'finished' });
    expect(methods(finished)).toEqual(['getState.php', 'setOperationOk.php', 'getState.php']);
  });

  test('another SMS', async () => {
    const send = fakeSend({ setOperationRevise: page.done });
    expect(await adapter.requestAnotherSms?.(send, '10000')).toEqual({
      id: '10000',
      status: 'delivered',
      messages: [],
    });
  });
});

describe('open orders', () => {
  const open = (answer: string | Reply) => adapter.listOpenOrders?.(fakeSend({ getState: answer }));

  test('those that live, with their phones; none is none', async () => {
    const rows = ['TZ_NUM_WAIT', 'TZ_NUM_ANSWER', 'TZ_OVER_OK', 'TZ_OVER_EMPTY'].map((response, n) =>
      stateOf({ response, tzid: n + 1, ...(n === 0 && { msg: false }) }).slice(1, -1),
    );
    expect(await open(`[${rows.join()}]`)).toMatchObject([
      { id: '1', status: 'open', phone: '+46050101010', country: 'SE', service: 'facebook' },
      { id: '2', status: 'delivered', messages: [{ text: '468683' }] },
    ]);
    expect(await open(say('ERROR_NO_OPERATIONS'))).toEqual([]);
    expect(await open('[]')).toEqual([]);
  });

  test.each([
    ['UNREADABLE', `[${page.state.slice(1, -1)},7]`],
    ['UNREADABLE', stateOf({ tzid: null })],
    ['UNREADABLE', stateOf({ response: 'TZ_NEW' })],
    ['UNREADABLE', '{}'],
    ['UNREADABLE', page.state.slice(0, -1)],
    ['RATE_LIMITED', say('TRY_AGAIN_LATER')],
    ['UNAVAILABLE', reply(say('ERROR_NO_OPERATIONS'), 500)],
  ])('%s: no list at all', async (code, answer) => {
    await expect(open(answer)).rejects.toThrow(rejects(code));
  });
});

describe('the balance', () => {
  const balance = (text: string, kind?: 'free' | 'total') =>
    onlinesimAdapter({ currency: 'RUB', ...(kind && { balance: kind }) }).fetchBalance?.(
      fakeSend({ getBalance: text }),
    );
  const some = '{"response":"1","balance":"12.34","zbalance":"2.04"}';

  test('is told once it is known where held money is', async () => {
    expect(balance(some)).toBeUndefined();
    expect(await balance(some, 'free')).toEqual({ amount: '12.34', currency: 'RUB' });
    expect(await balance(some, 'total')).toEqual({ amount: '10.3', currency: 'RUB' });
    expect(await balance(page.balance, 'total')).toEqual({ amount: '12.34', currency: 'RUB' });
  });

  test.each([
    '{"response":"1","balance":"12.34"}',
    '{"response":"1","balance":"1","zbalance":"2"}',
    '{"response":"1","balance":"$1","zbalance":0}',
    '{"balance":"1","zbalance":0}',
  ])('%s is none', async (body) => {
    await expect(balance(body, 'total')).rejects.toThrow(rejects('UNREADABLE'));
  });
});

test('whatever comes, a read fails with an error of ours or not at all', async () => {
  const bodies = fc.oneof(
    fc.string(),
    fc.json(),
    fc.constantFrom(...Object.values(page)),
    fc
      .constantFrom(...Object.values(page))
      .chain((text) => fc.nat(text.length).map((cut) => text.slice(0, cut))),
  );
  const statuses = fc.constantFrom(200, 204, 302, 401, 404, 429, 500);
  const all = onlinesimAdapter({ currency: 'USD', balance: 'total' });
  await fc.assert(
    fc.asyncProperty(bodies, statuses, async (body, status) => {
      const answer = reply(body, status);
      const names = ['getNumbersStats', 'getState', 'setOperationOk', 'setOperationRevise', 'getBalance'];
      const send = fakeSend(Object.fromEntries(names.map((name) => [name, answer])));
      const asks = [
        () => all.listOffers(send, {}),
        () => all.fetchOrder(send, '10000'),
        async () => all.cancelOrder?.(send, '10000'),
        async () => all.finishOrder?.(send, '10000'),
        async () => all.requestAnotherSms?.(send, '10000'),
        async () => all.listOpenOrders?.(send),
        async () => all.fetchBalance?.(send),
      ];
      for (const ask of asks) {
        const error = await ask().then(
          () => undefined,
          (thrown: unknown) => thrown,
        );
        expect(error === undefined || NumrouteError.is(error)).toBe(true);
      }
    }),
    { numRuns: runs(200) },
  );
});
