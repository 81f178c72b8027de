import { describe, expect, test } from 'vitest';
import { profiles, smsActivateAdapter } from '../src/index.ts';
import { fakeSend, offer, reply } from './support.ts';

const says = (status: number, title: string) => reply(`{"title":"${title}","details":""}`, status);
const adapter = () => smsActivateAdapter(profiles.herosms);
const cancel = (replies: Parameters<typeof fakeSend>[0]) => adapter().cancelOrder?.(fakeSend(replies), '77');
const report = (status: string) => ({ id: '77', status, messages: [] });

describe('the yes of a clone', () => {
  test.each([
    'ACCESS_CANCEL',
    'ACCESS_CANCEL_ALREADY',
    'STATUS_CANCEL',
    'ALREADY_CANCEL',
    'ALREADY_CANCELLED',
    'already canceled',
    '{"status":"success","message":"ACCESS_CANCEL"}',
  ])('to a cancel: %s', async (setStatus) => {
    expect(await cancel({ setStatus })).toEqual(report('cancelled'));
  });

  test.each(['ACCESS_ACTIVATION', 'ALREADY_FINISH', 'ALREADY_FINISHED'])(
    'to a finish: %s',
    async (setStatus) => {
      expect(await adapter().finishOrder?.(fakeSend({ setStatus }), '77')).toEqual(report('finished'));
    },
  );

  test.each(['ACCESS_RETRY_GET', 'ACCESS_WAITING', 'STATUS_WAIT_RETRY:1234', 'STATUS_WAIT_RESEND'])(
    'to one more SMS: %s',
    async (setStatus) => {
      expect(await adapter().requestAnotherSms?.(fakeSend({ setStatus }), '77')).toEqual(report('delivered'));
    },
  );

  test.each([
    ['ACCESS_READY', 200],
    ['ACCESS_WAITING', 200],
    ['STATUS_OK:1234', 200],
    ['STATUS_WAIT_CODE', 200],
    ['STATUS_CANCEL', 409],
  ])('of another wish, or no yes at all: %s (%d) to a cancel', async (text, http) => {
    const setStatus = reply(text, http);
    await expect(cancel({ setStatus, getStatus: 'STATUS_WAIT_CODE' })).rejects.toMatchObject({
      code: 'WRONG_STATE',
    });
  });
});

describe('a refused cancel', () => {
  test.each(['FREE_CANCELLATION_EXPIRED', 'ACTIVATION_NOT_ACTIVE', 'OTP_RECEIVED', 'NEW_OTP_RECEIVED'])(
    '%s is final: no later cancel will be granted',
    async (word) => {
      const asked = cancel({ setStatus: says(409, word), getStatus: 'STATUS_WAIT_CODE' });
      await expect(asked).rejects.toMatchObject({ code: 'WRONG_STATE', details: { final: true } });
    },
  );

  test.each([
    ['BAD_STATUS', 400],
    ['EARLY_CANCEL_DENIED', 409],
  ])('%s is not', async (word, http) => {
    const error = await cancel({ setStatus: says(http, word), getStatus: 'STATUS_WAIT_CODE' })?.catch(
      (e) => e,
    );
    expect(error).toMatchObject({ code: 'WRONG_STATE' });
    expect(error).not.toHaveProperty('details.final');
  });

  test('of an order that is not active: the status decides', async () => {
    const setStatus = says(409, 'ACTIVATION_NOT_ACTIVE');
    for (const getStatus of [says(409, 'ACTIVATION_NOT_ACTIVE'), says(404, 'NOT_FOUND'), 'STATUS_CANCEL']) {
      expect(await cancel({ setStatus, getStatus })).toEqual(report('gone'));
    }
    for (const getStatus of ['STATUS_OK:1234', 'STATUS_WAIT_CODE', 'ERROR_SQL']) {
      await expect(cancel({ setStatus, getStatus })).rejects.toMatchObject({ details: { final: true } });
    }
  });

  test('of a finished order is final', async () => {
    const asked = cancel({ setStatus: 'ALREADY_FINISH', getStatus: 'STATUS_OK:1234' });
    await expect(asked).rejects.toMatchObject({ code: 'WRONG_STATE', details: { final: true } });
  });
});

