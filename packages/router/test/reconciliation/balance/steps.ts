import fc from 'fast-check';
import { OVER, SETTLED, timing } from './account.ts';

/** What the vendor does with one purchase. Times in milliseconds after the request left or the charge. */
export interface Fate {
  readonly reply: 'bought' | 'refused' | 'lost';
  /** With a lost reply: never charged at all. */
  readonly charged: boolean;
  readonly price: number;
  /** The charge, in tenths above or below the price, where the vendor does not keep to its quotes. */
  readonly drift: number;
  readonly chargeAfter: number;
  readonly gaveUpAfter: number;
  readonly smsAfter: number | undefined;
  /** The vendor ends it before its time. */
  readonly endsEarlyAfter: number | undefined;
  readonly refundLag: number;
  /** Where promises are not kept: so much later still. */
  readonly lateBy: number;
  /** The vendor keeps the money of an order that nobody ends, and says so with no word. */
  readonly keepsMoney: boolean;
  /** After its end the vendor knows the order no more. */
  readonly forgets: boolean;
}

export type Step =
  | { readonly do: 'buy'; readonly fate: Fate }
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'poll'; readonly which: number }
  | { readonly do: 'cancel'; readonly which: number; readonly replyLost: boolean; readonly after: number }
  | { readonly do: 'read'; readonly lookedUpAfter: number }
  /** Somebody pays in more than all refunds together could bring. */
  | { readonly do: 'top-up' };

export interface Vendor {
  readonly driftsFromQuotes: boolean;
  /** A promised refund always comes. */
  readonly keepsPromises: boolean;
}

const price = fc.constantFrom(3, 5, 5, 5, 8);
const upTo = (max: number) => fc.integer({ min: 0, max });

const fate: fc.Arbitrary<Fate> = fc.record({
  reply: fc.constantFrom('bought', 'bought', 'bought', 'refused', 'lost', 'lost'),
  charged: fc.boolean(),
  price,
  drift: fc.integer({ min: -1, max: 1 }),
  chargeAfter: fc.oneof(upTo(2_000), upTo(40_000), upTo(SETTLED)),
  gaveUpAfter: fc.oneof(fc.constant(0), upTo(timing.purchaseTimeoutMs)),
  smsAfter: fc.option(upTo(timing.lifetimeMs), { nil: undefined, freq: 2 }),
  endsEarlyAfter: fc.oneof(
    { weight: 5, arbitrary: fc.constant(undefined) },
    { weight: 1, arbitrary: upTo(timing.lifetimeMs) },
  ),
  refundLag: upTo(timing.refundLagMs),
  lateBy: fc.oneof(fc.constant(0), upTo(2 * timing.refundLagMs), upTo(2 * OVER)),
  keepsMoney: fc.constantFrom(false, false, false, true),
  forgets: fc.constantFrom(false, false, true),
});

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 15, arbitrary: fc.record({ do: fc.constant('buy' as const), fate }) },
  {
    weight: 15,
    arbitrary: fc.record({
      do: fc.constant('wait' as const),
      ms: fc.oneof(upTo(20_000), upTo(SETTLED), upTo(2 * OVER)),
    }),
  },
  { weight: 9, arbitrary: fc.record({ do: fc.constant('poll' as const), which: upTo(9) }) },
  {
    weight: 9,
    arbitrary: fc.record({
      do: fc.constant('cancel' as const),
      which: upTo(9),
      replyLost: fc.boolean(),
      after: upTo(20_000),
    }),
  },
  { weight: 18, arbitrary: fc.record({ do: fc.constant('read' as const), lookedUpAfter: upTo(2_000) }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('top-up' as const) }),
  },
);

/** One history: what happens at an account, one after the other. */
export const steps: fc.Arbitrary<Step[]> = fc.array(step, { minLength: 4, maxLength: 40, size: 'max' });
