import type { Mutant } from './mutant.ts';
import { http, journal, router, smsActivate } from './places.ts';

const oneInDoubt = {
  file: journal('rules.ts'),
  find: 'if (unresolved && other.offer.provider === next.offer.provider && !mayBeTogether(next, other))',
  replace: 'if (false)',
};

/** The journal's own guard: one live attempt of a want. */
export const oneAlive = {
  file: journal('rules.ts'),
  find: 'if (live && next.want !== undefined && other.want === next.want)',
  replace: 'if (false)',
};

/** A purchase: sent once, for whom it may be, at the price and the pace that it may. */
export const buying: readonly Mutant[] = [
  {
    name: 'the intent is written after the call',
    changes: [
      {
        file: router('buying/purchase.ts'),
        find: "await account.log.write(id, 'buyer', intent);",
        replace: '',
      },
      {
        file: router('buying/purchase.ts'),
        find: 'receipt = await provider.purchase(offer, { signal, maxPrice: agreed, attempt: id });',
        replace:
          "receipt = await provider.purchase(offer, { signal, maxPrice: agreed, attempt: id }); await account.log.write(id, 'buyer', { kind: 'intent', want: deal.want, offer, maxPrice: deal.maxPrice });",
      },
    ],
  },
  {
    name: 'a failed server is taken for a refusal',
    seed: 4,
    changes: [
      {
        file: http('provider/purchase.ts'),
        find: '  let outcome: PurchaseOutcome;',
        replace:
          "  if (reply.status >= 500) throw new NumrouteError('REJECTED', 'refused', {});\n  let outcome: PurchaseOutcome;",
      },
    ],
  },
  {
    name: 'a reset is taken for a refusal',
    seed: 24,
    changes: [
      {
        file: http('provider/purchase.ts'),
        find: "if (result.kind === 'no-reply') throw unknown(result.why, result.partial);",
        replace: "if (result.kind === 'no-reply') throw new NumrouteError('UNAVAILABLE', 'gone', {});",
      },
    ],
  },
  {
    name: 'garbage is taken for a refusal',
    seed: 4,
    changes: [
      {
        file: http('provider/purchase.ts'),
        find: "const why = outcome?.outcome === 'unknown' ?",
        replace:
          "throw new NumrouteError('REJECTED', 'refused', {});\n  const why = outcome?.outcome === 'unknown' ?",
      },
    ],
  },
  {
    name: 'two calls under one key are two purchases',
    changes: [
      {
        file: router('buying/under-key.ts'),
        find: 'this.#running.get(key) ?? this.#start(key, print, begin)',
        replace: 'this.#start(key, print, begin)',
      },
      oneAlive,
    ],
  },
  {
    name: 'what was bought for a key is forgotten',
    changes: [
      {
        file: router('buying/buy-once.ts'),
        find: 'const entries = await runtime.journal.list({ want });',
        replace: 'const entries: readonly JournalEntry[] = [];',
      },
      oneAlive,
    ],
    lean: { crashes: 4, withinPoints: 500, downMs: 500, callers: 12, withinMs: 5_000, rate: 0 },
  },
  {
    name: 'an account in doubt stays open',
    seed: 3,
    changes: [
      {
        file: router('account/account.ts'),
        find: "inDoubt.size > 0 ? 'account-unresolved' : vendor.availability",
        replace: 'vendor.availability',
      },
      oneInDoubt,
    ],
  },
  {
    name: 'it buys elsewhere while the outcome is unknown',
    seed: 4,
    changes: [
      {
        file: router('buying/buy.ts'),
        find: 'if (NumrouteError.is(thrown) && thrown.moneyMayHaveMoved && (signal.aborted || !isPromised(thrown)))\n      throw thrown;',
        replace: '',
      },
      {
        file: router('account/reactions.ts'),
        find: "OUTCOME_UNKNOWN: 'stop'",
        replace: "OUTCOME_UNKNOWN: 'next'",
      },
      oneAlive,
    ],
  },
  {
    name: 'a price above the cap is kept',
    changes: [
      {
        file: router('buying/accept.ts'),
        find: 'if (paid && compareMoney(paid, maxPrice) <= 0) return',
        replace: 'return',
      },
      {
        file: smsActivate('purchase.ts'),
        find: '...(cap !== undefined && { [cap]: maxPrice.amount }),',
        replace: '',
      },
    ],
    lean: {
      kinds: ['herosms', 'tiger', 'classic'],
      vendors: 1,
      blows: ['price-drift'],
      callers: 60,
      withinMs: 45_000,
      rate: 0,
      crashes: 0,
    },
  },
  {
    name: 'a budget is checked and not kept',
    changes: [
      {
        file: router('buying/limits/budgets.ts'),
        find: 'if (compareMoney(sum, limit) <= 0) return;',
        replace: 'if (sum) return;',
      },
    ],
    lean: { budget: true, callers: 20, withinMs: 60_000 },
  },
  {
    name: 'the limiter forgets at a restart',
    seed: 16,
    changes: [{ file: router('create-router.ts'), find: 'journal.wasLeft', replace: 'false' }],
    lean: { crashes: 4, withinPoints: 120, downMs: 300 },
  },
  {
    name: 'the limiter leaves no slack for jitter',
    changes: [
      {
        file: router('lane/sliding-window.ts'),
        find: 'freeAt.shift();',
        replace: 'freeAt.shift(); free(clock.monotonic() + perMs);',
      },
      {
        file: router('lane/sliding-window.ts'),
        find: 'if (held) free(clock.monotonic() + perMs + (isTorn ? ON_ITS_WAY_MS : 0));',
        replace: '',
      },
    ],
    lean: { callers: 30, withinMs: 3_000, rate: 0 },
  },
];