describe('a status that says that the order is over', () => {
  test.each([
    says(409, 'ACTIVATION_NOT_ACTIVE'),
    reply('ACTIVATION_NOT_ACTIVE'),
    reply('ALREADY_CANCELLED'),
    reply('{"status":"error","message":"STATUS_CANCEL"}'),
  ])('$text is an answer and no error', async (getStatus) => {
    expect(await adapter().fetchOrder(fakeSend({ getStatus }), '77')).toEqual(report('gone'));
  });

  test('a server in trouble proves nothing', async () => {
    const getStatus = says(500, 'ACTIVATION_NOT_ACTIVE');
    await expect(adapter().fetchOrder(fakeSend({ getStatus }), '77')).rejects.toMatchObject({
      code: 'WRONG_STATE',
    });
  });
});

describe('a server in trouble', () => {
  test.each(['ACCESS_CANCEL', 'NO_ACTIVATION'])(
    'has not cancelled with %s, nor forgotten the order',
    async (word) => {
      const asked = cancel({ setStatus: says(500, word), getStatus: 'STATUS_CANCEL' });
      await expect(asked).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    },
  );

  test('does not say that an order is unknown', async () => {
    const getStatus = says(503, 'NO_ACTIVATION');
    await expect(adapter().fetchOrder(fakeSend({ getStatus }), '77')).rejects.toMatchObject({
      code: 'UNAVAILABLE',
    });
  });
});

describe('an id that the vendor gives out again', () => {
  const early = says(409, 'EARLY_CANCEL_DENIED');
  const bad = says(400, 'BAD_STATUS');
  const unknown = says(404, 'NOT_FOUND');

  async function cancelled() {
    const one = adapter();
    const ask = (replies: Parameters<typeof fakeSend>[0]) => one.cancelOrder?.(fakeSend(replies), '77');
    await ask({ setStatus: 'ACCESS_CANCEL' });
    return { one, ask };
  }

  test('is the cancelled order as long as nothing says otherwise', async () => {
    const { ask } = await cancelled();
    expect(await ask({ setStatus: unknown })).toEqual(report('cancelled'));
    expect(await ask({ setStatus: bad, getStatus: 'STATUS_CANCEL' })).toEqual(report('cancelled'));
    expect(await ask({ setStatus: bad, getStatus: unknown })).toEqual(report('cancelled'));
  });

  test('is another order once it was bought again', async () => {
    const { one, ask } = await cancelled();
    one.purchase.read(reply('{"activationId":"77","phoneNumber":"13322000000"}'), offer);
    await expect(ask({ setStatus: unknown })).rejects.toMatchObject({ code: 'UNKNOWN_ORDER' });
    expect(await ask({ setStatus: bad, getStatus: 'STATUS_CANCEL' })).toEqual(report('gone'));
  });

  test.each([
    ['a status', { getStatus: 'STATUS_WAIT_CODE' }],
    ['the list of open orders', { getActiveActivations: '{"data":[{"activationId":"77"}]}' }],
  ])('or once %s shows it alive, bought by another process', async (_, replies) => {
    const { one, ask } = await cancelled();
    if ('getStatus' in replies) await one.fetchOrder(fakeSend(replies), '77');
    else await one.listOpenOrders?.(fakeSend(replies));
    await expect(ask({ setStatus: unknown })).rejects.toMatchObject({ code: 'UNKNOWN_ORDER' });
  });

  test('a cancel that is refused as too early is never one that was granted', async () => {
    const { ask } = await cancelled();
    await expect(ask({ setStatus: early })).rejects.toMatchObject({ code: 'WRONG_STATE' });
    await expect(ask({ setStatus: bad, getStatus: 'STATUS_WAIT_CODE' })).rejects.toMatchObject({
      code: 'WRONG_STATE',
    });
    await expect(ask({ setStatus: unknown })).rejects.toMatchObject({ code: 'UNKNOWN_ORDER' });
  });
});
