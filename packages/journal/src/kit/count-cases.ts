import { strictEqual as is, rejects, deepStrictEqual as same } from 'node:assert';
import { formatMoney, type Money, money, type Order, type OrderReport } from '@numroute/core';
import type { AttemptEvent, Happening } from '../attempt/index.ts';
import type { Journal } from '../contract.ts';
import type { OutcomesFilter, SpentFilter } from '../counting/filters.ts';
import type { JournalCase } from './cases.ts';
import { bought, event, intent, orderOf, surplus } from './samples.ts';

const HOUR = 3_600_000;
const NOON = Date.UTC(2026, 5, 15, 12);

const usd = (amount: string): Money => money(amount, 'USD');
const paid = (id: string, amount: string, provider = 'one', more: Partial<Order> = {}): Order =>
  orderOf(id, provider, { quoted: usd(amount), paid: usd(amount), ...more });
const report = (id: string, status: OrderReport['status'], code?: string): Happening => ({
  kind: 'reported',
  report: { id, status, messages: code === undefined ? [] : [{ code }] },
});

/** As `0.1 USD`, by name. */
async function spent(journal: Journal, filter: Partial<SpentFilter> = {}): Promise<readonly string[]> {
  const sums = await journal.spent({ since: 0, ...filter });
  return sums.map(formatMoney).sort();
}

async function tell(journal: Journal, attempt: string, happenings: readonly Happening[], at = NOON) {
  for (const one of happenings) await journal.append(event(attempt, one, at));
}

/** What is counted of a purchase after each of its events. */
const life = (name: string, ...steps: readonly (readonly [Happening, ...string[]])[]): JournalCase => ({
  name,
  run: async (journal) => {
    for (const [position, [happening, ...sums]] of steps.entries()) {
      await journal.append(event('a', happening, NOON + position));
      same(await spent(journal), sums, `after ${happening.kind}`);
    }
  },
});

const outcomes = async (journal: Journal, filter: Partial<OutcomesFilter> = {}) => {
  const { numbers, over, codes } = await journal.outcomes({ provider: 'one', since: 0, ...filter });
  return [numbers, over, codes];
};

/** What a vendor may name and what is no price. */
const unread = (amount: string): Money => ({ amount, currency: 'USD' });
const dearest = '99999999999999999999999.999999999999999999';

