import {
  compareDecimals,
  type Decimal,
  formatDecimal,
  type Money,
  NumrouteError,
  parseDecimal,
} from '@numroute/core';
import { aBoolean, aSignal, aText, type CallOptions, check, fromOne, milliseconds, shown } from '../check.ts';
import { type Choice, type Chosen, chosenBy } from '../quoting/choice.ts';
import { priceOf, type Want } from '../quoting/want.ts';

export interface BuyOptions extends CallOptions, Choice {
  /** The most to pay, in any currency there is a rate for. Never loosened. As text: `0.50 USD`. */
  readonly maxPrice: Money | string;
  /**
   * A vendor is told to charge no more than it lists. With this it may charge so much more, as a share
   * of the price from 0 to 1, such as 0.1 for a tenth; but no more than the next offer costs, and never
   * more than `maxPrice`. Without it a vendor that wants more refuses first; where it names its price, the
   * offer is ranked by that, and bought at it if it still is the best within `maxPrice`. @default 0
   */
  readonly tolerance?: number | string;
  /**
   * What a second of waiting for one's turn at a provider is worth, as a share of the price from 0 to 1:
   * with 0.01 an offer that is 1 % dearer is bought to wait a second less. Equal offers are shared by who
   * is free, whatever it says; 0 buys strictly the cheapest. Never above `maxPrice`. @default 0.001
   */
  readonly patience?: number | string;
  readonly allowVirtual?: boolean;
  /** Offers to try before giving up. @default 5 */
  readonly attempts?: number;
  /**
   * The caller's own name for this want. What is asked for under one key is bought once: together,
   * later, and after a restart, the same key gives the same order.
   */
  readonly key?: string;
  /** On whose behalf, for budgets and records. */
  readonly buyer?: string;
  /**
   * How long to look for a purchase whose reply was lost before the call gives up with
   * OUTCOME_UNKNOWN. The router goes on looking either way. @default 0: one search
   */
  readonly settleForMs?: number;
}

/** What a buyer agrees to, checked and complete. */
export interface Terms {
  readonly maxPrice: Money;
  readonly chosen: Chosen;
  /** A share of the price. */
  readonly tolerance: Decimal;
  /** What a second is worth, as a share of the price. */
  readonly patience: number;
  readonly allowVirtual: boolean;
  readonly attempts: number;
  readonly key?: string;
  readonly buyer?: string;
  readonly settleForMs?: number;
  /** Whether the caller's money still bears such a cap: asked as the intent is written. */
  readonly bears?: (maxPrice: Money) => Promise<boolean>;
}

const NONE: Decimal = { units: 0n, scale: 0 };
const ALL: Decimal = { units: 1n, scale: 0 };
/** Ten seconds for one per cent. */
const PATIENCE = 0.001;

/** @throws {NumrouteError} INVALID_INPUT Names the option and what it must be. */
export function termsOf(options: BuyOptions | undefined): Terms {
  const given = (options ?? {}) as Partial<BuyOptions>;
  check(given, {
    signal: aSignal,
    allowVirtual: aBoolean,
    attempts: fromOne,
    key: aText(200),
    buyer: aText(),
    settleForMs: milliseconds,
  });
  const { allowVirtual = false, attempts = 5, key, buyer, settleForMs } = given;
  const maxPrice = priceOf('maxPrice', given.maxPrice);
  return {
    maxPrice,
    chosen: chosenBy(given, maxPrice),
    tolerance: shareOf('tolerance', given.tolerance ?? 0),
    patience: Number(formatDecimal(shareOf('patience', given.patience ?? PATIENCE))),
    allowVirtual,
    attempts,
    ...(key !== undefined && { key }),
    ...(buyer !== undefined && { buyer }),
    ...(settleForMs !== undefined && { settleForMs }),
  };
}

/** All that makes one `buy` another one. */
export function fingerprintOf(
  { service, country }: Want,
  { maxPrice, chosen, tolerance, allowVirtual, buyer }: Terms,
): string {
  const countries = typeof country === 'string' ? [country] : [...(country ?? [])].sort();
  return JSON.stringify({
    service,
    countries,
    maxPrice: [maxPrice.amount, maxPrice.currency],
    allowVirtual,
    buyer,
    ...(tolerance.units > 0n && { tolerance: formatDecimal(tolerance) }),
    ...(Object.keys(chosen).length > 0 && { chosen }),
  });
}

function shareOf(field: string, value: unknown): Decimal {
  const isText = typeof value === 'string' || typeof value === 'number';
  const share = isText ? parseDecimal(String(value)) : undefined;
  if (share && compareDecimals(share, NONE) >= 0 && compareDecimals(share, ALL) <= 0) return share;
  throw NumrouteError.input(field, 'a share of the price from 0 to 1, such as 0.1 for a tenth', shown(value));
}
