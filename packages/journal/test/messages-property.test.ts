import {
  advance,
  askAnother,
  codeOf,
  grantAnother,
  isAwaiting,
  type Message,
  money,
  type Order,
  type OrderReport,
} from '@numroute/core';
import {
  type AttemptEvent,
  type AttemptRecord,
  forgetPerson,
  type Happening,
  transition,
} from '@numroute/journal';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { runs } from '../../../test/support/runs.ts';

const price = money('0.1', 'USD');
const bought: Order = {
  provider: 'one',
  id: '7',
  phone: '+3725550001',
  service: 'telegram',
  country: 'EE',
  quoted: price,
  paid: price,
  paidSource: 'offer',
  status: 'open',
  messages: [],
  boughtAt: 1,
  refund: 'none',
};
const telling = (...messages: readonly Message[]): OrderReport => ({
  id: '7',
  status: 'delivered',
  messages,
});
const waiting = telling();
const aside = { aside: true };

const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const anyMessage: fc.Arbitrary<Message> = fc
  .record({
    id: optional(fc.constantFrom('a', 'b', 'forgotten-0')),
    code: optional(fc.constantFrom('1111', '2222')),
    text: optional(fc.constantFrom('', 'is 1111', ' is  1111 ', 'is 2222', 'hello')),
    receivedAt: optional(fc.constantFrom(1, 2)),
    from: optional(fc.constantFrom('x', 'y')),
  })
  .map((fields) => Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)));
const anyReport: fc.Arbitrary<OrderReport> = fc.record({
  id: fc.constant('7'),
  status: fc.constantFrom('open', 'delivered', 'finished', 'cancelled', 'gone'),
  messages: fc.array(anyMessage, { maxLength: 5 }),
});
const anyHearing = fc.record({ aside: fc.boolean() });
const anyStep = fc.oneof(
  { weight: 5, arbitrary: fc.tuple(anyReport, anyHearing) },
  { weight: 1, arbitrary: fc.constant('ask' as const) },
);

test('property: the same report again changes nothing; what is known is never lost, and each told message has one', () => {
  fc.assert(
    fc.property(fc.array(anyStep, { maxLength: 12 }), (steps) => {
      let order = bought;
      for (const step of steps) {
        if (step === 'ask') {
          order = askAnother(order);
          continue;
        }
        const [report, hearing] = step;
        const next = advance(order, report, hearing);
        expect(advance(next, report, hearing)).toEqual(next);
        expect(next.messages.length).toBeGreaterThanOrEqual(
          Math.max(order.messages.length, report.messages.length),
        );
        for (const [place, { text = '', ...known }] of order.messages.entries()) {
          expect(next.messages[place]).toMatchObject({ ...known, ...(text !== '' && { text }) });
        }
        const codes = next.messages.map((message) => message.code);
        const forgotten = order.messages.some(
          ({ id, code: one, text: words }) =>
            id === 'forgotten-0' && one === undefined && words === undefined,
        );
        for (const said of report.messages) {
          if (said.code !== undefined && !forgotten) expect(codes).toContain(said.code);
        }
        order = next;
      }
    }),
    { numRuns: runs(400) },
  );
});

/** How one part of a vendor tells an SMS: always the same facts of it. */
const wording = fc.constantFrom<readonly (keyof Message)[]>(
  ['code'],
  ['text'],
  ['code', 'text'],
  ['id', 'code'],
  ['text', 'receivedAt'],
  ['id', 'code', 'text', 'receivedAt'],
);
const worded = (sms: Message, facts: readonly (keyof Message)[]): Message =>
  Object.fromEntries(facts.map((fact) => [fact, sms[fact]]));

/** Few codes and few texts, so that one is often sent again word for word. */
const anySms = fc.record({
  code: fc.constantFrom('111111', '222222'),
  words: fc.constantFrom('is', 'again'),
});
/** What a list shows meanwhile: how many of the SMS, since lists lag, and whether all of those or the newest. */
const anyGlance = fc.record({ lag: fc.nat(2), newest: fc.boolean() });
const anyGlances = fc.array(anyGlance, { maxLength: 2 });
const anyChapter = fc.record({
  sms: anySms,
  during: anyGlances,
  before: anyGlances,
  looks: fc.integer({ min: 1, max: 2 }),
  after: anyGlances,
});

