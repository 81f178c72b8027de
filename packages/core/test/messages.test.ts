import {
  advance,
  askAnother,
  codeOf,
  forgottenMessage,
  grantAnother,
  type Hearing,
  isAwaiting,
  type Message,
  money,
  type Order,
  type OrderReport,
} from '@numroute/core';
import { describe, expect, test } from 'vitest';

const price = money('0.1', 'USD');
const orderWith = (...messages: readonly Message[]): Order => ({
  provider: 'one',
  id: '7',
  phone: '+3725550001',
  service: 'telegram',
  country: 'EE',
  quoted: price,
  paid: price,
  paidSource: 'offer',
  status: messages.length > 0 ? 'delivered' : 'open',
  messages,
  boughtAt: 1,
  refund: 'none',
});
const telling = (...messages: readonly Message[]): OrderReport => ({
  id: '7',
  status: 'delivered',
  messages,
});
const waiting = telling();
const aside: Hearing = { aside: true };
const after = (order: Order, ...reports: readonly OrderReport[]): readonly Message[] =>
  reports.reduce((now, report) => advance(now, report), order).messages;

const code = '123456';
const text = 'Your code is 123456';

describe('one SMS in different words', () => {
  const wordings: readonly (readonly Message[])[] = [
    [{ text, code }, { code }],
    [{ text, code }, { text }],
    [{ text }, { code }],
    [
      { code, receivedAt: 5 },
      { text, code },
    ],
    [
      { id: 'a', code },
      { text, receivedAt: 5 },
    ],
    [{ text: `${text} \r\n` }, { text, code }],
    [
      { text: '', code },
      { text, code },
    ],
  ];
  test.each(wordings)('%j and %j are one message, whichever comes first', (left, right) => {
    for (const [first, second] of [
      [left, right],
      [right, left],
    ]) {
      const [message, ...more] = after(orderWith(), telling(first ?? {}), telling(second ?? {}));
      expect(more).toEqual([]);
      expect(codeOf(message ?? {})).toBe(code);
      for (const { id, receivedAt } of [left, right]) {
        if (id !== undefined) expect(message?.id).toBe(id);
        if (receivedAt !== undefined) expect(message?.receivedAt).toBe(receivedAt);
      }
    }
  });

  test('the richer stays, in its place, and what was heard first stays as it was', () => {
    const order = orderWith({ code: '1111' }, { code: '2222' });
    expect(after(order, telling({ code: '1111', text: 'first 1111', from: 'Telegram' }))).toEqual([
      { code: '1111', text: 'first 1111', from: 'Telegram' },
      { code: '2222' },
    ]);
    expect(
      after(orderWith({ id: 'a', text: 'short' }), telling({ id: 'a', text: 'short, and grown' })),
    ).toEqual([{ id: 'a', text: 'short' }]);
  });

  test('what both tell and tell differently makes two', () => {
    for (const [left, right] of [
      [{ code }, { code: '654321' }],
      [
        { code, text },
        { code, text: 'Again: 123456' },
      ],
      [
        { id: 'a', code },
        { id: 'b', code },
      ],
      [
        { code, receivedAt: 5 },
        { code, receivedAt: 6 },
      ],
      // An id that stands for the order and not for its SMS.
      [
        { id: 'a', code },
        { id: 'a', code: '654321' },
      ],
    ] satisfies readonly (readonly [Message, Message])[]) {
      expect(after(orderWith(), telling(left), telling(right))).toEqual([left, right]);
    }
  });

  test('one code twice in one list is two SMS, and the list again is no third', () => {
    const list = telling({ code }, { code });
    expect(after(orderWith({ code }), list, list)).toEqual([{ code }, { code }]);
    const texts = telling({ code, text: 'one 123456' }, { code, text: 'two 123456' });
    expect(after(orderWith({ code }), texts, telling({ code }), texts)).toEqual(texts.messages);
  });

  test('of several that fit, each finds its own', () => {
    const known = [
      { code, text, receivedAt: 5 },
      { code, text, receivedAt: 6 },
    ];
    expect(after(orderWith(...known), telling({ code, receivedAt: 6 }, { code, text }))).toEqual(known);
    expect(after(orderWith(...known), telling({ code, receivedAt: 5 }, { text }))).toEqual(known);
  });

  test('a list longer than any is compared word for word, at once', () => {
    const many = Array.from({ length: 20_000 }, (_, n) => ({ code: '1', receivedAt: n }));
    const order = advance(orderWith(), telling(...many));
    expect(after(order, telling(...many))).toHaveLength(many.length);
    expect(
      after(order, telling(...many.map((one) => ({ ...one, receivedAt: one.receivedAt + 1 })))),
    ).toHaveLength(many.length + 1);
  });
});

