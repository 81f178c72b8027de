import type { Mutant } from './mutant.ts';

const router = (file: string): string => `packages/router/src/${file}`;
const http = (file: string): string => `packages/http/src/${file}`;

const oneInDoubt = {
  file: router('memory-journal.ts'),
  find: 'if (unresolved && other.offer.provider === next.offer.provider)',
  replace: 'if (false)',
};
const oneAlive = {
  file: router('memory-journal.ts'),
  find: 'if (live && next.want !== undefined && other.want === next.want)',
  replace: 'if (false)',
};
/** Confirms a cancel that nobody confirmed. */
const confirm =
  "return (await account.pen.note(entry.id, by, { kind: 'cancel-confirmed', report: { id: entry.order?.id ?? '', status: 'cancelled', messages: [] } })) ?? entry;";

/** Every rule that money rests on, taken out one by one, with the journal's own guard of it. */
export const mutants: readonly Mutant[] = [
  {
    name: 'the intent is written after the call',
    changes: [
      {
        file: router('purchase.ts'),
        find: "await account.pen.write(id, 'buyer', { kind: 'intent', want, offer, maxPrice });",
        replace: '',
      },
      {
        file: router('purchase.ts'),
        find: 'receipt = await account.provider.purchase(offer, { signal, maxPrice });',
        replace:
          "receipt = await account.provider.purchase(offer, { signal, maxPrice }); await account.pen.write(id, 'buyer', { kind: 'intent', want: deal.want, offer, maxPrice });",
      },
    ],
  },
  {
    name: 'a failed server is taken for a refusal',
    changes: [
      {
        file: http('purchase.ts'),
        find: '  let outcome: PurchaseOutcome;',
        replace:
          "  if (reply.status >= 500) throw new NumrouteError('REJECTED', 'refused', {});\n  let outcome: PurchaseOutcome;",
      },
    ],
  },
  {
    name: 'a reset is taken for a refusal',
    changes: [
      {
        file: http('purchase.ts'),
        find: "if (result.kind === 'no-reply') throw unknown(result.why, result.partial);",
        replace: "if (result.kind === 'no-reply') throw new NumrouteError('UNAVAILABLE', 'gone', {});",
      },
    ],
  },
  {
    name: 'garbage is taken for a refusal',
    changes: [
      {
        file: http('purchase.ts'),
        find: "const why = outcome?.outcome === 'unknown' ?",
        replace:
          "throw new NumrouteError('REJECTED', 'refused', {});\n  const why = outcome?.outcome === 'unknown' ?",
      },
    ],
  },
  {
    name: 'the list is believed before the vendor had time',
    changes: [
      {
        file: router('settling.ts'),
        find: 'const settled = age >= settledAfter(entry) + LIST_LAG_MS;',
        replace: 'const settled = true;',
      },
    ],
  },
  {
    name: 'the balance is believed before the vendor had time',
    changes: [
      {
        file: router('ledger/solve.ts'),
        find: 'if (!mayBelieveAbsence(entry, reading.askedAt, page.timing)) {',
        replace: 'if (false) {',
      },
    ],
    lean: { kinds: ['arzancell', 'smsbower'] },
  },
  {
    name: 'a purchase under way is dropped after a crash',
    changes: [
      {
        file: router('recovery.ts'),
        find: "{ kind: 'unheard', message }",
        replace: "{ kind: 'refused', code: 'CRASH', message }",
      },
    ],
    lean: { crashes: 4, withinPoints: 120, downMs: 500, callers: 12, withinMs: 2_000, rate: 0 },
  },
  {
    name: 'what was bought for a key is forgotten',
    changes: [
      {
        file: router('wants.ts'),
        find: 'const entries = await context.journal.list({ want });',
        replace: 'const entries: readonly JournalEntry[] = [];',
      },
      oneAlive,
    ],
    lean: { crashes: 4, withinPoints: 500, downMs: 500, callers: 12, withinMs: 5_000, rate: 0 },
  },
  {
    name: 'two calls under one key are two purchases',
    changes: [
      {
        file: router('wants.ts'),
        find: 'running.get(key) ?? start(key, print, wanted, options)',
        replace: 'start(key, print, wanted, options)',
      },
      oneAlive,
    ],
  },
  {
    name: 'a refused cancel is believed',
    changes: [
      {
        file: router('cancelling.ts'),
        find: "if (error.code === 'UNKNOWN_ORDER') account.denied(entry);",
        replace: confirm,
      },
    ],
  },
  {
    name: 'a cancel without an answer is believed',
    changes: [
      {
        file: router('cancelling.ts'),
        find: 'account.failed(error);\n    throw error;',
        replace: confirm,
      },
    ],
  },
  {
    name: 'a vanished order counts as refunded',
    changes: [
      { file: router('lifecycle/transition.ts'), find: "gone: 'doubtful'", replace: "gone: 'returned'" },
    ],
    lean: { faults: ['id-vanished'], rate: 0.02, blows: [] },
  },
  {
    name: 'an account in doubt stays open',
    changes: [
      {
        file: router('accounts.ts'),
        find: "inDoubt.size > 0 ? 'account-unresolved' : availability",
        replace: 'availability',
      },
      oneInDoubt,
    ],
  },
  {
    name: 'it buys elsewhere while the outcome is unknown',
    changes: [
      {
        file: router('buy.ts'),
        find: 'if (NumrouteError.is(thrown) && thrown.moneyMayHaveMoved && (signal.aborted || !isPromised(thrown)))\n        throw thrown;',
        replace: '',
      },
      { file: router('reactions.ts'), find: "OUTCOME_UNKNOWN: 'stop'", replace: "OUTCOME_UNKNOWN: 'next'" },
      oneAlive,
    ],
  },
  {
    name: 'the vendor is told of the end before the code is on the disk',
    changes: [
      {
        file: router('follow.ts'),
        find: "await pen.write(entry.id, 'buyer', { kind: 'finish-asked' });",
        replace: "await pen.note(entry.id, 'buyer', { kind: 'finish-asked' });",
      },
    ],
    lean: { blows: ['disk-full'], crashes: 3, withinPoints: 400, callers: 8, withinMs: 30_000 },
  },
  {
    name: 'the limiter forgets at a restart',
    changes: [{ file: router('create-router.ts'), find: 'journal.wasLeft', replace: 'false' }],
    lean: { crashes: 4, withinPoints: 120, downMs: 300 },
  },
  {
    name: 'the limiter leaves no slack for jitter',
    changes: [
      {
        file: router('sliding-window.ts'),
        find: 'freeAt[place] = Number.POSITIVE_INFINITY;',
        replace: 'freeAt[place] = clock.monotonic() + perMs;',
      },
      {
        file: router('sliding-window.ts'),
        find: 'if (held) freeAt[place] = clock.monotonic() + perMs + (isTorn ? ON_ITS_WAY_MS : 0);',
        replace: '',
      },
    ],
    lean: { callers: 30, withinMs: 3_000, rate: 0 },
  },
  {
    name: 'a refund may not be late',
    changes: [
      { file: router('vendor-times.ts'), find: 'REFUND_LAG_MS = 60_000', replace: 'REFUND_LAG_MS = 0' },
    ],
    lean: { kinds: ['arzancell', 'smsbower'], blows: ['refund-late'], callers: 12, withinMs: 60_000 },
  },
  {
    name: 'any order of the list may be the lost one',
    changes: [
      { file: router('adopt.ts'), find: 'if (more.length > 0 ||', replace: 'if (' },
      {
        file: router('adopt.ts'),
        find: 'if (service !== undefined && service !== offer.service) return false;',
        replace: '',
      },
      {
        file: router('adopt.ts'),
        find: 'return country === undefined || country === offer.country;',
        replace: 'return true;',
      },
    ],
    lean: {
      kinds: ['herosms', 'tiger', 'classic'],
      vendors: 1,
      callers: 30,
      withinMs: 20_000,
      faults: ['reset later', 'reset after', 'doubled'],
      rate: 0.2,
    },
  },
  {
    name: 'recovery forgets',
    changes: [
      {
        file: router('recovery.ts'),
        find: 'for (const entry of await journal.list({ states: UNFINISHED })) entries.set(entry.id, entry);',
        replace: '',
      },
    ],
  },
  {
    name: 'an anchor forgets how far it went',
    changes: [
      {
        file: router('books.ts'),
        find: 'const through = Math.max(taken.through, page.anchor?.through ?? 0);',
        replace: 'const { through } = taken;',
      },
    ],
    lean: {
      kinds: ['arzancell', 'smsbower'],
      vendors: 1,
      callers: 20,
      withinMs: 840_000,
      faults: ['reset later', 'reset after'],
      rate: 0.15,
      blows: [],
    },
  },
  {
    name: 'the wall clock is believed',
    changes: [
      {
        file: router('elapsed.ts'),
        find: 'let first = known.get(what);',
        replace: "let first = what.startsWith('watched') ? known.get(what) : undefined;",
      },
      {
        file: router('elapsed.ts'),
        find: 'const here = up && journal.uptime?.();',
        replace: 'const here = undefined as Uptime | undefined;',
      },
    ],
    lean: {
      kinds: ['arzancell', 'smsbower'],
      callers: 20,
      withinMs: 240_000,
      faults: ['reset later', 'empty later'],
      rate: 0.3,
      blows: ['clock-jump'],
      crashes: 0,
    },
  },
  {
    name: 'a denied order never ends',
    changes: [
      {
        file: router('denials.ts'),
        find: 'if (elapsed.sent(entry).atLeast >= lifetimeMs) return true;',
        replace: 'if (entry) return false;',
      },
    ],
    lean: { faults: ['id-vanished'], rate: 0.05, blows: [], crashes: 0 },
  },
  {
    name: 'what waits for the disk is never written',
    changes: [
      {
        file: router('pen.ts'),
        find: 'await line.add(() => catchUp().catch(failed));\n      await line.onIdle();',
        replace: 'await line.onIdle();',
      },
      {
        file: router('pen.ts'),
        find: 'await catchUp().catch(() => undefined);',
        replace: '',
      },
      {
        file: router('pen.ts'),
        find: 'keepTrying().catch(() => undefined);',
        replace: '',
      },
    ],
    lean: { blows: ['disk-full'], callers: 8, withinMs: 60_000 },
  },
  {
    name: 'a price above the cap is kept',
    changes: [
      {
        file: router('purchase.ts'),
        find: 'if (paid && compareMoney(paid, maxPrice) <= 0) return order;',
        replace: 'return order;',
      },
      {
        file: 'packages/sms-activate/src/purchase.ts',
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
    name: 'nobody cancels what is about to run out',
    changes: [
      {
        file: router('deadlines.ts'),
        find: "await giveUp(account, entry, 'no code came, and its time is nearly over');",
        replace: '',
      },
    ],
    lean: { crashes: 2, withinPoints: 300, downMs: 500, callers: 8, withinMs: 600_000 },
  },
  {
    name: 'a refund that comes late is not reckoned with',
    changes: [
      {
        file: router('ledger/times.ts'),
        find: "if (entry.money === 'returned' || !PAYS_LATE.includes(entry.state)) return false;",
        replace: 'if (entry.id) return false;',
      },
    ],
    lean: {
      kinds: ['arzancell', 'smsbower'],
      vendors: 1,
      callers: 30,
      withinMs: 840_000,
      faults: ['reset later', 'reset after'],
      rate: 0.15,
      blows: ['refund-overdue'],
    },
  },
  {
    name: 'a budget is checked and not kept',
    changes: [
      {
        file: router('budgets.ts'),
        find: 'if (compareMoney(sum, limit) <= 0) return undefined;',
        replace: 'if (sum) return undefined;',
      },
    ],
    lean: { budget: true, callers: 20, withinMs: 60_000 },
  },
  {
    name: 'replies and errors show the key',
    changes: [
      { file: http('redact.ts'), find: 'forms.length === 0 ? undefined', replace: 'true ? undefined' },
      {
        file: http('redact.ts'),
        find: 'const clean = strike(plain).replace(KEY_LIKE,',
        replace: 'const clean = strike(plain).replace(/^never$/,',
      },
    ],
  },
];
