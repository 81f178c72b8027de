import { readFileSync, writeFileSync } from 'node:fs';
import { money, type Offer, type Order, type OrderStatus } from '@numroute/core';
import {
  type AttemptRecord,
  type AttemptState,
  ENDED,
  type Happening,
  type HappeningKind,
  LIVE,
  refundOf,
  spentOf,
  table,
  transition,
  UNRESOLVED,
} from '@numroute/journal';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runs } from '../../../test/support/runs.ts';

const page = new URL('../../../docs/lifecycle.md', import.meta.url);
const kinds = Object.keys(table) as HappeningKind[];
const states = [
  'sending',
  'refused',
  'unknown',
  'absent',
  'lost',
  'disputed',
  'open',
  'delivered',
  'finished',
  'cancelled',
  'expired',
  'gone',
] as const satisfies readonly AttemptState[];
const statuses: readonly OrderStatus[] = ['open', 'delivered', 'finished', 'cancelled', 'expired', 'gone'];

const offer: Offer = {
  provider: 'one',
  service: 'telegram',
  country: 'EE',
  price: money('0.1', 'USD'),
  stock: 1,
  handle: '',
};

const orderOf = (status: OrderStatus): Order => ({
  provider: 'one',
  id: '7',
  phone: '+3725550001',
  service: 'telegram',
  country: 'EE',
  quoted: offer.price,
  paid: offer.price,
  paidSource: 'vendor',
  status,
  messages: status === 'delivered' || status === 'finished' ? [{ code: '1' }] : [],
  boughtAt: 1,
  refund: 'none',
});

const record = (state: AttemptState): AttemptRecord => ({
  id: 'a',
  want: 'w',
  offer,
  maxPrice: offer.price,
  sentAt: 1,
  state,
  money: 'reserved',
  since: 1,
  ...(statuses.includes(state as OrderStatus) && { order: orderOf(state as OrderStatus) }),
});

/** Every event of a kind that differs in what it may lead to. */
function variants(kind: HappeningKind): readonly Happening[] {
  const evidence = 'e';
  const reports = statuses.flatMap((status) =>
    [[], [{ code: '1' }]].map((messages) => ({ id: '7', status, messages })),
  );
  switch (kind) {
    case 'intent':
      return [{ kind, want: 'w', offer, maxPrice: offer.price }];
    case 'surplus':
      return statuses.map((status) => ({ kind, offer, maxPrice: offer.price, order: orderOf(status) }));
    case 'refused':
      return [{ kind, code: 'REJECTED', message: 'no' }];
    case 'unheard':
      return [{ kind, message: 'reset' }];
    case 'bought':
      return statuses.map((status) => ({ kind, order: orderOf(status), adopted: false }));
    case 'reported':
      return reports.map((report) => ({ kind, report }));
    case 'another-confirmed':
      return reports.map((report) => ({ kind, report }));
    case 'cancel-confirmed':
      return reports
        .filter(({ status }) => status === 'cancelled' || status === 'expired')
        .map((report) => ({ kind, report }));
    case 'cancel-wanted':
      return [{ kind, why: 'late', insist: true, notBefore: 5 }];
    case 'cancel-refused':
      return [{ kind, notBefore: 5, message: 'early' }];
    case 'cancel-asked':
    case 'another-asked':
    case 'used':
    case 'finish-asked':
      return [{ kind }];
    case 'charge-seen':
      return [{ kind, price: offer.price, evidence }];
    default:
      return [{ kind, evidence }];
  }
}

const apply = (before: AttemptRecord | undefined, happening: Happening): AttemptRecord =>
  transition(before, { ...happening, attempt: 'a', at: 2, by: 'buyer' });

