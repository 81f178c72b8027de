import { money } from '@numroute/core';
import { describe, expect, test } from 'vitest';
import { type ProfileName, profiles, smsActivateAdapter } from '../src/index.ts';
import { fakeSend, reply } from './support.ts';

const status = (name: ProfileName, text: string, http = 200) =>
  smsActivateAdapter(profiles[name]).fetchOrder(fakeSend({ getStatus: reply(text, http) }), '77');
const open = { id: '77', status: 'open', messages: [] };
const delivered = (...messages: object[]) => ({ id: '77', status: 'delivered', messages });

describe('getStatus', () => {
  test.each([
    ['STATUS_WAIT_CODE', open],
    ['STATUS_WAIT_RESEND', open],
    ['STATUS_WAITING', open],
    ['STATUS_WAIT_RETRY:12345', { ...delivered({ code: '12345' }), awaits: true }],
    ['STATUS_WAIT_RETRY:', { ...open, awaits: true }],
    ['STATUS_OK:', open],
    ['STATUS_OK:12345', delivered({ code: '12345' })],
    ['STATUS_OK:01234', delivered({ code: '01234' })],
    ["STATUS_OK:'12345'", delivered({ code: '12345' })],
    ['STATUS_OK:Your code: 12:34', delivered({ text: 'Your code: 12:34' })],
    ['STATUS_CANCEL', { ...open, status: 'gone' }],
    ['ACCESS_CANCEL', { ...open, status: 'gone' }],
    ['{"verificationType":0,"sms":null}', open],
    [
      '{"verificationType":0,"sms":{"dateTime":"2023-01-01 12:00:00","code":"12345","text":"Your code 12345"}}',
      delivered({ code: '12345', text: 'Your code 12345' }),
    ],
    [
      '{"verificationType":"sms","data":{"id":5,"phoneFrom":"x","code":"12","text":"t","type":1}}',
      delivered({ id: '5', code: '12', text: 't', from: 'x' }),
    ],
  ])('quirk 23-28: %s', async (text, expected) => {
    expect(await status('classic', text)).toEqual(expected);
  });

  test.each([
    ['herosms', '{"title":"NOT_FOUND","details":"Activation Not Found"}', 404, 'UNKNOWN_ORDER'],
    ['smsbower', 'NO_ACTIVATION', 200, 'UNKNOWN_ORDER'],
    ['tiger', 'NO_ACTIVATION', 200, 'UNKNOWN_ORDER'],
    ['vak', 'BAD_ACTION', 200, 'UNKNOWN_ORDER'],
    ['tiger', 'BAD_KEY', 401, 'UNAUTHORIZED'],
    ['classic', 'ERROR_SQL', 200, 'UNAVAILABLE'],
    ['classic', 'what is this', 200, 'UNREADABLE'],
    ['classic', '{"a":1}', 200, 'UNREADABLE'],
    ['herosms', '{"title":"UNPROCESSABLE_ENTITY","info":{"field":"id","code":"INVALID"}}', 422, 'REJECTED'],
  ] as const)('section 8-8c, quirk 34, 36: %s %s (%d) is %s', async (name, text, http, code) => {
    await expect(status(name, text, http)).rejects.toMatchObject({ code });
  });
});

describe('setStatus', () => {
  const { cancelOrder, finishOrder, requestAnotherSms } = smsActivateAdapter(profiles.herosms);

  test('asks with the codes of the profile', async () => {
    const send = fakeSend({ setStatus: 'ACCESS_CANCEL' });
    expect(await cancelOrder?.(send, '77')).toEqual({ ...open, status: 'cancelled' });
    const finish = fakeSend({ setStatus: 'ACCESS_ACTIVATION' });
    expect(await finishOrder?.(finish, '77')).toEqual({ ...open, status: 'finished' });
    const again = fakeSend({ setStatus: 'ACCESS_RETRY_GET' });
    expect(await requestAnotherSms?.(again, '77')).toEqual(delivered());
    const asked = [send, finish, again].map(({ asked: [request] }) => request?.query?.['status']);
    expect(asked).toEqual(['8', '6', '3']);
  });

  test('quirk 6: an empty success is one', async () => {
    expect(await finishOrder?.(fakeSend({ setStatus: reply('', 204) }), '1')).toMatchObject({
      status: 'finished',
    });
    await expect(finishOrder?.(fakeSend({ setStatus: reply('', 502) }), '1')).rejects.toMatchObject({
      code: 'UNAVAILABLE',
    });
  });

  test.each([
    ['EARLY_CANCEL_DENIED', 200],
    ['{"title":"EARLY_CANCEL_DENIED","info":{"minActivationTime":120}}', 409],
  ])('quirk 32: %s: too early, nothing else is asked', async (text, http) => {
    const send = fakeSend({ setStatus: reply(text, http) });
    await expect(cancelOrder?.(send, '78')).rejects.toMatchObject({ code: 'WRONG_STATE' });
    expect(send.asked).toHaveLength(1);
  });

  test.each([
    ['BAD_STATUS', 200],
    ['{"title":"OTP_RECEIVED"}', 409],
    ['ACCESS_READY', 200],
  ])('quirk 29, 36: %s: the status decides', async (text, http) => {
    const setStatus = reply(text, http);
    await expect(
      cancelOrder?.(fakeSend({ setStatus, getStatus: 'STATUS_OK:1234' }), '79'),
    ).rejects.toMatchObject({ code: 'WRONG_STATE' });
    expect(await cancelOrder?.(fakeSend({ setStatus, getStatus: 'STATUS_CANCEL' }), '79')).toMatchObject({
      status: 'gone',
    });
  });

  test('a second cancel is answered though the vendor forgot the order', async () => {
    expect(await cancelOrder?.(fakeSend({ setStatus: 'NO_ACTIVATION' }), '77')).toMatchObject({
      status: 'cancelled',
    });
    await expect(cancelOrder?.(fakeSend({ setStatus: 'NO_ACTIVATION' }), '80')).rejects.toMatchObject({
      code: 'UNKNOWN_ORDER',
    });
  });
});

