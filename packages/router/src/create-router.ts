import { can, type Limits, NumrouteError, type Provider, systemClock } from '@numroute/core';
import type { JournalEntry } from '@numroute/journal';
import { type Account, type AccountContext, createAccount } from './account/account.ts';
import { createCounter } from './buying/buy-once.ts';
import { createBudgets } from './buying/limits/budgets.ts';
import { createConducts } from './buying/limits/success-rate.ts';
import { createTally } from './buying/limits/tally.ts';
import { createRefusals } from './buying/refusals.ts';
import { canonical, termsOf } from './buying/terms.ts';
import { createChanges } from './changes.ts';
import { check, milliseconds } from './check.ts';
import { checked } from './checked.ts';
import { createClosing } from './closing.ts';
import { createLane, inLane, type Lane } from './lane/lane.ts';
import { onShelf } from './lane/offer-cache.ts';
import { noJournal } from './no-journal.ts';
import { createBackground } from './orders/background.ts';
import { refusedForGood } from './orders/cancel.ts';
import { complete } from './orders/complete.ts';
import { createDeadlines } from './orders/expiry.ts';
import { anotherSms, cancelOrder, fetchOrder, finishOrder, known, look } from './orders/follow.ts';
import { unsupported } from './orders/unsupported.ts';
import { type WatchContext, watchOrder } from './orders/watch.ts';
import { createLateLists } from './quoting/late-lists.ts';
import { createQuote } from './quoting/quote.ts';
import { cheapest } from './quoting/rank.ts';
import { createRates } from './quoting/rates.ts';
import { createSurcharges } from './quoting/surcharges.ts';
import { createBooks } from './reconciliation/balance-check.ts';
import { createCharges } from './reconciliation/charges.ts';
import { settleOnce } from './reconciliation/lost-purchase.ts';
import { createPricing } from './reconciliation/pricing.ts';
import { recoverAll, settleByHand, takeStock } from './reconciliation/recover.ts';
import { createRefunds } from './reconciliation/refund-watch.ts';
import { createAudits } from './reconciliation/refunds.ts';
import type { CallOptions, Router, RouterEvent, RouterOptions } from './router.ts';
import { createElapsed } from './time/order-age.ts';

/** Of a lane, for those who wait for a code; the rest is for purchases and cancels. */
const SHARE_OF_WAITING = 0.8;