describe('the lifecycle', () => {
  const pairs = ['none' as const, ...states].flatMap((state) => kinds.map((kind) => [state, kind] as const));

  test.each(pairs)('%s, %s: leads where the table says, or nowhere', (state, kind) => {
    const before = state === 'none' ? undefined : record(state);
    const allowed = table[kind][state];
    const reached = new Set<AttemptState>();
    for (const happening of variants(kind)) {
      if (allowed) reached.add(apply(before, happening).state);
      else expect(() => apply(before, happening)).toThrow(/is not possible from/);
    }
    // The table promises nothing that cannot happen.
    expect([...reached].sort()).toEqual([...(allowed ?? [])].sort());
  });

  test('property: messages are only added, a verdict of the balance stays, and what is over stays over', () => {
    const any = fc.constantFrom(...kinds).chain((kind) => fc.constantFrom(...variants(kind)));
    fc.assert(
      fc.property(fc.array(any, { maxLength: 30 }), (happenings) => {
        let entry: AttemptRecord | undefined;
        for (const happening of happenings) {
          const before = entry;
          try {
            entry = apply(entry, happening);
          } catch {
            continue;
          }
          if (!before) continue;
          const had = before.order?.messages ?? [];
          expect(entry.order?.messages.slice(0, had.length) ?? []).toEqual(had);
          if (before.state === entry.state && ['returned', 'missing'].includes(before.money)) {
            expect(['returned', 'missing']).toContain(entry.money);
          }
          if (ENDED.includes(before.state) && before.state !== 'gone') expect(entry.state).toBe(before.state);
          if (!LIVE.includes(before.state) && before.state !== 'lost' && before.state !== 'gone') {
            expect(LIVE).not.toContain(entry.state);
          }
        }
      }),
      { numRuns: runs(400) },
    );
  });

  test('an event never changes the record it is applied to', () => {
    const frozen = Object.freeze({ ...record('open'), order: Object.freeze(orderOf('open')) });
    const report = { id: '7', status: 'delivered', messages: [{ code: '1' }] } as const;
    expect(apply(frozen, { kind: 'reported', report }).state).toBe('delivered');
    expect(frozen.state).toBe('open');
    expect(UNRESOLVED.every((state) => LIVE.includes(state))).toBe(true);
  });
});

describe('whether the money is back', () => {
  const open = { ...record('open'), money: 'held' } as const;
  const promisesNothing: AttemptRecord = { ...open, order: { ...orderOf('open'), refundsOnCancel: false } };
  const lost: AttemptRecord = { ...record('lost'), charged: offer.price };
  const cancelled: Happening = { kind: 'reported', report: { id: '7', status: 'cancelled', messages: [] } };
  const expired: Happening = { kind: 'reported', report: { id: '7', status: 'expired', messages: [] } };

  test.each<[what: string, AttemptRecord, Happening | undefined, Order['refund'], counts: boolean]>([
    ['it is in doubt', record('unknown'), undefined, 'unknown', true],
    [
      'it was never charged',
      record('sending'),
      { kind: 'refused', code: 'REJECTED', message: '' },
      'none',
      false,
    ],
    ['it is open', open, undefined, 'none', true],
    ['the vendor cancelled', open, cancelled, 'promised', false],
    ['the vendor cancelled, which promises nothing there', promisesNothing, cancelled, 'unknown', true],
    ['it ran out', promisesNothing, expired, 'promised', false],
    ['nobody can name it', lost, undefined, 'unknown', true],
    [
      'nobody can name it, and the balance has it',
      lost,
      { kind: 'refund-seen', evidence: 'e' },
      'seen',
      false,
    ],
    [
      'nobody can name it, and the balance lacks it',
      lost,
      { kind: 'refund-missing', evidence: 'e' },
      'missing',
      true,
    ],
  ])('%s', (_what, before, happening, refund, counts) => {
    const after = happening ? apply(before, happening) : before;
    expect(refundOf(after)).toBe(refund);
    if (after.order) expect(after.order.refund).toBe(refund);
    // Of a vendor whose promise is taken.
    const spent = spentOf({ ...after, number: 1 }, [offer.provider]);
    expect(spent !== undefined).toBe(counts);
  });
});

test('docs/lifecycle.md holds the table as the code has it', () => {
  const head = ['event', 'before', 'after'];
  const rows = kinds.map((kind) => {
    const byResult = new Map<string, string[]>();
    for (const [from, to] of Object.entries(table[kind])) {
      const after = to.map((state) => `\`${state}\``).join(', ');
      byResult.set(after, [...(byResult.get(after) ?? []), `\`${from}\``]);
    }
    return [...byResult].map(([after, from]) => [`\`${kind}\``, from.join(', '), after]);
  });
  const lines = [head, head.map(() => '---'), ...rows.flat()].map((cells) => `| ${cells.join(' | ')} |`);
  const said = readFileSync(page, 'utf8');
  const expected = said.replace(
    /<!-- table -->.*<!-- \/table -->/s,
    `<!-- table -->\n${lines.join('\n')}\n<!-- /table -->`,
  );
  if (process.env['UPDATE_DOCS']) writeFileSync(page, expected);
  expect(said, 'UPDATE_DOCS=1 npm test writes it anew').toBe(expected);
});