describe('a further SMS', () => {
  const asked = askAnother(orderWith({ text, code }));

  test('the old code is no news before the vendor waits, while it waits, and in a list', () => {
    const old = telling({ code });
    expect(after(asked, old, old)).toHaveLength(1);
    const awaited = advance(asked, waiting);
    expect(awaited.another).toEqual({ after: 1, is: 'awaited' });
    expect(advance(awaited, old, aside)).toEqual(awaited);
    expect(after(awaited, waiting, waiting)).toHaveLength(1);
  });

  test('after the vendor was seen waiting the same code is a new SMS, once', () => {
    const came = [waiting, telling({ code }), telling({ code })].reduce(
      (now, one) => advance(now, one),
      asked,
    );
    expect(came.messages).toEqual([{ text, code }, { code }]);
    expect(came.another).toEqual({ after: 1, is: 'come' });
    // The text that a list adds belongs to the newest.
    expect(advance(came, telling({ code, text }, { code, text: 'Again 123456' }), aside).messages).toEqual([
      { text, code },
      { code, text: 'Again 123456' },
    ]);
  });

  test('an id or a time proves that what a vendor tells while it waits is old', () => {
    for (const known of [
      { id: 'a', code },
      { code, receivedAt: 5 },
    ]) {
      const awaited = advance(askAnother(orderWith(known)), waiting);
      expect(after(awaited, telling({ ...known, text }))).toHaveLength(1);
      expect(after(awaited, telling({ ...known, id: 'b', receivedAt: 6 }))).toHaveLength(2);
    }
  });

  test('the reply to the asking, and a row of a list without messages, do not say that it waits', () => {
    const heard = advance(asked, waiting, aside);
    expect(heard).toEqual(asked);
    expect(after(heard, telling({ code }))).toHaveLength(1);
    // A status that shows nothing at all forgot it, or never knew.
    expect(after(asked, { ...waiting, status: 'open' }, telling({ code }))).toHaveLength(1);
  });

  test('not decidable: the same code again, at a vendor that was never seen waiting, is taken for the old', () => {
    expect(after(asked, telling({ code }))).toHaveLength(1);
    expect(after(asked, telling({ code, text: 'Again 123456' }))).toHaveLength(2);
  });

  test('all that is known counts as old from the yes on until it came, and never without a yes', () => {
    expect(isAwaiting(asked)).toBe(false);
    const granted = grantAnother(asked, waiting);
    expect([granted, advance(granted, telling({ code })), advance(granted, waiting)].map(isAwaiting)).toEqual(
      [true, true, true],
    );
    expect(isAwaiting(askAnother(granted))).toBe(true);
    expect(isAwaiting(advance(granted, telling({ code: '654321' })))).toBe(false);
    expect(isAwaiting(advance(granted, { ...waiting, status: 'finished' }))).toBe(false);
  });

  test('a report may say itself that all it tells is old', () => {
    const old: OrderReport = { ...telling({ code }), awaits: true };
    const awaited = advance(asked, old);
    expect(awaited.another?.is).toBe('awaited');
    expect(after(awaited, old)).toHaveLength(1);
    expect(after(awaited, telling({ code }))).toHaveLength(2);
  });

  test('asked for twice before it came: still the same wait', () => {
    const again = askAnother(advance(asked, waiting));
    expect(after(again, telling({ code }))).toHaveLength(2);
  });
});

test('what was forgotten comes back neither as news nor with its text', () => {
  const order: Order = {
    ...askAnother(orderWith(forgottenMessage(0), forgottenMessage(1))),
    another: { after: 1, is: 'awaited' },
  };
  for (const report of [telling({ code }), telling({ id: 'a', text, code }, { code: '99' })]) {
    expect(after(order, report)).toEqual([{ id: 'forgotten-0' }, { id: 'forgotten-1' }]);
  }
  expect(
    after(orderWith(forgottenMessage(0)), telling(forgottenMessage(0), forgottenMessage(1))),
  ).toHaveLength(2);
});
