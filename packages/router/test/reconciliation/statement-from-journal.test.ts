import { type Manifest, money, type OrderStatus } from '@numroute/core';
import type { JournalEntry } from '@numroute/journal';
import { type AttemptEvent, type AttemptRecord, type Happening, transition } from '@numroute/journal';
import { describe, expect, test } from 'vitest';
import { solve } from '../../src/reconciliation/balance/verdicts.ts';
import { statementFromJournal } from '../../src/reconciliation/statement-from-journal.ts';
import { checkpoint, MINUTE, reading, SECOND, SETTLED, toman } from './balance/account.ts';

const manifest: Manifest = {
  id: 'shop',
  apiVersion: 1,
  limits: { requests: 1, perMs: 1000, concurrent: 1 },
  traits: { priceGuard: false, stock: 'exact', refundsOnCancel: true },
  timing: { pollMs: 3000 },
};
const offer = {
  provider: 'shop',
  service: 'telegram',
  country: 'EE',
  price: toman(5600),
  stock: 1,
  handle: '',
};
const options = {
  checkpoint: checkpoint(100_000, [], 0),
  exclusive: true,
  chargedFor: ({ offer }: JournalEntry) => offer.price,
};
const cancelled = { id: '1', status: 'cancelled' as OrderStatus, messages: [] };

/** What the lifecycle makes of these, one a minute. */
function lived(number: number, ...happenings: readonly Happening[]): JournalEntry {
  const intent: Happening = { kind: 'intent', want: 'w', offer, maxPrice: toman(9000) };
  let record: AttemptRecord | undefined;
  [intent, ...happenings].forEach((one, nth) => {
    const event: AttemptEvent = { ...one, attempt: `a${number}`, at: nth * MINUTE, by: 'buyer' };
    record = transition(record, event);
  });
  if (!record) throw new Error('nothing happened');
  return { ...record, number };
}

const bought = (paid?: string): Happening => ({
  kind: 'bought',
  adopted: false,
  order: {
    provider: 'shop',
    id: '1',
    phone: '+3725550000',
    service: 'telegram',
    country: 'EE',
    quoted: offer.price,
    paid: paid === undefined ? offer.price : money(paid, 'IRT'),
    paidSource: paid === undefined ? 'offer' : 'vendor',
    status: 'open',
    messages: [],
    boughtAt: 0,
    expiresAt: 10 * MINUTE,
    refund: 'none',
  },
});
const wanted: Happening = { kind: 'cancel-wanted', why: 'enough', insist: true, notBefore: 0 };
const asked: Happening = { kind: 'cancel-asked' };

const only = (
  entry: JournalEntry,
  more: Partial<Parameters<typeof statementFromJournal>[2]> = {},
  of = manifest,
) => statementFromJournal(of, [entry], { ...options, ...more }).entries[0];

describe('a statement from the journal', () => {
  test('a price is only told until the balance has shown it', () => {
    const evidence = 'the balance shows it';
    const told = lived(1, bought('5600'));
    expect(only(told)).toMatchObject({ price: toman(5600), told: true });
    const shown = lived(1, bought(), { kind: 'charge-seen', price: toman(5600), evidence });
    expect(only(shown)).toMatchObject({ price: toman(5600) });
    expect(only(shown)).not.toHaveProperty('told');
  });

  test('an unknown purchase is settled by it', () => {
    const unknown = lived(1, { kind: 'unheard', message: 'reset' });
    const statement = statementFromJournal(manifest, [unknown], options);
    expect(solve(statement, reading(100_000, SETTLED))).toMatchObject([{ verdict: 'undecided' }]);
    // It may have waited for its turn first.
    expect(solve(statement, reading(100_000, SETTLED + 20 * SECOND))).toEqual([
      { id: 'a1', verdict: 'absent' },
    ]);
    expect(solve(statement, reading(94_400, SECOND))).toMatchObject([
      { verdict: 'lost', charged: toman(5600) },
    ]);
    const shared = statementFromJournal(manifest, [unknown], { ...options, exclusive: false });
    expect(solve(shared, reading(100_000, SETTLED + 20 * SECOND))).toMatchObject([
      { verdict: 'lost', assumed: true },
    ]);
  });

  test('an open order has the price that the vendor told, else the quote or what may become of it', () => {
    expect(only(lived(1, bought()))).toEqual({
      id: 'a1',
      number: 1,
      state: 'open',
      price: toman(5600),
      sentAt: 0,
      expiresAt: 10 * MINUTE,
    });
    const range = { least: toman(5600), most: toman(6000) };
    const chargedFor = () => range;
    expect(only(lived(1, bought()), { chargedFor })?.price).toEqual(range);
    expect(only(lived(1, bought('5700')), { chargedFor })?.price).toEqual(toman(5700));
    // Less than the quote is the vendor's word alone.
    const doubted = { least: toman(5000), most: toman(5600), quoted: toman(5000) };
    expect(only(lived(1, bought('5000')), { chargedFor })?.price).toEqual(doubted);
    const seen = { kind: 'charge-seen', price: toman(5000), evidence: '' } as const;
    expect(only(lived(1, bought('5000'), seen), { chargedFor })?.price).toEqual(toman(5000));
  });

  test('a cancel without an answer is remembered until a refusal answers it', () => {
    const refused: Happening = { kind: 'cancel-refused', notBefore: 0, message: 'too early' };
    const steps = [wanted, asked, wanted, asked, refused];
    const shown = steps.map((_, nth) => only(lived(1, bought(), ...steps.slice(0, nth + 1)))?.cancelAsked);
    expect(shown).toEqual([undefined, true, true, true, undefined]);
  });

  test('the end of an order is when we heard of it, and a cancel without a promise promises nothing', () => {
    const done = lived(1, bought(), wanted, asked, { kind: 'cancel-confirmed', report: cancelled });
    expect(only(done)).toMatchObject({ state: 'cancelled', endedAt: 4 * MINUTE });
    const traits = { ...manifest.traits, refundsOnCancel: false };
    expect(only(done, {}, { ...manifest, traits })).toMatchObject({ state: 'gone', endedAt: 4 * MINUTE });
  });

  test('what the balance showed before is no group any more', () => {
    const done = lived(
      1,
      bought(),
      wanted,
      asked,
      { kind: 'cancel-confirmed', report: cancelled },
      { kind: 'refund-seen', evidence: 'balance' },
    );
    expect(only(done)).toMatchObject({ state: 'cancelled', endedAt: 4 * MINUTE, money: 'returned' });
    expect(only(lived(1, bought()))?.money).toBeUndefined();
  });

  test('the vendor names its lifetime', () => {
    const quick = { ...manifest, timing: { pollMs: 1, lifetimeMs: MINUTE } };
    expect(statementFromJournal(quick, [], options).timing).toMatchObject({
      lifetimeMs: MINUTE,
      purchaseTimeoutMs: 85_000,
      maxServerMs: 50_000,
      expiryMarginMs: 60_000,
    });
    expect(statementFromJournal(manifest, [], options).timing.lifetimeMs).toBe(20 * MINUTE);
  });
});
