import { NumrouteError } from '@numroute/core';
import { createAccount } from './account/account.ts';
import { Accounts } from './account/accounts.ts';
import { balanceOf } from './account/balance-of.ts';
import { Claims } from './account/claims.ts';
import { attemptWritten, orderChanged } from './account/observers.ts';
import type { Runtime } from './account/runtime.ts';
import type { Subscriber } from './account/subscriber.ts';
import { Buyer } from './buying/buy.ts';
import { BuyOnce } from './buying/buy-once.ts';
import { Budgets } from './buying/limits/budgets.ts';
import { PriceCap } from './buying/price-cap.ts';
import { Purchases } from './buying/purchase.ts';
import { createRefusals } from './buying/refusals.ts';
import { termsOf } from './buying/terms.ts';
import { aBoolean, check, milliseconds } from './check.ts';
import { checked } from './checked.ts';
import { shutDown } from './closing.ts';
import { codeTermsOf } from './code/code-terms.ts';
import { Codes } from './code/get-code.ts';
import { Learning } from './code/learning.ts';
import { Outlooks } from './code/outlooks.ts';
import { SilentServices } from './code/silent-services.ts';
import { TrackRecords } from './code/track-records.ts';
import { codeOf, withNumber } from './code/with-number.ts';
import { anotherSms } from './orders/another-sms.ts';
import { Attendance } from './orders/attendance.ts';
import { cancelInsistently, cancelOrder } from './orders/cancel.ts';
import { Expiry } from './orders/expiry.ts';
import { finishOrder } from './orders/finish.ts';
import { GiveUp } from './orders/give-up.ts';
import { HeldOrders, orderOf } from './orders/held.ts';
import { OrderTasks } from './orders/order-tasks.ts';
import { pollOnce } from './orders/poll-once.ts';
import { Revisits } from './orders/revisit.ts';
import { Watches } from './orders/watch.ts';
import { openMarket } from './quoting/open-market.ts';
import { Quotes } from './quoting/quote.ts';
import { createSurcharges } from './quoting/surcharges.ts';
import { canonical } from './quoting/want.ts';
import { BalanceCheck } from './reconciliation/balance-check.ts';
import { Charges } from './reconciliation/charges.ts';
import { EndedOrders } from './reconciliation/ended-order.ts';
import { LostPurchases } from './reconciliation/lost-purchase.ts';
import { settleByHand } from './reconciliation/operator.ts';
import { Recoveries } from './reconciliation/recover.ts';
import { RefundWatch } from './reconciliation/refund-watch.ts';
import { Refunds } from './reconciliation/refunds.ts';
import type { Router, RouterOptions } from './router.ts';
import { Lifetime } from './time/lifetime.ts';
import { createOrderAges } from './time/order-age.ts';

/**
 * What buys, and follows what it bought. For comparing prices alone, without a journal: `createQuotes`.
 *
 * @throws {NumrouteError} INVALID_INPUT No journal, two providers with one id, or limits or times that are none.
 */
