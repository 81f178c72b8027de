import type { Message, Money, Order, TriedNumber } from '@numroute/core';
import { NumrouteError } from '@numroute/core';
import { fingerprintOf, type Terms, termsOf } from '../buying/terms.ts';
import { aBoolean, aFunction, type CallOptions, check, fromOne, shown } from '../check.ts';
import type { Choice } from '../quoting/choice.ts';
import { priceOf, type Want } from '../quoting/want.ts';

/** A number that was bought for a code, for whoever puts it in. */
export interface NumberInUse {
  /** International, with a plus. */
  readonly phone: string;
  readonly order: Order;
  /** 1 for the first number of the want. */
  readonly nth: number;
  /** An earlier run may have put it in already. */
  readonly again: boolean;
  /** Aborts when the number is given up, or the call ends without its code. */
  readonly signal: AbortSignal;
  /** Says that the service does not take it, for whoever learns so after `use` has resolved. */
  readonly refuse: () => void;
}

export interface CodeOptions extends CallOptions, Choice {
  /** The most to pay for one number, in any currency there is a rate for. Never loosened. As text: `0.50 USD`. */
  readonly maxPrice: Money | string;
  /**
   * The most to pay for all numbers of the want: what was spent, is open, in doubt, lost or missing. What a
   * vendor has promised back is not in it. @default maxPrice
   */
  readonly maxSpend?: Money | string;
  /**
   * What the caller's own books leave for the next number, such as those of a shop that adds a margin to each:
   * asked before each purchase, and held beside `maxPrice` and `maxSpend`. Undefined: nothing, and no further
   * number is bought. @param owed What the want's attempts cost or may cost, each in its vendor's currency;
   * without those whose money a vendor has promised back. @default no limit of its own
   */
  readonly allowance?: (owed: readonly Money[]) => Money | undefined;
  /** No code is of use after so many milliseconds from now. No number is bought later. */
  readonly deadlineMs: number;
  /**
   * Puts the number into the service, and resolves when the service was asked for the code. `unfit`: the
   * service did not take the number, and the next one is tried. What it throws ends the call. Called once
   * in a run for each number, one number at a time; the code may come before it resolves, and then wins.
   */
  readonly use: (number: NumberInUse) => Promise<void> | Promise<'unfit' | undefined>;
  /** What a minute of waiting is worth. @default a tenth of the cheapest offer's price */
  readonly minute?: Money | string;
  /** What the code is worth: an offer by which a code is expected to cost more is not bought. @default 20 times the cheapest offer's price, twice `maxPrice` or 200 minutes' worth, whichever is most */
  readonly code?: Money | string;
  /** Numbers to buy at most, those of earlier runs under the key included. @default 5 */
  readonly numbers?: number;
  /**
   * How many numbers may be open at once: with 2 the next is bought while one that is given up cannot be
   * cancelled yet. Both may bring a code, and both are then paid. @default 1
   */
  readonly atOnce?: 1 | 2;
  /** Buys what is little known now and then, to learn of it. @default true */
  readonly explore?: boolean;
  readonly allowVirtual?: boolean;
  /** As of `buy`. @default 0 */
  readonly tolerance?: number | string;
  /** As of `buy`. @default 0.001 */
  readonly patience?: number | string;
  /**
   * The caller's own name for this want. Under one key one code is got: together, later and after a restart
   * the same key gives the code if there was one, goes on with the number that lives, or tries the next.
   */
  readonly key?: string;
  /** On whose behalf, for budgets and records. */
  readonly buyer?: string;
  /** As of `buy`. @default 0: one search */
  readonly settleForMs?: number;
  /** Leaves the order open once its code is there, for a further SMS. @default false: its vendor is told that we are done */
  readonly keepOpen?: boolean;
}

/** A code, and what it took. */
export interface GotCode {
  /** The whole text of the SMS where no code is recognised in it. */
  readonly code: string;
  readonly message: Message;
  readonly order: Order;
  /** Numbers without a code, in the order in which they were bought. */
  readonly tried: readonly TriedNumber[];
  /** What the want has cost or may still cost, in the currency of `maxSpend`. */
  readonly spent: Money;
  /** Since the call, in milliseconds. */
  readonly tookMs: number;
}

/** What somebody who wants a code agrees to, checked and complete. */
export interface CodeTerms {
  /** Of one number. */
  readonly each: Terms;
  readonly maxSpend: Money;
  readonly allowance?: CodeOptions['allowance'];
  readonly deadlineMs: number;
  readonly use: CodeOptions['use'];
  readonly minute?: Money;
  readonly code?: Money;
  readonly numbers: number;
  readonly atOnce: 1 | 2;
  readonly explore: boolean;
  readonly keepOpen: boolean;
}

const aDeadline = {
  expected: 'milliseconds above 0, such as 600_000 for ten minutes',
  fits: (value: unknown) => typeof value === 'number' && value > 0 && value <= 2 ** 31 - 1,
};

/** @throws {NumrouteError} INVALID_INPUT Names the option and what it must be. */
export function codeTermsOf(options: CodeOptions | undefined): CodeTerms {
  const given = (options ?? {}) as Partial<CodeOptions>;
  const { use, deadlineMs, minute, code, maxSpend, allowance } = given;
  const { numbers = 5, atOnce = 1, explore = true, keepOpen = false } = given;
  const each = termsOf(given as CodeOptions);
  check(given, {
    use: aFunction,
    allowance: aFunction,
    deadlineMs: aDeadline,
    numbers: fromOne,
    explore: aBoolean,
    keepOpen: aBoolean,
    atOnce: { expected: '1 or 2', fits: (value) => value === 1 || value === 2 },
  });
  if (!use) throw NumrouteError.input('use', aFunction.expected, shown(use));
  if (deadlineMs === undefined)
    throw NumrouteError.input('deadlineMs', aDeadline.expected, shown(deadlineMs));
  return {
    each,
    maxSpend: maxSpend === undefined ? each.maxPrice : priceOf('maxSpend', maxSpend),
    ...(allowance && { allowance }),
    deadlineMs,
    use,
    ...(minute !== undefined && { minute: priceOf('minute', minute) }),
    ...(code !== undefined && { code: priceOf('code', code) }),
    numbers,
    atOnce,
    explore,
    keepOpen,
  };
}

/** All that makes one want of a code another one. A later call may have another deadline. */
export function codePrintOf(want: Want, { each, maxSpend, numbers, atOnce }: CodeTerms): string {
  const { amount, currency } = maxSpend;
  return JSON.stringify({ code: fingerprintOf(want, each), maxSpend: [amount, currency], numbers, atOnce });
}