describe('open orders', () => {
  const list = (name: ProfileName, text: string) => {
    const { active } = profiles[name];
    return smsActivateAdapter(profiles[name]).listOpenOrders?.(fakeSend({ [active?.action ?? '']: text }));
  };

  test.each([
    ['classic', 'NO_ACTIVATIONS'],
    ['classic', '{"status":"error","error":"NO_ACTIVATIONS"}'],
    [
      'herosms',
      '{"status":"success","data":[],"activeActivations":{"affected_rows":0,"num_rows":0,"row":[],"rows":[]}}',
    ],
    ['tiger', '{"status":"success","data":[]}'],
    ['smshub', '{"status":"success","array":[]}'],
    ['smshub', '{"status":"fail","msg":"no_activations"}'],
    ['grizzly', 'null'],
    ['grizzly', '[]'],
  ] as const)('quirk 12, 21: %s %s is none', async (name, text) => {
    expect(await list(name, text)).toEqual([]);
  });

  const row =
    '{"activationId":"635468021","serviceCode":"tg","phoneNumber":"79580000001","activationCost":12.50,"activationStatus":"4","smsCode":["12345"],"smsText":"[Your sms]","countryCode":"2","currency":840}';

  test.each([
    `{"status":"success","activeActivations":[${row}]}`,
    `{"status":"success","data":[${row}],"activeActivations":{"rows":[]}}`,
    `{"status":"success","activeActivations":{"rows":[${row}]}}`,
    `{"status":"success","array":[${row}]}`,
    `{"status":"success","data":{"0":${row}}}`,
    `[${row}]`,
  ])('quirk 12, 13: %s', async (text) => {
    expect(await list('classic', text)).toEqual([
      {
        id: '635468021',
        status: 'delivered',
        messages: [{ code: '12345', text: '[Your sms]' }],
        phone: '+79580000001',
        service: 'telegram',
        country: 'KZ',
        price: money('12.5', 'USD'),
      },
    ]);
  });

  test('a row of GrizzlySMS, as it was recorded', async () => {
    const text =
      '[{"activationCost":0.35,"activationId":"495367092","activationStatus":1,"countryCode":"12","phoneNumber":"19568190051","serviceCode":"tg"}]';
    expect(await list('grizzly', text)).toEqual([
      {
        id: '495367092',
        status: 'open',
        messages: [],
        phone: '+19568190051',
        service: 'telegram',
        country: 'US',
        price: money('0.35', 'USD'),
      },
    ]);
  });

  test.each(['classic', 'herosms', 'tiger', 'smshub'] as const)('null is no list at %s', async (name) => {
    await expect(list(name, 'null')).rejects.toMatchObject({ code: 'UNREADABLE' });
  });

  test('quirk 28, 34: long ids stay whole, null is no code, closed rows are not open', async () => {
    const text =
      '{"data":[{"activationId":98765432109876543210,"smsCode":null,"activationStatus":2},{"activationId":5,"activationStatus":8}]}';
    expect(await list('classic', text)).toEqual([
      { id: '98765432109876543210', status: 'open', messages: [] },
    ]);
  });

  test('a row without an id makes the list unreadable', async () => {
    await expect(list('classic', '{"data":[{"phoneNumber":"79580000001"}]}')).rejects.toMatchObject({
      code: 'UNREADABLE',
    });
  });

  test('quirk 47: SMSBower has no such list', () => {
    expect(smsActivateAdapter(profiles.smsbower).listOpenOrders).toBeUndefined();
  });
});

describe('balance', () => {
  const balance = (name: ProfileName, text: string, http = 200) =>
    smsActivateAdapter(profiles[name]).fetchBalance?.(fakeSend({ getBalance: reply(text, http) }));

  test.each([
    ['classic', 'ACCESS_BALANCE:17.154', money('17.154', 'USD')],
    ['herosms', '\uFEFFACCESS_BALANCE:12.5085\n', money('12.5085', 'USD')],
    ['smsbower', 'ACCESS_BALANCE:18.739', money('18.739', 'USD')],
    ['tiger', '{"balance":"4.6820","currency":840}', money('4.682', 'USD')],
    ['vak', 'ACCESS_BALANCE:0.9125', money('0.9125', 'RUB')],
    ['classic', 'ACCESS_BALANCE:5', money('5', 'USD')],
    ['classic', '463.02', money('463.02', 'USD')],
  ] as const)('quirk 6, 40: %s %s', async (name, text, expected) => {
    expect(await balance(name, text)).toEqual(expected);
  });

  test.each([
    ['vak', 'BAD_ACTION', 200, 'UNAUTHORIZED'],
    ['smsbower', '{"status":0,"message":"No access","data":[]}', 401, 'UNAUTHORIZED'],
    [
      'herosms',
      '{"title":"UNPROCESSABLE_ENTITY","details":"Validation failed","info":{"field":"api_key"}}',
      422,
      'REJECTED',
    ],
    ['classic', 'ACCESS_BALANCE:much', 200, 'UNREADABLE'],
    ['classic', '<html>blocked</html>', 403, 'UNAVAILABLE'],
  ] as const)('quirk 8, 36: %s %s (%d) is %s', async (name, text, http, code) => {
    await expect(balance(name, text, http)).rejects.toMatchObject({ code });
  });
});
