import type { Message, OrderReport } from '@numroute/core';
import { describe, expect, test } from 'vitest';
import { entryLine } from '../src/printing/entry-line.ts';
import { newestSms } from '../src/printing/sms.ts';
import { eventsOf } from './io.ts';
import { openStall } from './stall.ts';

/** A vendor that needs not be told that we are done: its own order is still open. */
const unfinished = { paper: { capabilities: ['cancelOrder', 'fetchBalance'] } } as const;

/** A vendor that reports these messages from the second look on. */
const telling = (...messages: readonly Message[]) => {
  let looks = 0;
  return (report: OrderReport): OrderReport => {
    looks += 1;
    return looks < 3 || report.status !== 'open' ? report : { ...report, status: 'delivered', messages };
  };
};

describe('an SMS that came is shown, whatever is in it', () => {
  test.each([
    ['a code in a sentence', { text: 'my code is : AA100' }, 'SMS: my code is : AA100\n'],
    ['a code of two groups', { text: '12:34' }, 'SMS: 12:34\n'],
    ['a code with letters', { text: 'Your code is KX9Q-77' }, 'SMS: Your code is KX9Q-77\n'],
    ['the vendor names the code', { code: 'G-123456' }, 'Code: G-123456\n'],
    ['code and text', { text: 'Telegram code 53917' }, 'Code: 53917\nSMS: Telegram code 53917\n'],
    ['control characters', { text: '\u001b[31mcode\u0007 is\nAB12' }, 'SMS: code is AB12\n'],
    [
      'a long sentence in the place of the code',
      { code: `${'x'.repeat(90)} 4711` },
      `${'x'.repeat(90)} 4711\n`,
    ],
  ] as const)('%s', async (_what, message, shown) => {
    await using shop = openStall({ ...unfinished, report: telling(message) });
    const { code, out } = await shop.buy();
    expect(out.endsWith(shown)).toBe(true);
    expect(out).not.toMatch(/No code came|may be lost/);
    expect(code).toBe(0);
    expect(await shop.states()).toEqual(['finished spent']);
  });

  test('the journal shows it, too', async () => {
    await using shop = openStall({ ...unfinished, report: telling({ text: 'my code is : AA100' }) });
    await shop.buy();
    const [entry] = await shop.journal.list({});
    const line = entry ? entryLine(entry, (_style, text) => text) : '';
    expect(line).toContain('finished, SMS: my code is : AA100');
  });

  test('--json has both, the code as null where none is recognised', async () => {
    await using shop = openStall({ ...unfinished, report: telling({ text: 'my code is : AA100' }) });
    const { code, out } = await shop.buy({ json: true });
    expect(eventsOf({ out }).at(-1)).toMatchObject({
      status: 'finished',
      code: null,
      text: 'my code is : AA100',
    });
    expect(code).toBe(0);
  });

  test('an SMS that comes while the order is being cancelled', async () => {
    await using shop = openStall({ world: { cancelAfterMs: 120_000 } });
    shop.sms(90_000, 'Your word is Tulip');
    const { code, out } = await shop.buy();
    expect(out).toMatch(/No code came; cancelling\.[\s\S]*SMS: Your word is Tulip\n$/);
    expect(code).toBe(0);
  });
});

describe("a vendor's word for nothing is no SMS", () => {
  test.each(['null', 'None', 'undefined', 'false', ' ', '\u0000', '-'])('%j', (word) => {
    expect(newestSms({ messages: [{ code: word }, { text: word }] })).toBeUndefined();
    expect(newestSms({ messages: [{ code: word, text: 'code 4711' }] })).toEqual({
      code: '4711',
      text: 'code 4711',
    });
  });

  test('the newest SMS with a code goes before a newer one without', () => {
    const messages = [{ text: 'code 1111' }, { text: 'code 2222' }, { text: 'Welcome!' }];
    expect(newestSms({ messages })).toMatchObject({ code: '2222' });
    expect(newestSms({ messages: [{ text: 'Hello' }, { text: 'Welcome!' }] })).toEqual({ text: 'Welcome!' });
  });
});

describe('a delivered order of which no SMS is known', () => {
  test('is waited for, and said to be what it is', async () => {
    await using shop = openStall({ ...unfinished, report: telling() });
    const { code, out } = await shop.buy({ key: 'k' });
    expect(out).toContain('is delivered, with an SMS that the vendor does not show');
    expect(out).toContain("look at the order on the vendor's site");
    expect(out).toContain('The same command with the same --key asks the vendor once more.');
    expect(out).not.toMatch(/No code came|Code:|may be lost/);
    expect(code).toBe(5);
    expect(await shop.states()).toEqual(['delivered spent']);
  });

  test('is said to be forgotten where the journal kept it once', async () => {
    await using shop = openStall({ ...unfinished, report: telling({ text: 'code 4711' }) });
    expect((await shop.buy({ key: 'k' })).code).toBe(0);
    await shop.clock.advance(60_000);
    expect(await shop.journal.forget(shop.clock.now())).toBe(1);
    const { code, out } = await shop.buy({ key: 'k' });
    expect(out).toMatch(/^Already bought under this key: a number from shop/);
    expect(out).toContain('is finished, with an SMS that is no longer kept');
    expect(out).not.toContain('--key asks');
    expect(code).toBe(5);
  });

  test('shows its SMS as soon as the vendor does, to the same key and to cancel', async () => {
    let text: string | undefined;
    const nothing = telling();
    const report = (one: OrderReport): OrderReport =>
      text === undefined ? nothing(one) : { ...one, status: 'delivered', messages: [{ text }] };
    await using shop = openStall({ ...unfinished, report });
    expect((await shop.buy({ key: 'k' })).code).toBe(5);
    text = 'Your word is Tulip';
    const id = shop.market.orders[0]?.id ?? '';
    const cancelled = await shop.cancel(id);
    expect(cancelled.out).toBe(`An SMS had come. Order shop/${id} is delivered.\nSMS: Your word is Tulip\n`);
    expect(cancelled.code).toBe(0);
    const again = await shop.buy({ key: 'k' });
    expect(again.out).toMatch(/^Already bought under this key[\s\S]*SMS: Your word is Tulip\n$/);
    expect(again.code).toBe(0);
  });
});