export const countCases: readonly JournalCase[] = [
  life(
    'spent: the cap counts until the order is known, and then what was paid',
    [intent(), '1 USD'],
    [{ kind: 'unheard', message: '' }, '1 USD'],
    [bought(paid('7', '0.4')), '0.4 USD'],
    [report('7', 'delivered', '1'), '0.4 USD'],
    [report('7', 'finished', '1'), '0.4 USD'],
  ),
  life(
    'spent: a price below the quote counts once the balance shows it',
    [intent(), '1 USD'],
    [bought(orderOf('7')), '0.105 USD'],
    [{ kind: 'charge-seen', price: usd('0.09'), evidence: 'e' }, '0.09 USD'],
  ),
  life(
    'spent: what was refused counts nothing',
    [intent(), '1 USD'],
    [{ kind: 'refused', code: 'X', message: '' }],
  ),
  life(
    'spent: what is absent counts nothing, and counts again once it is found',
    [intent(), '1 USD'],
    [{ kind: 'unheard', message: '' }, '1 USD'],
    [{ kind: 'disputed', evidence: 'e' }, '1 USD'],
    [{ kind: 'absent', evidence: 'e' }],
  ),
  life(
    'spent: what is lost counts its charge, and the order that is found instead',
    [intent(), '1 USD'],
    [{ kind: 'unheard', message: '' }, '1 USD'],
    [{ kind: 'lost', evidence: 'e', charged: usd('0.3') }, '0.3 USD'],
    [bought(paid('7', '0.4')), '0.4 USD'],
  ),
  life(
    'spent: a refund counts once it is seen, and no longer where it is missing',
    [intent(), '1 USD'],
    [bought(paid('7', '0.4')), '0.4 USD'],
    [report('7', 'cancelled'), '0.4 USD'],
    [{ kind: 'refund-missing', evidence: 'e' }, '0.4 USD'],
    [{ kind: 'refund-seen', evidence: 'e' }],
    [{ kind: 'refund-missing', evidence: 'e' }, '0.4 USD'],
  ),
  life(
    'spent: a price that nobody can read counts as the cap',
    [intent(), '1 USD'],
    [bought(orderOf('7', 'one', { paid: unread('free'), quoted: unread('?') })), '1 USD'],
  ),
  life(
    'spent: a price below zero counts as the cap',
    [intent(), '1 USD'],
    [bought(orderOf('7', 'one', { paid: unread('-5'), quoted: unread('-5') })), '1 USD'],
  ),
  {
    name: 'spent: money that is due is back where a promise is all the proof',
    run: async (journal) => {
      for (const provider of ['one', 'two']) {
        await tell(journal, provider, [intent(provider, provider), bought(paid('7', '0.4', provider))]);
        await tell(journal, provider, [report('7', 'expired')]);
      }
      await tell(journal, 'open', [intent('open'), bought(paid('8', '0.05'))]);
      same(await spent(journal), ['0.85 USD']);
      same(await spent(journal, { takesPromise: ['one'] }), ['0.45 USD']);
      same(await spent(journal, { takesPromise: ['two', 'one', 'none'] }), ['0.05 USD']);
      same(await spent(journal, { takesPromise: ['one'], provider: 'two' }), ['0.4 USD']);
      same(await spent(journal, { takesPromise: [] }), ['0.85 USD']);
    },
  },
  {
    name: 'spent: sums are exact, by currency',
    run: async (journal) => {
      const amounts = ['0.1', '0.2', '0.000000000000000001', '123456789012.000000001', dearest, dearest];
      for (const [n, amount] of amounts.entries()) {
        await tell(journal, `a${n}`, [intent(`w${n}`), bought(paid(`${n}`, amount))], NOON + n * HOUR);
      }
      const irt = money('90000', 'IRT');
      await tell(journal, 'b', [intent('b'), bought(paid('b', '1', 'one', { paid: irt, quoted: irt }))]);
      await tell(journal, 'c', [intent('c'), bought(paid('c', '0'))]);
      await tell(journal, 'd', [
        intent('d'),
        bought(paid('d', '0', 'one', { paid: money('0', 'EUR'), quoted: money('0', 'EUR') })),
      ]);
      same(await spent(journal), ['200000000000123456789012.300000000999999999 USD', '90000 IRT']);
      same(await spent(journal, { since: NOON + HOUR, provider: 'one' }), [
        '200000000000123456789012.200000000999999999 USD',
      ]);
    },
  },
  {
    name: 'spent: a window begins where it is asked to, whatever the clock did',
    run: async (journal) => {
      // From far ahead to long ago, at the edges of hours and days.
      const times = [
        5 * HOUR,
        1,
        0,
        -1,
        -HOUR,
        -24 * HOUR,
        -24 * HOUR - 1,
        -NOON,
        -NOON - 5,
        900 * HOUR,
        299_999,
      ];
      for (const [n, time] of times.entries()) {
        await tell(journal, `a${n}`, [intent(`w${n}`), bought(paid(`${n}`, `${2 ** n}`))], NOON + time);
      }
      for (const since of [...times, 7, HOUR, -2 * HOUR, 901 * HOUR, -1e12, -1e15, 1e15]) {
        const sum = times.reduce((all, time, n) => (time >= since ? all + 2 ** n : all), 0);
        same(
          await spent(journal, { since: NOON + since }),
          sum === 0 ? [] : [`${sum} USD`],
          `since ${since}`,
        );
      }
    },
  },
  {
    name: 'spent: each buyer has an account of its own, and a surplus is of the buyer who brought it',
    run: async (journal) => {
      await journal.openWant({ id: 'w1', buyer: 'qa', print: '', at: 1 });
      await journal.openWant({ id: 'w2', buyer: '', print: '', at: 1 });
      await journal.openWant({ id: 'w3', print: '', at: 1 });
      await tell(journal, 'first', [surplus(paid('0', '64'))]);
      await tell(journal, 'a', [intent('w1'), bought(paid('1', '1'))]);
      await tell(journal, 'b', [intent('w2', 'two'), bought(paid('2', '2', 'two'))]);
      await tell(journal, 'c', [surplus(paid('3', '4'))]);
      await tell(journal, 'd', [surplus(paid('4', '8'))], NOON - 5 * HOUR);
      await tell(journal, 'e', [intent('w3'), bought(paid('5', '16'))]);
      await tell(journal, 'f', [surplus(paid('6', '32'))]);
      same(await spent(journal, { buyer: 'qa' }), ['13 USD']);
      same(await spent(journal, { buyer: 'qa', since: NOON }), ['5 USD']);
      same(await spent(journal, { buyer: '' }), ['2 USD']);
      same(await spent(journal, { buyer: '', provider: 'one' }), []);
      same(await spent(journal, { buyer: '*' }), []);
      same(await spent(journal, { provider: 'two' }), ['2 USD']);
      same(await spent(journal), ['127 USD']);
      await tell(journal, 'c', [report('3', 'cancelled'), { kind: 'refund-seen', evidence: 'e' }]);
      same(await spent(journal, { buyer: 'qa' }), ['9 USD']);
    },
  },
  {
    name: 'spent: an attempt that has no amount is named, wherever it counts and nowhere else',
    run: async (journal) => {
      await journal.openWant({ id: 'w', buyer: 'qa', print: '', at: 1 });
      await tell(journal, 'fine', [intent('fine', 'two'), bought(paid('1', '1', 'two'))]);
      const begun = { ...intent('w'), maxPrice: unread('much') } as Happening;
      await tell(journal, 'odd', [begun]);
      const named = (error: unknown): boolean => {
        const { code, message } = error as { code?: unknown; message?: unknown };
        return code === 'INVALID_INPUT' && /attempt 2 \(odd\)/.test(String(message));
      };
      for (const filter of [{}, { buyer: 'qa' }, { provider: 'one' }, { since: NOON }])
        await rejects(spent(journal, filter), named);
      same(await spent(journal, { provider: 'two' }), ['1 USD']);
      same(await spent(journal, { buyer: 'support' }), []);
      same(await spent(journal, { since: NOON + 1 }), []);
      await tell(journal, 'odd', [bought(paid('7', '0.4'))]);
      same(await spent(journal), ['1.4 USD']);
    },
  },
  {
    name: 'spent and outcomes refuse a filter that is none',
    run: async (journal) => {
      const invalid = (field: string) => (error: unknown) =>
        (error as { code?: unknown }).code === 'INVALID_INPUT' && String(error).includes(field);
      for (const since of [Number.NaN, Number.POSITIVE_INFINITY, -Number.POSITIVE_INFINITY, '5', undefined]) {
        await rejects(journal.spent({ since: since as number }), invalid('spent.since'));
        await rejects(
          journal.outcomes({ provider: 'one', since: since as number }),
          invalid('outcomes.since'),
        );
      }
      await rejects(journal.spent({ since: 0, provider: 5 as never }), invalid('spent.provider'));
      await rejects(journal.spent({ since: 0, buyer: null as never }), invalid('spent.buyer'));
      await rejects(journal.spent({ since: 0, takesPromise: 'one' as never }), invalid('spent.takesPromise'));
      await rejects(
        journal.spent({ since: 0, takesPromise: [5] as never }),
        invalid('spent.takesPromise[0]'),
      );
      await rejects(journal.outcomes({ since: 0 } as never), invalid('outcomes.provider'));
      const half = { service: 'telegram' } as never;
      await rejects(
        journal.outcomes({ provider: 'one', since: 0, market: half }),
        invalid('outcomes.market.country'),
      );
    },
  },
  {
    name: 'outcomes: orders count, those that wait are not over, and a code is a success',
    run: async (journal) => {
      const steps: readonly (readonly [Happening, readonly number[]])[] = [
        [intent(), [0, 0, 0]],
        [{ kind: 'unheard', message: '' }, [0, 0, 0]],
        [bought(orderOf('7')), [1, 0, 0]],
        [report('7', 'delivered', '1'), [1, 1, 1]],
        [report('7', 'finished', '1'), [1, 1, 1]],
      ];
      for (const [happening, counted] of steps) {
        await tell(journal, 'a', [happening]);
        same(await outcomes(journal), counted, happening.kind);
      }
      await tell(journal, 'b', [intent('b'), bought(orderOf('8')), report('8', 'cancelled')]);
      await tell(journal, 'c', [intent('c'), { kind: 'refused', code: 'X', message: '' }]);
      await tell(journal, 'd', [surplus(orderOf('9'))]);
      same(await outcomes(journal), [3, 2, 1]);
      // A code may come after a cancel.
      await tell(journal, 'b', [report('8', 'cancelled', '1')]);
      same(await outcomes(journal), [3, 2, 2]);
    },
  },
  {
    name: 'outcomes: of an account or of one market, since a time',
    run: async (journal) => {
      const at = async (name: string, country: string, provider: string, time: number) => {
        const begun = intent(name, provider) as Extract<AttemptEvent, { kind: 'intent' }>;
        const offer = { ...begun.offer, country };
        await tell(journal, name, [{ ...begun, offer }, bought(orderOf(name, provider))], time);
      };
      await at('a', 'EE', 'one', NOON);
      await at('b', 'DE', 'one', NOON + 2 * HOUR);
      await at('c', 'EE', 'one', NOON - HOUR);
      await at('d', 'EE', 'two', NOON);
      const market = { service: 'telegram', country: 'EE' };
      same(await outcomes(journal), [3, 0, 0]);
      same(await outcomes(journal, { market }), [2, 0, 0]);
      same(await outcomes(journal, { market, since: NOON - HOUR + 1 }), [1, 0, 0]);
      same(await outcomes(journal, { since: NOON }), [2, 0, 0]);
      same(await outcomes(journal, { since: NOON + 1 }), [1, 0, 0]);
      same(await outcomes(journal, { provider: 'two', market }), [1, 0, 0]);
      same(await outcomes(journal, { market: { service: 'telegram', country: 'FR' } }), [0, 0, 0]);
      same(await outcomes(journal, { provider: 'none' }), [0, 0, 0]);
    },
  },
  {
    name: 'what is forgotten of a person changes neither what was spent nor the outcomes',
    run: async (journal) => {
      await journal.openWant({ id: 'w', buyer: 'qa', print: '', at: 1 });
      await tell(journal, 'a', [intent('w'), bought(paid('7', '0.4')), report('7', 'finished', '1')]);
      is(await journal.forget(NOON + 1), 1);
      same(await spent(journal, { buyer: 'qa' }), ['0.4 USD']);
      same(await outcomes(journal), [1, 1, 1]);
    },
  },
];
