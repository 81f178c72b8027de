import type { OrderReport } from '@numroute/core';
import { createWorld, startSandbox } from '@numroute/testkit';
import { expect, test } from 'vitest';
import {
  type ProfileName,
  profiles,
  smsActivate,
  smsActivateAdapter,
  smsActivateDialect,
} from '../../src/index.ts';
import { fakeSend, reply } from '../support.ts';
import { call, codeOf, failureOf, offerOf, type Script, vendor } from './vendor.ts';

async function status(name: ProfileName, script: Script): Promise<OrderReport> {
  await using shop = await vendor(name, script);
  return await shop.provider.fetchOrder('77', call);
}

const delivered = (...messages: object[]) => ({ id: '77', status: 'delivered', messages });
const open = { id: '77', status: 'open', messages: [] };

test.each([
  ['STATUS_OK:Your code: 12:34', 'Your code: 12:34'],
  ['STATUS_OK:G-123:456', 'G-123:456'],
  ['STATUS_OK::1:', ':1:'],
])('quirk 23: %s is split at its first colon alone', async (body, text) => {
  expect(await status('vak', { getStatus: body })).toEqual(delivered({ text }));
});

test.each([
  ["STATUS_OK:'12345'", { code: '12345' }],
  ['STATUS_OK:"012345"', { code: '012345' }],
  ["STATUS_OK:'12345", { text: "'12345" }],
  ["STATUS_OK:'Hi' said 12345 'bye'", { text: "'Hi' said 12345 'bye'" }],
])(
  'quirk 24: %s: one matching pair of quotes around a code goes, and none of a text',
  async (body, message) => {
    expect(await status('vak', { getStatus: body })).toEqual(delivered(message));
  },
);

test('quirk 25: a whole SMS in the place of the code is a text', async () => {
  const text = 'Telegram code 012345. Do not give this code to anyone: it is "yours".';
  expect(await status('vak', { getStatus: `STATUS_OK:${text}` })).toEqual(delivered({ text }));
});

test('quirk 26: STATUS_WAIT_RETRY tells the old code, with or without its suffix', async () => {
  expect(await status('classic', { getStatus: 'STATUS_WAIT_RETRY:12345' })).toEqual({
    ...delivered({ code: '12345' }),
    awaits: true,
  });
  expect(await status('classic', { getStatus: 'STATUS_WAIT_RETRY' })).toEqual({ ...open, awaits: true });
});

test('quirk 27: STATUS_CANCEL proves neither a refund nor an end without a code', async () => {
  for (const word of ['STATUS_CANCEL', 'ACCESS_CANCEL']) {
    expect(await status('tiger', { getStatus: word })).toEqual({ ...open, status: 'gone' });
  }
  await using shop = await vendor('classic', { getStatus: 'NO_ACTIVATION' });
  expect(await codeOf(shop.provider.fetchOrder('77', call))).toBe('UNKNOWN_ORDER');
});

test('quirk 28: received is what has a code or a text, whatever its status says', async () => {
  const row = (more: string) => `{"data":[{"activationId":77,"activationStatus":2,${more}}]}`;
  await using shop = await vendor('tiger', {
    getActiveActivations: [row('"smsCode":null'), row('"smsCode":[]'), row('"smsCode":["1234"]')],
    getStatus: 'STATUS_OK:',
  });
  const list = async () => (await shop.provider.listOpenOrders(call))[0]?.status;
  expect([await list(), await list(), await list()]).toEqual(['open', 'open', 'delivered']);
  expect(await shop.provider.fetchOrder('77', call)).toEqual(open);
});

test.each([
  [200, 'BAD_STATUS'],
  [409, '{"title":"OTP_RECEIVED","details":""}'],
])(
  'quirk 29: after a refused cancel (%d %s) the status is read, and 6 is never sent in its place',
  async (http, body) => {
    await using shop = await vendor('herosms', {
      setStatus: { status: http, body },
      getStatus: ['STATUS_OK:1234', 'STATUS_CANCEL'],
    });
    const { provider } = shop;
    expect(await codeOf(provider.cancelOrder('77', call))).toBe('WRONG_STATE');
    expect(await provider.cancelOrder('77', call)).toMatchObject({ status: 'gone' });
    const sent = shop.asked.flatMap((one) => one.get('status') ?? []);
    expect(sent).toEqual(['8', '8']);
  },
);

