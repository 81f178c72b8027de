import type { Money } from './money.ts';
import type { Offer } from './offer.ts';
import type { Order, OrderRef } from './order.ts';

interface Nothing {
  readonly [key: string]: never;
}
interface Reply {
  /** The vendor's word or the start of its reply, with secrets removed. */
  readonly vendorWord?: string;
}
interface Wait {
  /** As the vendor told us, if it did. */
  readonly retryAfterMs?: number;
}

/** Every way this market can say no, and what comes with it. Closed: vendors' words are mapped, not added. */
export interface ErrorDetails {
  /** A setting or an argument is wrong. `field` names it, `expected` is the fix. */
  INVALID_INPUT: { readonly field: string; readonly expected: string };
  OUT_OF_STOCK: Reply;
  /**
   * With `order`, the vendor charged more than the cap; with `refund`, that order is cancelled and the
   * vendor's word promises the money back.
   */
  PRICE_ABOVE_LIMIT: Reply & {
    readonly price?: Money;
    readonly order?: OrderRef;
    readonly refund?: 'promised';
  };
  /**
   * The vendor sold something else than the offer: `country`, the reply or the number names another one;
   * `phone`, no number could be read. `order` is what was charged; with `refund` it is cancelled and the
   * vendor's word promises the money back.
   */
  NOT_AS_OFFERED: Reply & {
    readonly what: 'country' | 'phone';
    readonly order: OrderRef;
    readonly refund?: 'promised';
  };
  /** The vendor refused this offer or request for another reason. */
  REJECTED: Reply;
  INSUFFICIENT_FUNDS: Reply;
  UNAUTHORIZED: Reply;
  RATE_LIMITED: Wait & Reply;
  /** The vendor could not be reached, or says that it cannot serve now. */
  UNAVAILABLE: Wait & Reply;
  /** A reply to a read that we do not understand. */
  UNREADABLE: Reply;
  /** A purchase left and may have been charged. */
  OUTCOME_UNKNOWN: Reply & { readonly offer?: Offer };
  UNKNOWN_ORDER: Reply & { readonly id: string };
  /**
   * The order's state does not allow it: a cancel too early, or after the code. With `final` the vendor
   * will refuse it for the rest of the order's life, so that asking again is of no use.
   */
  WRONG_STATE: Wait & Reply & { readonly final?: true };
  UNSUPPORTED: { readonly capability: string };
  /** Nothing could be bought; every offer that was tried, with its error, and what was left out. Money has moved if it did in one of them. */
  NO_OFFER: {
    readonly attempts: readonly Attempt[];
    readonly excluded: readonly { readonly provider: string; readonly why: string; readonly count: number }[];
    /** What one limit of the buyer's alone was in the way of, at most one entry for a limit. */
    readonly hidden: readonly HiddenOffers[];
  };
  /**
   * Numbers were bought and none brought a code in time; each of them is over, or is being cancelled. `spent`
   * is what they cost or may still cost; `promised` is not in it: what vendors have promised back, and no
   * balance has shown yet. Both in the currency of what could be spent.
   */
  NO_CODE: { readonly tried: readonly TriedNumber[]; readonly spent: Money; readonly promised: Money };
  /** A budget of the buyer's own forbids it. With `provider`, that account's alone. Nothing was sent. */
  BUDGET_EXCEEDED: { readonly limit: Money; readonly committed: Money; readonly provider?: string };
  /** The router or provider was closed. */
  CLOSED: Nothing;
  /**
   * Another process acts at this account, or this one cannot show just now that it does. Nothing was sent.
   * `owner` is who holds the lease, and `url` where it can be asked.
   */
  NOT_OWNER: { readonly provider?: string; readonly owner?: string; readonly url?: string };
}

/** The codes of all errors, which docs/errors.md explains. */
export type ErrorCode = keyof ErrorDetails;

/** One offer that was tried and why it was not bought. */
export interface Attempt {
  readonly offer: Offer;
  readonly error: AnyNumrouteError;
}

/** What may keep a buyer from an offer that is for sale, by the name of its option or of its part of the want. */
export type BuyerLimit =
  | 'maxPrice'
  | 'minPrice'
  | 'minStock'
  | 'minSuccessRate'
  /** `pools` or `exceptPools`. */
  | 'pools'
  /** `providers` or `exceptProviders`. */
  | 'providers'
  | 'country'
  | 'allowVirtual';

/** The offers that could be bought if it were not for one limit. */
export interface HiddenOffers {
  readonly limit: BuyerLimit;
  readonly count: number;
  /** In how many countries. */
  readonly countries: number;
  readonly cheapest: Pick<Offer, 'provider' | 'country' | 'pool' | 'stock' | 'successRate'> & {
    /** What it costs by all that is known: its vendor may charge more than it lists. */
    readonly price: Money;
  };
}

