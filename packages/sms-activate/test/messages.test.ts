import { advance, money, type Order, type OrderReport } from '@numroute/core';
import { describe, expect, test } from 'vitest';
import { type ProfileName, profiles, smsActivateAdapter } from '../src/index.ts';
import { fakeSend } from './support.ts';

const status = (getStatus: string, more: Record<string, string> = {}, name: ProfileName = 'classic') =>
  smsActivateAdapter(profiles[name]).fetchOrder(fakeSend({ getStatus, ...more }), '77');
const open = { id: '77', status: 'open', messages: [] };

const nothing = ['null', 'None', 'NULL', 'undefined', 'false', 'nil', 'NaN', '-', '  '];

describe('a word for nothing is neither a code nor a text', () => {
  test.each(nothing)('%j', async (word) => {
    const quoted = JSON.stringify(word);
    expect(await status(`STATUS_OK:${word}`)).toEqual(open);
    expect(await status(`STATUS_OK:'${word}'`)).toEqual(open);
    expect(await status(`STATUS_OK:[${quoted},${quoted}]`, {}, 'onlinesim')).toEqual(open);
    expect(await status(`STATUS_WAIT_RETRY:${word}`)).toEqual({ ...open, awaits: true });
    expect(await status(`{"verificationType":0,"sms":{"code":${quoted},"text":${quoted}}}`)).toEqual(open);
    expect(await status(`{"data":[{"id":${quoted},"code":${quoted},"text":null}]}`)).toEqual(open);
  });

  test.each([
    '"smsCode":"null"',
    '"smsCode":["None"]',
    '"smsCode":false,"smsText":"null"',
    '"smsCode":[null],"smsText":"undefined"',
    '"smsCode":"","smsText":"-"',
  ])('in a list of open orders: %s', async (fields) => {
    const send = fakeSend({ getActiveActivations: `{"data":[{"activationId":"77",${fields}}]}` });
    expect(await smsActivateAdapter(profiles.tiger).listOpenOrders?.(send)).toEqual([open]);
  });

  test.each(['[]', '[null]', '[false,null]'])('STATUS_OK:%s is an empty list of codes', async (list) => {
    expect(await status(`STATUS_OK:${list}`, {}, 'onlinesim')).toEqual(open);
  });

  test('beside a code it is no text, and no sender', async () => {
    const sms = '{"code":"1234","text":"null","phoneFrom":"None"}';
    expect(await status(`{"verificationType":0,"sms":${sms}}`)).toMatchObject({
      messages: [{ code: '1234' }],
    });
    const asked = await status('STATUS_OK:1234', { getStatusV2: `{"sms":${sms}}` });
    expect(asked.messages).toEqual([{ code: '1234' }]);
    const full = await status('STATUS_OK:1234', { getFullSms: 'FULL_SMS:null' }, 'onlinesim');
    expect(full.messages).toEqual([{ code: '1234' }]);
  });

  test('a code or a text that only begins so is one', async () => {
    expect((await status('STATUS_OK:NULL1')).messages).toEqual([{ code: 'NULL1' }]);
    expect((await status('STATUS_OK:none of your business')).messages).toEqual([
      { text: 'none of your business' },
    ]);
  });
});

describe('STATUS_WAIT_RETRY', () => {
  const order: Order = {
    provider: 'sms-activate',
    id: '77',
    phone: '+13322000000',
    service: 'telegram',
    country: 'US',
    quoted: money('0.1', 'USD'),
    paid: money('0.1', 'USD'),
    paidSource: 'offer',
    status: 'open',
    messages: [],
    boughtAt: 0,
    refund: 'none',
  };
  const hear = (reports: readonly OrderReport[], from = order) =>
    reports.reduce((now, report) => advance(now, report), from);

  test('from the first look on: its value is the first code of an order that nobody has a code of', async () => {
    const waits = await status('STATUS_WAIT_RETRY:482917');
    expect(waits).toEqual({ id: '77', status: 'delivered', messages: [{ code: '482917' }], awaits: true });
    expect(hear([waits, waits])).toMatchObject({ status: 'delivered', messages: [{ code: '482917' }] });
  });

  test('is no news of an order whose code is known, also where the text of the SMS is known, too', async () => {
    const v2 = '{"verificationType":0,"sms":{"code":"1111","text":"Your code: 1111"}}';
    const first = await status('STATUS_OK:1111', { getStatusV2: v2 });
    const waits = await status('STATUS_WAIT_RETRY:1111');
    const asked: Order = { ...hear([first]), another: { after: 1, is: 'granted' } };
    const waiting = hear([waits, waits], asked);
    expect(waiting.messages).toEqual([{ code: '1111', text: 'Your code: 1111' }]);
    expect(waiting.another?.is).toBe('awaited');
    // What comes next is new even if it reads like the old one.
    expect(hear([await status('STATUS_OK:1111')], waiting)).toMatchObject({
      messages: [{ code: '1111' }, { code: '1111' }],
      another: { is: 'come' },
    });
  });

  test('without its value says that the vendor waits, and of what came nothing', async () => {
    const first = await status('STATUS_OK:1111', { getStatusV2: 'STATUS_CANCEL' });
    const waits = await status('STATUS_WAIT_RETRY');
    expect(hear([waits])).toMatchObject({ status: 'open', messages: [] });
    const asked: Order = { ...hear([first]), another: { after: 1, is: 'granted' } };
    expect(hear([waits], asked)).toMatchObject({ status: 'delivered', another: { is: 'awaited' } });
  });

  test('the text of an old code is not asked for', async () => {
    const send = fakeSend({ getStatus: 'STATUS_WAIT_RETRY:1111' });
    await smsActivateAdapter(profiles.classic).fetchOrder(send, '77');
    expect(send.asked).toHaveLength(1);
  });
});
