import { strictEqual as is, ok, rejects, deepStrictEqual as same } from 'node:assert';
import type { OrderReport } from '@numroute/core';
import { type AttemptEvent, type AttemptRecord, transition, UNRESOLVED } from '../attempt/index.ts';
import type { Journal } from '../contract.ts';
import { countCases } from './count-cases.ts';
import { keptCases } from './kept-cases.ts';
import { beside, bought, event, intent, orderOf } from './samples.ts';
import { refusedWith } from './shared-store.ts';

/** One promise of a journal. Runs on a fresh, empty one; throws an AssertionError if it is broken. */
export interface JournalCase {
  readonly name: string;
  /** Rejects with an `AssertionError` where the journal breaks the rule. The journal is empty before. */
  run(journal: Journal): Promise<void>;
}

const unresolved = async (journal: Journal): Promise<readonly string[]> =>
  (await journal.list({ states: UNRESOLVED })).map(({ id }) => id);
const reported = (id: string, more: Partial<OrderReport> = {}) =>
  ({ kind: 'reported', report: { id, status: 'open', messages: [], ...more } }) as const;

/**
 * What every journal promises, runner-free: give each case a journal of its own.
 *
 * @example for (const { name, run } of journalCases) test(name, () => run(createMine()));
 */
export const journalCases: readonly JournalCase[] = [
  {
    name: 'an intent is unresolved until its outcome is known',
    run: async (journal) => {
      const entry = await journal.append(event('a', intent()));
      same([entry.number, entry.state, entry.money], [1, 'sending', 'reserved']);
      await journal.append(event('a', { kind: 'unheard', message: 'lost' }));
      same(await unresolved(journal), ['a']);
      await journal.append(event('a', { kind: 'absent', evidence: 'balance' }));
      same(await unresolved(journal), []);
    },
  },
  {
    name: 'an event that the lifecycle forbids is refused and leaves no trace',
    run: async (journal) => {
      await rejects(journal.append(event('a', bought(orderOf('7')))), refusedWith('WRONG_STATE'));
      await journal.append(event('a', intent()));
      await rejects(journal.append(event('a', intent())), refusedWith('WRONG_STATE'));
      await rejects(journal.append(event('a', { kind: 'cancel-asked' })), refusedWith('WRONG_STATE'));
      is((await journal.history('a')).length, 1);
    },
  },
  {
    name: 'two unresolved purchases at one provider are impossible',
    run: async (journal) => {
      await journal.append(event('a', intent('one')));
      await rejects(journal.append(event('b', intent('two'))), refusedWith('WRONG_STATE'));
      await journal.append(event('a', { kind: 'unheard', message: '' }));
      await rejects(journal.append(event('b', intent('two'))), refusedWith('WRONG_STATE'));
      await journal.append(event('c', intent('two', 'elsewhere')));
      is(await journal.findAttempt('b'), undefined);
    },
  },
  {
    name: 'purchases that may be side by side are, until one is in doubt',
    run: async (journal) => {
      const begins = (attempt: string, happening = beside(attempt)) =>
        journal.append(event(attempt, happening));
      const isRefused = (attempt: string, happening = beside(attempt)) =>
        rejects(begins(attempt, happening), refusedWith('WRONG_STATE'));
      is((await begins('a')).beside, true);
      await begins('b');
      await isRefused('c', intent('c'));
      await journal.append(event('a', { kind: 'unheard', message: '' }));
      await isRefused('c');
      await isRefused('c', intent('c'));
      await journal.append(event('b', { kind: 'unheard', message: '' }));
      same(await unresolved(journal), ['a', 'b']);
      await journal.append(event('a', { kind: 'absent', evidence: 'balance' }));
      await isRefused('c');
      await journal.append(event('b', bought(orderOf('7'))));
      await begins('c', intent('c'));
      await isRefused('d');
      await begins('e', beside('e', 'elsewhere'));
      is((await journal.findAttempt('c'))?.beside, undefined);
      same(await unresolved(journal), ['c', 'e']);
    },
  },
  {
    name: 'two live attempts of one want are impossible',
    run: async (journal) => {
      await journal.append(event('a', intent('one')));
      await rejects(journal.append(event('b', intent('one', 'two'))), refusedWith('WRONG_STATE'));
      await journal.append(event('a', bought(orderOf('7'))));
      await rejects(journal.append(event('b', intent('one', 'two'))), refusedWith('WRONG_STATE'));
      await journal.append(
        event('a', { kind: 'cancel-confirmed', report: { id: '7', status: 'cancelled', messages: [] } }),
      );
      await journal.append(event('b', intent('one', 'two')));
    },
  },
  {
    name: 'one order is held once, and an id that a vendor gives out again means the newer order',
    run: async (journal) => {
      await journal.append(event('a', intent('one')));
      await journal.append(event('a', bought(orderOf('7'))));
      await journal.append(event('b', intent('two')));
      await rejects(journal.append(event('b', bought(orderOf('7')))), refusedWith('WRONG_STATE'));
      await journal.append(event('a', reported('7', { status: 'expired' })));
      await journal.append(event('b', bought(orderOf('7'))));
      is((await journal.findOrder({ provider: 'one', id: '7' }))?.id, 'b');
      await journal.append(event('a', { kind: 'refund-seen', evidence: 'balance' }));
      is((await journal.findOrder({ provider: 'one', id: '7' }))?.id, 'b');
      await journal.forget(Number.MAX_SAFE_INTEGER);
      is((await journal.findOrder({ provider: 'one', id: '7' }))?.id, 'b');
    },
  },
  {
    name: 'an order is found by provider and id, with every part as it was',
    run: async (journal) => {
      const order = orderOf('9007199254740993', 'one', {
        pool: 'x',
        messages: [{ id: '1', text: 'code 12\u0000345 \ud83d\ude00', code: '012345' }],
        status: 'delivered',
        expiresAt: 5,
      });
      await journal.append(event('a', intent()));
      await journal.append(event('a', bought(order)));
      same((await journal.findOrder({ provider: 'one', id: order.id }))?.order, order);
      is(await journal.findOrder({ provider: 'two', id: order.id }), undefined);
      is(await journal.findOrder({ provider: 'one', id: '9007199254740992' }), undefined);
    },
  },
  {
    name: 'numbers count up from one and lead back',
    run: async (journal) => {
      for (const [position, name] of ['a', 'b', 'c'].entries()) {
        const entry = await journal.append(event(name, intent(name, name)));
        is(entry.number, position + 1);
        same(await journal.findNumber(entry.number), entry);
      }
      is(await journal.findNumber(4), undefined);
      is(await journal.findNumber(0), undefined);
    },
  },
  {
    name: 'lists by state, want, provider, buyer, key, market, order and time, in the order of numbers and in pages',
    run: async (journal) => {
      await journal.openWant({ id: 'w', key: 'k', buyer: 'qa', print: '{}', at: 1 });
      await journal.append(event('a', intent('w', 'one'), 10));
      await journal.append(event('b', intent('v', 'two'), 20));
      await journal.append(event('b', bought(orderOf('7', 'two')), 21));
      const ids = async (filter: Parameters<Journal['list']>[0]) =>
        (await journal.list(filter)).map(({ id }) => id);
      same(await ids({}), ['a', 'b']);
      same(await ids({ states: ['open'] }), ['b']);
      same(await ids({ states: ['open', 'sending', 'refused'] }), ['a', 'b']);
      same(await ids({ want: 'w' }), ['a']);
      same(await ids({ provider: 'two', states: ['open'] }), ['b']);
      same(await ids({ buyer: 'qa' }), ['a']);
      same(await ids({ buyer: "' OR 1=1 --" }), []);
      same(await ids({ after: 1 }), ['b']);
      same(await ids({ sentSince: 20 }), ['b']);
      same(await ids({ states: [] }), []);
      same(await ids({ order: '7' }), ['b']);
      same(await ids({ order: '8' }), []);
      same(await ids({ most: 1 }), ['a']);
      same(await ids({ most: 1, after: 1 }), ['b']);
      same(await ids({ newestFirst: true }), ['b', 'a']);
      same(await ids({ newestFirst: true, most: 1 }), ['b']);
      same(await ids({ newestFirst: true, before: 2 }), ['a']);
      same(await ids({ before: 2 }), ['a']);
      same(await ids({ after: 1, before: 2 }), []);
      same(await ids({ sentUntil: 20 }), ['a']);
      same(await ids({ sentSince: 10, sentUntil: 21, newestFirst: true }), ['b', 'a']);
      same(await ids({ key: 'k' }), ['a']);
      same(await ids({ key: 'w' }), []);
      same(await ids({ service: 'telegram' }), ['a', 'b']);
      same(await ids({ service: 'whatsapp' }), []);
      same(await ids({ service: 'telegram', country: 'EE', provider: 'two' }), ['b']);
      same(await ids({ country: 'GB' }), []);
      for (const most of [0, -1, 0.5]) await rejects(journal.list({ most }), refusedWith('INVALID_INPUT'));
    },
  },
  {
    name: 'a key belongs to the want that came first',
    run: async (journal) => {
      const first = { id: 'a', key: 'k', buyer: 'qa', kind: 'code', print: 'x', at: 1 } as const;
      same(await journal.openWant(first), first);
      same(await journal.openWant({ id: 'b', key: 'k', print: 'y', at: 2 }), first);
      same(await journal.findWant('a'), first);
      is(await journal.findWant('b'), undefined);
      const [left, right] = await Promise.all([
        journal.openWant({ id: 'c', key: 'l', print: 'z', at: 3 }),
        journal.openWant({ id: 'd', key: 'l', print: 'z', at: 3 }),
      ]);
      same(left, right);
    },
  },
  {
    name: 'the history of an attempt is its events, and the entry follows from them alone',
    run: async (journal) => {
      const events: AttemptEvent[] = [
        event('a', intent(), 1),
        event('a', { kind: 'unheard', message: 'reset' }, 2),
        event('a', { kind: 'bought', order: orderOf('7'), adopted: true }, 3),
        event('a', { kind: 'used' }, 4),
        event('a', { kind: 'cancel-wanted', why: 'late', insist: true, notBefore: 9 }, 4),
        event('a', { kind: 'cancel-asked' }, 5),
        event('a', { kind: 'cancel-refused', notBefore: 12, message: 'early' }, 6),
        event('a', reported('7', { status: 'delivered', messages: [{ code: '0123' }] }), 7),
        event('a', { kind: 'finish-asked' }, 8),
        event('a', reported('7', { status: 'finished' }), 9),
      ];
      for (const one of events) await journal.append(one);
      same(await journal.history('a'), events);
      let rebuilt: AttemptRecord | undefined;
      for (const one of await journal.history('a')) rebuilt = transition(rebuilt, one);
      same(await journal.findAttempt('a'), { ...rebuilt, number: 1 });
    },
  },
  {
    name: 'forgets phones, codes and texts of what ended before, and no money fact',
    run: async (journal) => {
      const secret = { code: '918273', text: 'Your code is 918273', from: 'Telegram' };
      await journal.append(event('a', intent('one'), 10));
      await journal.append(event('a', bought(orderOf('7')), 11));
      await journal.append(event('a', reported('7', { status: 'delivered', messages: [secret] }), 12));
      // A vendor that tells only the newest.
      await journal.append(
        event('a', reported('7', { status: 'delivered', messages: [{ code: '564738' }] }), 12),
      );
      await journal.append(event('b', intent('two'), 20));
      await journal.append(event('b', bought(orderOf('8')), 21));
      is(await journal.forget(1_000), 0, 'what is not over is kept');
      await journal.append(event('a', reported('7', { status: 'finished' }), 13));
      is(await journal.forget(13), 0, 'what ended later is kept');
      is(await journal.forget(1_000), 1);
      is(await journal.forget(1_000), 0, 'once');
      let text = '';
      for await (const line of journal.exportLines()) text += line;
      const kept = await journal.findAttempt('a');
      for (const where of [text, JSON.stringify(kept)]) ok(!/918273|564738|Telegram/.test(where));
      same(
        [kept?.state, kept?.money, kept?.order?.paid.amount, kept?.order?.messages.length],
        ['finished', 'spent', '0.1', 2],
      );
      is((await journal.findAttempt('b'))?.order?.phone, '+3725550001');
      let rebuilt: AttemptRecord | undefined;
      for (const one of await journal.history('a')) rebuilt = transition(rebuilt, one);
      same(kept, { ...rebuilt, number: 1 });
    },
  },
  {
    name: 'forgets the codes of an order whose phone nobody told',
    run: async (journal) => {
      await journal.append(event('a', intent('one'), 10));
      await journal.append(event('a', bought({ ...orderOf('7'), phone: '' }), 11));
      const delivered = { status: 'delivered', messages: [{ code: '918273' }] } as const;
      const { phone: _untold, ...report } = reported('7', delivered).report;
      await journal.append(event('a', { kind: 'reported', report }, 12));
      await journal.append(event('a', { kind: 'reported', report: { ...report, status: 'finished' } }, 13));
      is(await journal.forget(1_000), 1);
      is(await journal.forget(1_000), 0, 'once');
      let text = '';
      for await (const line of journal.exportLines()) text += line;
      ok(!`${text}${JSON.stringify(await journal.findAttempt('a'))}`.includes('918273'));
    },
  },
  {
    name: 'every event is exported once, in order, as a line of JSON',
    run: async (journal) => {
      await journal.append(event('a', intent('one', 'one')));
      await journal.append(event('b', intent('two', 'two')));
      await journal.append(event('a', { kind: 'refused', code: 'OUT_OF_STOCK', message: 'none\nleft' }));
      const lines: string[] = [];
      for await (const line of journal.exportLines()) lines.push(line);
      const parsed = lines.map((line) => JSON.parse(line) as AttemptEvent & { seq: number });
      same(
        parsed.map(({ seq, attempt, kind }) => [seq, attempt, kind]),
        [
          [1, 'a', 'intent'],
          [2, 'b', 'intent'],
          [3, 'a', 'refused'],
        ],
      );
      ok(lines.every((line) => !line.includes('\n')));
    },
  },
  ...countCases,
  ...keptCases,
];