test.each(Object.keys(profiles) as ProfileName[])('quirk 30: %s is never sent status 1', async (name) => {
  const { currency, onlyCountry } = profiles[name];
  const country = onlyCountry === undefined ? 'EE' : 'US';
  const world = createWorld({ currency, offers: [{ service: 'telegram', country, price: '0.5', stock: 9 }] });
  await using sandbox = await startSandbox({ world, dialect: smsActivateDialect(profiles[name]) });
  const provider = smsActivate.create({
    profile: name,
    apiKey: world.secret,
    baseUrl: sandbox.url,
    currency,
    allowInsecureHttp: true,
  });
  const [offer] = [...(await provider.listOffers({ service: 'telegram' }, call))];
  if (!offer) throw new Error('no offer');
  const order = await provider.purchase(offer, { ...call, maxPrice: offer.price });
  world.receiveSms(order.id, 'code 1234');
  await provider.fetchOrder(order.id, call);
  await provider.requestAnotherSms?.(order.id, call);
  await provider.finishOrder?.(order.id, call);
  const second = await provider.purchase(offer, { ...call, maxPrice: offer.price });
  await provider.cancelOrder?.(second.id, call);
  const sent = sandbox.requests.flatMap(({ query }) => query.get('status') ?? []);
  expect(sent.length).toBeGreaterThan(0);
  expect(sent).not.toContain('1');
  await provider.close?.();
});

test('quirk 31: a cancel is 8, -1 or 10, as the profile says', async () => {
  for (const cancel of ['8', '-1', '10'] as const) {
    const profile = { ...profiles.classic, setStatus: { cancel } };
    const send = fakeSend({ setStatus: 'ACCESS_CANCEL' });
    await smsActivateAdapter(profile).cancelOrder?.(send, '77');
    expect(send.asked[0]?.query).toMatchObject({ status: cancel });
  }
  expect([profiles['sms-man'].setStatus.cancel, profiles.herosms.setStatus.cancel]).toEqual(['-1', '8']);
});

test.each([
  ['herosms', 409, '{"title":"EARLY_CANCEL_DENIED","info":{"minActivationTime":120}}', 120_000],
  ['classic', 200, 'EARLY_CANCEL_DENIED', 120_000],
  ['privatesms', 403, 'EARLY_CANCEL_DENIED', 60_000],
  ['sms-verification-number', 200, 'CANNOT_BEFORE_2_MIN', 120_000],
  ['vak', 200, 'EARLY_CANCEL_DENIED', 120_000],
] as const)(
  'quirk 32: %s, %d %s: too early, said with how long to wait at most',
  async (name, http, body, wait) => {
    await using shop = await vendor(name, { setStatus: { status: http, body } });
    const error = await failureOf(shop.provider.cancelOrder('77', call));
    expect(error).toMatchObject({ code: 'WRONG_STATE', details: { retryAfterMs: wait } });
    expect(shop.asked).toHaveLength(1);
  },
);

test.each([
  ['0000-00-00 00:00:00', undefined],
  ['2026-09-08 10:00:00', undefined],
  ['soon', undefined],
  ['2026-09-08T10:00:00Z', Date.UTC(2026, 8, 8, 10)],
  ['2026-09-08T10:00:00+03:00', Date.UTC(2026, 8, 8, 7)],
])('quirk 33: the time %s fails no call, and counts only with its zone', async (time, at) => {
  const sms = `{"dateTime":"${time}","code":"12345","text":"Your code 12345"}`;
  const report = await status('classic', {
    getStatus: 'STATUS_OK:12345',
    getStatusV2: `{"verificationType":0,"sms":${sms}}`,
  });
  expect(report).toEqual(
    delivered({ code: '12345', text: 'Your code 12345', ...(at !== undefined && { receivedAt: at }) }),
  );
  const sold = `{"activationId":"77","phoneNumber":"13322000000","activationEndTime":"${time}"}`;
  await using shop = await vendor('herosms', { getNumberV2: sold });
  const offer = offerOf('herosms');
  const receipt = await shop.provider.purchase(offer, { ...call, maxPrice: offer.price });
  expect([receipt.id, receipt.expiresAt]).toEqual(['77', at]);
});

test('quirk 34: ids are texts: past 2^53, and of hex digits', async () => {
  for (const id of ['98765432109876543210', '0a1b2c3d4e5f60718293a4b5c6d7e8f9']) {
    await using shop = await vendor('smshub', {
      getNumber: `ACCESS_NUMBER:${id}:13322000000`,
      getStatus: 'STATUS_WAIT_CODE',
    });
    const offer = offerOf('smshub');
    const order = await shop.provider.purchase(offer, { ...call, maxPrice: offer.price });
    await shop.provider.fetchOrder(order.id, call);
    expect([order.id, shop.asked.at(-1)?.get('id')]).toEqual([id, id]);
  }
  const invalid = '{"title":"UNPROCESSABLE_ENTITY","info":{"field":"id","code":"INVALID"}}';
  const send = fakeSend({ getStatus: reply(invalid, 422) });
  await expect(smsActivateAdapter(profiles.herosms).fetchOrder(send, 'abc')).rejects.toMatchObject({
    code: 'REJECTED',
  });
});
