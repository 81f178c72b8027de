import { describe, expect, test } from 'vitest';
import { type ProfileName, profiles, smsActivateAdapter } from '../src/index.ts';
import { fakeSend } from './support.ts';

const text = 'Telegram code: 012345. "Do not" tell it: to anyone';
const quoted = JSON.stringify(text);
const v2 = `{"verificationType":0,"sms":{"dateTime":"2026-01-01 12:00:00","code":"012345","text":${quoted}}}`;

const fetcher = (name: ProfileName, replies: Record<string, string>) => {
  const send = fakeSend(replies);
  const adapter = smsActivateAdapter(profiles[name]);
  return { send, fetch: () => adapter.fetchOrder(send, '77') };
};

describe('the whole SMS', () => {
  test.each([
    ['classic', 'getStatusV2', v2],
    ['tiger', 'getStatusV2', v2],
    ['grizzly', 'getStatusV2', v2],
    [
      'herosms',
      'getStatusV2',
      `{"verificationType":"sms","data":{"code":"012345","text":${quoted},"service":"tg","date":"2026-01-01 12:00:00"}}`,
    ],
    [
      'herosms',
      'getStatusV2',
      `{"data":[{"code":"999","text":"old 999"},{"code":"012345","text":${quoted}}],"meta":{}}`,
    ],
    ['onlinesim', 'getFullSms', `FULL_SMS:${text}`],
  ] as const)('%s: %s, verbatim, beside the exact code', async (name, action, body) => {
    const { fetch, send } = fetcher(name, { getStatus: 'STATUS_OK:012345', [action]: body });
    const expected = { id: '77', status: 'delivered', messages: [{ code: '012345', text }] };
    expect(await fetch()).toEqual(expected);
    // Told the same way again, without being asked for twice.
    expect(await fetch()).toEqual(expected);
    expect(send.asked.map(({ query }) => query?.['action'])).toEqual(['getStatus', action, 'getStatus']);
  });

  test.each([
    ['STATUS_CANCEL'],
    ['NO_ACTIVATION'],
    ['BAD_ACTION'],
    ['<html>'],
    ['{"verificationType":0,"sms":null}'],
    ['{"verificationType":0,"sms":{"code":"1111","text":"of another SMS 1111"}}'],
  ])('%s in its place: the code is told alone, and stays the same message', async (body) => {
    const replies: Record<string, string> = { getStatus: 'STATUS_OK:012345', getStatusV2: body };
    const { fetch } = fetcher('classic', replies);
    const alone = { id: '77', status: 'delivered', messages: [{ code: '012345' }] };
    expect(await fetch()).toEqual(alone);
    replies['getStatusV2'] = v2;
    expect(await fetch()).toEqual(alone);
  });

  test('nothing more is asked while no code is there, or where the status told the text', async () => {
    for (const status of [
      'STATUS_WAIT_CODE',
      'STATUS_WAIT_RETRY:012345',
      'STATUS_CANCEL',
      `STATUS_OK:${text}`,
    ]) {
      const { fetch, send } = fetcher('classic', { getStatus: status });
      await fetch();
      expect(send.asked).toHaveLength(1);
    }
  });

  test('a further SMS with the same code is asked for anew', async () => {
    const replies: Record<string, string> = { getStatus: 'STATUS_OK:012345', getStatusV2: v2 };
    const { fetch, send } = fetcher('classic', replies);
    await fetch();
    replies['getStatus'] = 'STATUS_WAIT_RETRY:012345';
    expect(await fetch()).toMatchObject({ awaits: true, messages: [{ code: '012345' }] });
    Object.assign(replies, { getStatus: 'STATUS_OK:012345', getStatusV2: v2.replace('Telegram', 'Second') });
    expect((await fetch()).messages[0]?.text).toContain('Second code: 012345');
    expect(send.asked).toHaveLength(5);
  });
});

describe('the list of open orders in pages', () => {
  const rows = (from: number, count: number) =>
    Array.from({ length: count }, (_, at) => `{"activationId":${from + at},"activationStatus":"4"}`).join();

  function pages(most: number) {
    const asked: string[] = [];
    const send = async ({ query = {} }: { query?: Readonly<Record<string, string>> }) => {
      const { start = '0', limit } = query;
      asked.push(`${start}/${limit}`);
      const count = Math.max(0, Math.min(100, most - Number(start)));
      return { status: 200, headers: {}, at: 0, text: `{"data":[${rows(1000 + Number(start), count)}]}` };
    };
    return { asked, list: () => smsActivateAdapter(profiles.herosms).listOpenOrders?.(send) };
  }

  test.each([
    [0, ['0/100']],
    [99, ['0/100']],
    [100, ['0/100', '100/100']],
    [250, ['0/100', '100/100', '200/100']],
  ])('%d orders', async (most, asked) => {
    const site = pages(most);
    const found = await site.list();
    expect(new Set(found?.map(({ id }) => id)).size).toBe(most);
    expect(site.asked).toEqual(asked);
  });

  test('a site that gives its first page for ever makes the list unreadable, not short', async () => {
    const send = fakeSend({ getActiveActivations: `{"data":[${rows(1, 100)}]}` });
    await expect(smsActivateAdapter(profiles.herosms).listOpenOrders?.(send)).rejects.toMatchObject({
      code: 'UNREADABLE',
    });
    expect(send.asked).toHaveLength(2);
  });
});