test('property: where each is asked for and each wait is seen, the messages are the SMS that were sent, each once', () => {
  fc.assert(
    fc.property(
      fc.array(anyChapter, { minLength: 1, maxLength: 5 }),
      wording,
      wording,
      (chapters, inStatus, inList) => {
        const sent: Message[] = [];
        let order = bought;
        const glance = (glances: readonly { readonly lag: number; readonly newest: boolean }[]): void => {
          for (const { lag, newest } of glances) {
            const shown = sent.slice(0, Math.max(0, sent.length - lag)).slice(newest ? -1 : 0);
            order = advance(order, telling(...shown.map((sms) => worded(sms, inList))), aside);
          }
        };
        for (const [number, { sms, before, during, looks, after }] of chapters.entries()) {
          if (number > 0) {
            order = askAnother(order);
            order = grantAnother(order, waiting);
            glance(before);
            // A look that was under way.
            order = advance(order, telling(worded(sent.at(-1) ?? {}, inStatus)));
            order = advance(order, waiting);
            glance(during);
            order = advance(order, waiting);
            expect(order.messages).toHaveLength(number);
            expect(isAwaiting(order)).toBe(true);
          }
          const { code: one, words } = sms;
          sent.push({ id: `m${number}`, code: one, text: `${one} ${words}`, receivedAt: number, from: 'x' });
          glance(after);
          for (let look = 0; look < looks; look += 1) {
            order = advance(order, telling(worded(sent.at(-1) ?? {}, inStatus)));
          }
          glance(after);
          expect(order.messages.map(codeOf)).toEqual(sent.map(codeOf));
        }
      },
    ),
    { numRuns: runs(400) },
  );
});

test('property: a vendor that tells all its SMS needs no asking, whatever its list and its status leave out', () => {
  const anyLook = fc.record({ upTo: fc.integer({ min: 0, max: 5 }), listed: fc.boolean() });
  fc.assert(
    fc.property(
      fc.array(anySms, { minLength: 1, maxLength: 5 }),
      fc.array(anyLook, { maxLength: 10 }),
      wording,
      wording,
      (all, looks, inStatus, inList) => {
        const sent = all.map(({ code: one, words }, number) => ({
          id: `m${number}`,
          code: one,
          text: `${one} ${words}`,
          receivedAt: number,
          from: 'x',
        }));
        let order = bought;
        let known = 0;
        for (const { upTo, listed } of looks) {
          known = Math.max(known, Math.min(upTo, sent.length));
          const shown = sent.slice(0, upTo).map((sms) => worded(sms, listed ? inList : inStatus));
          order = advance(order, telling(...shown), { aside: listed });
          expect(order.messages.map(codeOf).toSorted()).toEqual(sent.slice(0, known).map(codeOf).toSorted());
        }
      },
    ),
    { numRuns: runs(400) },
  );
});

test('property: a life without its person leads to as many messages, the same state and the same money', () => {
  const intent: Happening = {
    kind: 'intent',
    want: 'w',
    offer: { provider: 'one', service: 'telegram', country: 'EE', price, stock: 1, handle: '' },
    maxPrice: price,
  };
  const anyHappening = fc.oneof(
    { weight: 1, arbitrary: fc.constant<Happening>({ kind: 'another-asked' }) },
    { weight: 1, arbitrary: anyReport.map((report): Happening => ({ kind: 'another-confirmed', report })) },
    {
      weight: 4,
      arbitrary: fc
        .tuple(anyReport, fc.boolean())
        .map(
          ([report, isAside]): Happening => ({ kind: 'reported', report, ...(isAside && { aside: true }) }),
        ),
    },
  );
  const rebuild = (events: readonly AttemptEvent[]): AttemptRecord | undefined =>
    events.reduce<AttemptRecord | undefined>((record, event) => transition(record, event), undefined);
  fc.assert(
    fc.property(
      fc.array(anyHappening, { maxLength: 12 }),
      fc.array(anyMessage, { maxLength: 2 }),
      (all, first) => {
        const order: Order = { ...bought, messages: first, status: first.length > 0 ? 'delivered' : 'open' };
        const history: AttemptEvent[] = [];
        let record: AttemptRecord | undefined;
        for (const happening of [intent, { kind: 'bought', order, adopted: false } as const, ...all]) {
          const event: AttemptEvent = { ...happening, attempt: 'a', at: 1, by: 'buyer' };
          try {
            record = transition(record, event);
          } catch {
            continue;
          }
          history.push(event);
        }
        const forgotten = forgetPerson(history);
        expect(forgotten.events).toHaveLength(history.length);
        expect(JSON.stringify(forgotten)).not.toMatch(/1111|2222|hello|\+372/);
        expect(forgotten.record).toEqual(rebuild(forgotten.events));
        expect(forgotten.record?.order?.messages).toEqual(
          record?.order?.messages.map((_, place) => ({ id: `forgotten-${place}` })),
        );
        expect(forgotten.record).toMatchObject({ state: record?.state, money: record?.money });
        expect(forgotten.record?.order?.another).toEqual(record?.order?.another);
        expect(forgetPerson(forgotten.events)).toEqual(forgotten);
        // A late report of a vendor brings nothing back.
        const known = forgotten.record?.order;
        if (known && first.length > 0)
          expect(advance(known, telling(first[0] ?? {})).messages).toEqual(known.messages);
      },
    ),
    { numRuns: runs(400) },
  );
});