export function createRouter(options: RouterOptions): Router {
  const { providers, journal, unattendedGraceMs = 60_000, sharedAccounts = [], budgets = [] } = options;
  const { sideBySide = true, newId = () => crypto.randomUUID() } = options;
  if (!journal) {
    const expected =
      'sqliteJournal({ file }) of @numroute/journal, or memoryJournal({ acceptOrphans: true }): without a journal a crash would forget paid orders';
    throw NumrouteError.input('journal', expected);
  }
  check(options, { unattendedGraceMs: milliseconds, sideBySide: aBoolean });
  const lifetime = new Lifetime();
  const market = openMarket(options, journal.wasLeft === true);
  const { clock, emit, rates, lanes } = market;
  const runtime: Runtime = {
    clock,
    journal,
    ages: createOrderAges({ clock, journal }),
    emit,
    claims: new Claims(),
    signal: lifetime.working,
  };
  const accounts = new Accounts(
    market.stalls.map(({ vendor, places, ...kept }) => {
      const isShared = sharedAccounts.includes(vendor.provider.manifest.id);
      return createAccount(vendor, runtime, { isShared, ...kept, places: sideBySide ? places : 1 });
    }),
  );

  const tasks = new OrderTasks(runtime);
  const giveUp = new GiveUp(tasks);
  const attendance = new Attendance(tasks, giveUp, unattendedGraceMs);
  const expiry = new Expiry(runtime, giveUp);
  const revisits = new Revisits(tasks);
  const held = new HeldOrders(accounts, attendance);

  const balanceCheck = new BalanceCheck();
  const refunds = new Refunds(balanceCheck);
  const refundWatch = new RefundWatch(balanceCheck);
  const charges = new Charges(balanceCheck, refunds);
  const watches = new Watches(runtime, held, refundWatch);
  const lostPurchases = new LostPurchases(tasks, balanceCheck, attendance, lifetime.buying);

  const surcharges = createSurcharges(rates, runtime);
  const priceCap = new PriceCap(rates, surcharges, giveUp);

  const learning = new Learning(journal, clock, new SilentServices(emit));

  // Who acts on what is written, in this order; docs/architecture.md says why in this one.
  const subscribers: readonly Subscriber[] = [
    attemptWritten,
    refunds,
    expiry,
    revisits,
    new EndedOrders(tasks),
    attendance,
    priceCap,
    charges,
    orderChanged,
    learning,
  ];
  const recoveries = new Recoveries(
    accounts,
    runtime,
    { tasks, giveUp, revisits, attendance, lostPurchases, balanceCheck, refunds },
    subscribers,
  );
  for (const account of accounts)
    for (const subscriber of subscribers)
      account.log.subscribe((change) => {
        // Whoever does not act follows what others write, and does nothing about it.
        if (!change.isHeard || recoveries.hasTakenUp) subscriber.changed(account, change);
      });
  const leave = journal.subscribe?.((entry, event) => accounts.ofEntry(entry)?.log.heard(entry, event));
  if (leave) lifetime.working.addEventListener('abort', leave, { once: true });

  const quotes = new Quotes({
    ...market,
    vendors: accounts,
    surcharges,
    believe: async () => await learning.believe(),
  });
  const purchases = new Purchases({
    budgets: new Budgets(budgets, { runtime, rates, accounts, refundWatch }),
    balanceCheck,
    charges,
    lostPurchases,
    attendance,
    giveUp,
    rates,
    newId,
  });
  const refusals = createRefusals(clock);
  const buyer = new Buyer({ accounts, quotes, rates, surcharges, refusals, purchases });
  const buyOnce = new BuyOnce({ runtime, accounts, buyer, attendance, lostPurchases, giveUp, rates, newId });

  const outlooks = new Outlooks(quotes, options.strategy);
  const codes = new Codes({
    runtime,
    accounts,
    buyer,
    attendance,
    giveUp,
    tasks,
    watches,
    rates,
    outlooks,
    lostPurchases,
    newId,
  });

  const trackRecords = new TrackRecords(journal, clock, learning);

  let closed: Promise<void> | undefined;
  const close: Router['close'] = (how = {}) => {
    const all = {
      lifetime,
      accounts,
      journal,
      lanes,
      providers,
      tasks,
      attendance,
      giveUp,
      refunds,
      charges,
    };
    closed ??= shutDown(how, all);
    return closed;
  };

  const router: Router = checked({
    providers,
    quote: async (want, asked = {}) => await quotes.quote(want, asked, lifetime.call(asked.signal)),
    quoteMarket: async (want, asked = {}) =>
      await quotes.quoteMarket(want, asked, lifetime.call(asked.signal)),
    buy: async (want, asked) => {
      const [wanted, terms] = [canonical(want), termsOf(asked)];
      const signal = lifetime.call(asked.signal, lifetime.buying);
      charges.makeRoom();
      await recoveries.ready();
      return await buyOnce.buy(wanted, terms, signal);
    },
    getCode: async (want, asked) => {
      const [wanted, terms] = [canonical(want), codeTermsOf(asked)];
      const signal = lifetime.call(asked.signal, lifetime.buying);
      charges.makeRoom();
      await recoveries.ready();
      return await codes.get(wanted, terms, signal);
    },
    code: async (ref, asked = {}) => await codeOf(router, ref, asked, rates),
    withNumber: async (want, asked, work) => await withNumber(router, want, asked, work),
    fetch: async (ref, { signal } = {}) => {
      const { account, entry } = await held.find(ref);
      return orderOf(await pollOnce(account, entry, lifetime.call(signal)));
    },
    watch: (ref, asked = {}) => watches.watch(ref, asked),
    cancel: async (ref, { insist, fault, signal } = {}) => {
      const asked = lifetime.call(signal);
      const order = await held.find(ref);
      return insist ? await cancelInsistently(order, giveUp, fault) : await cancelOrder(order, asked, fault);
    },
    requestAnotherSms: async (ref, { signal } = {}) =>
      await anotherSms(await held.find(ref), lifetime.call(signal)),
    finish: async (ref, { signal } = {}) => await finishOrder(await held.find(ref), lifetime.call(signal)),
    attempts: async (filter = {}) => await journal.list(filter),
    trackRecord: async (provider) => await trackRecords.of(accounts.get(provider).provider.manifest.id),
    recover: async (asked = {}) => await recoveries.recover(asked, lifetime.call(asked.signal)),
    settle: async (number, settlement) => {
      const entry = await journal.findNumber(number);
      if (!entry)
        throw NumrouteError.input('number', 'the number of an attempt in the journal', String(number));
      return await settleByHand(accounts.get(entry.offer.provider), entry, settlement);
    },
    hint: ({ provider, id }) => accounts.find(provider)?.poller.hurry(id),
    balance: async (id, { signal } = {}) => await balanceOf(accounts.get(id).provider, lifetime.call(signal)),
    close,
    [Symbol.asyncDispose]: () => close({ open: 'cancel' }),
  });
  return router;
}