/** @throws {NumrouteError} INVALID_INPUT Two providers with one id, or limits or times that are none. */
export function createRouter(options: RouterOptions): Router {
  const {
    providers,
    strategy = cheapest,
    rates = createRates(),
    journal = noJournal,
    budgets = [],
    offersTtlMs = 5_000,
    quoteTimeoutMs = 10_000,
    coolDownMs = 30_000,
    unattendedGraceMs = 60_000,
    sharedAccounts = [],
    onEvent,
    clock = systemClock,
    newId = () => crypto.randomUUID(),
  } = options;
  check(options, {
    unattendedGraceMs: milliseconds,
    offersTtlMs: milliseconds,
    quoteTimeoutMs: milliseconds,
    coolDownMs: milliseconds,
  });
  const stopping = new AbortController();
  const closing = new AbortController();
  const emit = (event: RouterEvent): void => {
    try {
      onEvent?.(event);
    } catch {
      // An observer's failure is no reason to lose an order.
    }
  };
  const elapsed = createElapsed({ clock, journal });
  const shared = new Set(sharedAccounts);
  const books = createBooks({ clock, elapsed, journal, emit, shared });
  const audits = createAudits({ clock, books, signal: closing.signal });
  const refunds = createRefunds({ clock, elapsed, books, shared, signal: closing.signal });
  const charges = createCharges({ clock, elapsed, journal, shared, books, audits, signal: closing.signal });
  const deadlines = createDeadlines({
    clock,
    elapsed,
    signal: closing.signal,
    giveUp: (owner, entry, why) => background.giveUp(owner, entry, why),
  });
  const tally = createTally({ journal, provider: (id) => accounts.get(id)?.provider });
  const changes = createChanges();
  const changed = (owner: Account, entry: JournalEntry): void => {
    tally.changed(entry);
    changes.changed(entry);
    audits.changed(owner, entry);
    deadlines.changed(owner, entry);
    background.changed(owner, entry);
  };
  const surcharges = createSurcharges({ clock, rates, journal });
  const pricing = createPricing({
    rates,
    charges,
    surcharges,
    emit,
    giveUp: (owner, entry, why) => background.giveUp(owner, entry, why),
  });
  const lateLists = createLateLists(clock);
  const lanes = new Map<string, Lane>();
  const accounts = new Map<string, Account>();
  const lots = providers.map((provider) => lotOf(provider, options));
  for (const [position, provider] of providers.entries()) {
    const { id } = provider.manifest;
    if (accounts.has(id)) throw NumrouteError.input('providers', `ids that differ, found ${id} twice`);
    const { key, limits } = lots[position] ?? lotOf(provider, options);
    const lane = lanes.get(key) ?? createLane(limits, clock, journal.wasLeft);
    lanes.set(key, lane);
    const paced = onShelf(lateLists.measured(inLane(provider, lane)), offersTtlMs, clock);
    const share = SHARE_OF_WAITING / lots.filter((lot) => lot.key === key).length;
    const context: AccountContext = {
      clock,
      journal,
      elapsed,
      coolDownMs,
      emit,
      changed: (owner, after, before, { kind }) => {
        changed(owner, after);
        pricing.changed(owner, after, before, kind);
      },
      limits,
      share,
      signal: closing.signal,
    };
    accounts.set(id, createAccount(paced, position, context));
  }
  const account = (id: string): Account => {
    const found = accounts.get(id);
    if (found) return found;
    throw NumrouteError.input('provider', `one of ${[...accounts.keys()].join(', ')}`, JSON.stringify(id));
  };
  const signalOf = ({ signal }: CallOptions = {}, end: AbortSignal = closing.signal): AbortSignal => {
    end.throwIfAborted();
    return signal ? AbortSignal.any([signal, end]) : end;
  };

  const following = { clock, elapsed, emit, look };
  const settling = { clock, elapsed, journal, books, shared };
  const background = createBackground({
    ...following,
    ...settling,
    stopping: stopping.signal,
    signal: closing.signal,
    unattendedGraceMs,
  });
  const context: WatchContext = { ...following, account, changes, attend: background.attend, refunds };

  let stock: ReturnType<typeof takeStock> | undefined;
  /** What an earlier run left is known before anything is bought. */
  const ready = (): ReturnType<typeof takeStock> => {
    stock ??= takeStock(journal, accounts, books, clock.now()).then((entries) => {
      for (const owner of accounts.values()) audits.begin(owner);
      for (const entry of entries) {
        const owner = accounts.get(entry.offer.provider);
        if (!owner) continue;
        background.pursue(owner, entry);
        changed(owner, entry);
        pricing.left(owner, entry);
      }
      return entries;
    });
    // Unread is not unresolved: the next purchase asks the journal again.
    stock.catch(() => {
      stock = undefined;
    });
    return stock;
  };

  const quote = createQuote({
    accounts,
    strategy,
    rates,
    surcharges,
    clock,
    timeoutMs: quoteTimeoutMs,
    lateLists,
    emit,
    signalOf,
  });

  const counter = createCounter({
    clock,
    journal,
    rates,
    newId,
    emit,
    quote,
    surcharges,
    refusals: createRefusals(clock),
    account,
    attend: background.attend,
    leaveAlone: background.leaveAlone,
    budgets: createBudgets({
      budgets,
      tally,
      journal,
      rates,
      now: () => clock.now(),
      lookForRefunds: (signal) => refunds.look(accounts.values(), signal),
    }),
    conducts: createConducts({ providers, tally, now: () => clock.now() }),
    prepare: async (owner, signal) => {
      await books.open(owner, signal);
      await charges.read(owner, signal);
      signal.throwIfAborted();
    },
    settle: background.settle,
    complete: (owner, entry, told) => complete(owner, entry, told, closing.signal, { clock }),
    giveUp: background.giveUp,
  });

  const close = createClosing({
    accounts,
    lanes,
    providers,
    journal: journal === noJournal ? undefined : journal,
    background,
    audits,
    charges,
    stopping,
    closing,
  });

  return checked({
    providers,
    quote,
    buy: async (want, asked) => {
      const [wanted, terms] = [canonical(want), termsOf(asked)];
      const signal = signalOf(asked, stopping.signal);
      charges.makeRoom();
      await ready();
      return await counter.serve(wanted, terms, signal);
    },
    fetch: async (ref, asked) => await fetchOrder(ref, signalOf(asked), context),
    watch: (ref, asked = {}) => watchOrder(ref, asked, signalOf(asked), context),
    cancel: async (ref, asked = {}) => {
      const signal = signalOf(asked);
      if (!asked.insist) return await cancelOrder(ref, signal, context);
      const entry = await known(ref, context);
      const given = await background.giveUp(account(ref.provider), entry, 'asked for');
      const { order = entry.order } = given;
      if (given.state !== 'open') return order;
      if (given.cancel?.final) throw refusedForGood(given);
      const retryAfterMs = Math.max(0, (given.cancel?.notBefore ?? 0) - clock.now());
      const message = `${ref.provider}: order ${ref.id} is not cancelled yet; the router goes on asking`;
      throw new NumrouteError('WRONG_STATE', message, { retryAfterMs });
    },
    requestAnotherSms: async (ref, asked) => await anotherSms(ref, signalOf(asked), context),
    finish: async (ref, asked) => await finishOrder(ref, signalOf(asked), context),
    attempts: async (filter = {}) => await journal.list(filter),
    recover: async (asked = {}) => {
      const signal = signalOf(asked);
      stock = undefined;
      const recovery = await recoverAll(await ready(), signal, {
        clock,
        accounts,
        books,
        settleOnce: (owner, entry) => settleOnce(owner, entry, signal, settling),
        finish: background.finish,
        pursue: background.pursue,
        found: background.leaveAlone,
      });
      if (asked.unattended !== 'cancel') return recovery;
      const entries = await background.cancelUnattended(recovery.entries, accounts);
      return { ...recovery, entries };
    },
    settle: async (number, settlement) => {
      const entry = await journal.findNumber(number);
      if (!entry)
        throw NumrouteError.input('number', 'the number of an attempt in the journal', String(number));
      return await settleByHand(account(entry.offer.provider), entry, settlement);
    },
    hint: ({ provider, id }) => accounts.get(provider)?.room.hurry(id),
    balance: async (id, asked) => {
      const { provider } = account(id);
      if (!can(provider, 'fetchBalance')) throw unsupported(id, 'fetchBalance');
      return await provider.fetchBalance({ signal: signalOf(asked) });
    },
    close,
    [Symbol.asyncDispose]: () => close({ open: 'cancel' }),
  });
}

/** Which lane a provider goes in, and what it keeps. */
function lotOf({ manifest }: Provider, options: RouterOptions): { key: string; limits: Limits } {
  const { id, limits: own } = manifest;
  const limits = options.limits?.[id] ?? own;
  for (const part of ['requests', 'perMs', 'concurrent'] as const) {
    if (!(limits[part] >= 1)) throw NumrouteError.input(`limits.${id}.${part}`, 'a number from 1 up');
  }
  return { key: limits.sharedLane ?? own.sharedLane ?? id, limits };
}