/** A number that was bought for a code, and why there is none. */
export interface TriedNumber {
  readonly order: OrderRef;
  readonly offer: Offer;
  /**
   * `late`: no code within the time that it was worth waiting for; `unfit`: its user could do nothing with
   * it; `ended`: its vendor ended it, or it ran out.
   */
  readonly why: 'late' | 'unfit' | 'ended';
  /** How long it was waited for, in milliseconds. */
  readonly afterMs: number;
  readonly refund: Order['refund'];
}

function hasMoved(details: object): boolean {
  const { attempts, tried } = details as Partial<ErrorDetails['NO_OFFER'] & ErrorDetails['NO_CODE']>;
  if (tried) return tried.some(({ refund }) => refund !== 'seen');
  return attempts?.some(({ error }) => error.moneyMayHaveMoved) ?? false;
}

/** An error of one of these codes, whose `code` tells its `details` apart. */
export type NumrouteErrorOf<C extends ErrorCode> = { [K in C]: NumrouteError<K> }[C];
/** An error of any code, whose `code` tells its `details` apart. */
export type AnyNumrouteError = NumrouteErrorOf<ErrorCode>;

const brand: unique symbol = Symbol.for('@numroute/core/NumrouteError') as never;

/**
 * The only error this library throws on purpose. Codes stay the same within a major; messages are
 * for people and may change. Test it with {@link NumrouteError.is}, not `instanceof`: two copies of
 * this package may meet.
 */
export class NumrouteError<C extends ErrorCode = ErrorCode> extends Error {
  override readonly name: string = 'NumrouteError';
  readonly code: C;
  readonly details: ErrorDetails[C];
  /** Whether the failed call may have spent money. False is a promise. */
  readonly moneyMayHaveMoved: boolean;

  /** @param options `cause`: what led to it, with every secret removed. Not in the JSON. */
  constructor(code: C, message: string, details: ErrorDetails[C], options?: { readonly cause: unknown }) {
    super(message, options);
    this.code = code;
    this.details = details;
    this.moneyMayHaveMoved = code === 'OUTCOME_UNKNOWN' || 'order' in details || hasMoved(details);
    Object.defineProperty(this, brand, { value: true });
  }

  /** Whether it is an error of numroute, and of one of these codes if any are named; also of another copy of core. */
  static is<C extends ErrorCode = ErrorCode>(
    value: unknown,
    ...codes: readonly C[]
  ): value is NumrouteErrorOf<C> {
    return (
      value instanceof Error &&
      brand in value &&
      (codes.length === 0 || codes.includes((value as unknown as NumrouteError<C>).code))
    );
  }

  /**
   * Whatever a provider threw, as one of ours. An error that is not ours comes from a bug in an adapter:
   * `cause` keeps its name and the places in its stack. Its message is dropped, because the message may
   * repeat the vendor's reply or the key.
   */
  static from(thrown: unknown, provider: string): AnyNumrouteError {
    if (NumrouteError.is(thrown)) return thrown;
    const message = `${provider}: the adapter failed with an error of its own`;
    return new NumrouteError('UNREADABLE', message, {}, { cause: placesOf(thrown) }) as AnyNumrouteError;
  }

  /** An `INVALID_INPUT` that names the field, what was expected and, if it is no secret, what came. */
  static input(field: string, expected: string, got?: string): NumrouteError<'INVALID_INPUT'> {
    const message = `${field}: expected ${expected}${got === undefined ? '' : `, got ${got}`}`;
    return new NumrouteError('INVALID_INPUT', message, { field, expected });
  }

  /** What a log or a reply may show: no cause, no stack, no key. */
  toJSON(): { code: C; message: string; moneyMayHaveMoved: boolean; details: ErrorDetails[C] } {
    const { code, message, moneyMayHaveMoved, details } = this;
    return { code, message, moneyMayHaveMoved, details };
  }
}

/** An error with the name and the stack's places of another, and nothing of its message. */
function placesOf(thrown: unknown): Error {
  const { name, message, stack = '' } = thrown instanceof Error ? thrown : new Error();
  const cause = new Error(thrown instanceof Error && /^\w{1,40}$/.test(name) ? name : 'no Error');
  // A message of several lines stands in the stack, too, and may look like places.
  const places = stack
    .split('\n')
    .filter((line) => /^ {4}at .*:\d+:\d+\)?$/.test(line) && !message.includes(line.trim()));
  cause.stack = [cause.message, ...places.slice(0, 10)].join('\n');
  return cause;
}
