import { type Money, money, NumrouteError, type Offer, type Order, type Provider } from '@numroute/core';
import { type AttemptEvent, type Happening, type JournalEntry, memoryJournal } from '@numroute/journal';
import { type Budget, createRates } from '@numroute/router';
import { createWorld, paperProvider, virtualClock } from '@numroute/testkit';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createAccount } from '../../../src/account/account.ts';
import { Accounts } from '../../../src/account/accounts.ts';
import { Claims } from '../../../src/account/claims.ts';
import type { Runtime } from '../../../src/account/runtime.ts';
import { Budgets } from '../../../src/buying/limits/budgets.ts';
import { keepSuccessRate } from '../../../src/buying/limits/success-rate.ts';
import { openMarket } from '../../../src/quoting/open-market.ts';
import { BalanceCheck } from '../../../src/reconciliation/balance-check.ts';
import { RefundWatch } from '../../../src/reconciliation/refund-watch.ts';
import { createOrderAges } from '../../../src/time/order-age.ts';

const HOUR = 60 * 60_000;
const START = Date.UTC(2026, 0, 1);
const services = ['telegram', 'signal'];
const buyers = ['qa', 'support', undefined];
const wants = Array.from({ length: 12 }, (_, n) => ({ id: `w${n}`, buyer: buyers[n % buyers.length] }));

const budgets: readonly Budget[] = [
  { limit: money('1.2', 'USD'), perMs: 24 * HOUR },
  { limit: money('0.6', 'USD'), perMs: 3 * HOUR, provider: 'proves' },
  { limit: money('0.8', 'USD'), perMs: 30 * HOUR, buyer: { each: true } },
  { limit: money('0.2', 'USD'), perMs: HOUR, buyer: 'qa', provider: 'promises' },
  { limit: money('2', 'USD'), perMs: Number.POSITIVE_INFINITY },
];

/** In dollars; no rate leads from pounds. */
const worth: Readonly<Record<string, number>> = { USD: 1, EUR: 2 };
const rates = createRates([{ base: 'EUR', quote: 'USD', value: '2', source: 'test', asOf: '2026-01-01' }]);

/** Refunds are seen, promised, not even promised; the last provider has left the configuration. */
const provenBy: Readonly<Record<string, 'balance' | 'word' | 'nothing'>> = {
  proves: 'balance',
  promises: 'word',
  keeps: 'nothing',
  left: 'nothing',
};
const world = createWorld({
  currency: 'USD',
  clock: virtualClock(),
  offers: [{ service: 'telegram', country: 'EE', price: '0.1', stock: 1 }],
});
const conduct = [
  { numbers: 2, minSuccessRate: 1, per: 'service-and-country' },
  { numbers: 4, minSuccessRate: 0.5, per: 'account' },
] as const;
const providers: readonly Provider[] = ['proves', 'promises', 'keeps'].map((id) => {
  const capabilities =
    id === 'proves' ? (['fetchBalance', 'cancelOrder'] as const) : (['cancelOrder'] as const);
  const paper = paperProvider(world, { id, capabilities, conduct });
  const traits = { ...paper.manifest.traits, refundsOnCancel: id !== 'keeps' };
  return { ...paper, manifest: { ...paper.manifest, traits } };
});

interface Intent {
  readonly kind: 'intent';
  /** By which of two processes. */
  readonly process: 0 | 1;
  readonly want: number;
  readonly provider: string;
  readonly service: string;
  readonly cents: number;
  readonly currency: string;
  readonly surplus: boolean;
}
type Price = 'dear' | 'cheap' | 'odd' | 'foreign';
interface Happen {
  readonly kind: 'happen';
  /** Counted from the newest. */
  readonly back: number;
  readonly what: 'bought' | Price | Happening['kind'] | Order['status'];
}
type Step = Intent | Happen | { readonly kind: 'clock'; readonly by: number };

const intents: fc.Arbitrary<Intent> = fc.record({
  kind: fc.constant('intent'),
  process: fc.constantFrom(0, 1),
  want: fc.nat(wants.length - 1),
  provider: fc.constantFrom(...Object.keys(provenBy)),
  service: fc.constantFrom(...services),
  cents: fc.integer({ min: 1, max: 9 }),
  currency: fc.constantFrom('USD', 'USD', 'USD', 'USD', 'EUR', 'EUR', 'EUR', 'GBP'),
  surplus: fc.boolean(),
});
const happens: fc.Arbitrary<Happen> = fc.record({
  kind: fc.constant('happen'),
  back: fc.nat(5),
  what: fc.constantFrom(
    ...(['bought', 'bought', 'bought', 'dear', 'cheap', 'odd', 'foreign', 'refused'] as const),
    ...([
      'unheard',
      'absent',
      'lost',
      'disputed',
      'delivered',
      'finished',
      'cancelled',
      'cancelled',
      'expired',
      'gone',
    ] as const),
    ...(['refund-seen', 'refund-missing'] as const),
  ),
});
const clocks = (by: fc.Arbitrary<number>): fc.Arbitrary<Step> =>
  fc.record({ kind: fc.constant('clock'), by });
const steps: fc.Arbitrary<Step> = fc.oneof(
  { weight: 8, arbitrary: intents },
  { weight: 8, arbitrary: happens },
  { weight: 3, arbitrary: clocks(fc.integer({ min: 0, max: 2 * HOUR })) },
  // Days forward, and back again: the wall clock is anybody's.
  { weight: 1, arbitrary: clocks(fc.integer({ min: -72 * HOUR, max: 72 * HOUR })) },
);

const cents = ({ amount }: Money): number => Math.round(Number(amount) * 100);

/** What an attempt counts; undefined where its money is back. */
function counted({ money, offer, order, maxPrice }: JournalEntry): Money | undefined {
  if (money === 'free' || money === 'returned') return undefined;
  if (money === 'due' && provenBy[offer.provider] === 'word') return undefined;
  if (!order || cents(order.paid) < 0) return maxPrice;
  const { paid, paidSource, quoted } = order;
  const isUnproven =
    paidSource === 'vendor' && paid.currency === quoted.currency && cents(paid) < cents(quoted);
  return isUnproven ? quoted : paid;
}

interface Spending {
  readonly offer: Offer;
  readonly buyer: string | undefined;
  readonly maxPrice: Money;
}

/** What the budgets have to say of a purchase, told from the whole of the journal's list. */
function expected(
  entries: readonly JournalEntry[],
  { offer, buyer, maxPrice }: Spending,
  whose: ReadonlyMap<string, string | undefined>,
  now: number,
): readonly unknown[] {
  for (const [position, budget] of budgets.entries()) {
    if (budget.provider !== undefined && budget.provider !== offer.provider) continue;
    if (budget.buyer !== undefined && buyer === undefined) continue;
    if (typeof budget.buyer === 'string' && budget.buyer !== buyer) continue;
    const held = entries.filter(
      (entry) =>
        entry.sentAt >= now - budget.perMs &&
        (budget.provider === undefined || entry.offer.provider === budget.provider) &&
        (budget.buyer === undefined || whose.get(entry.id) === buyer),
    );
    const parts = [maxPrice, ...held.flatMap((entry) => counted(entry) ?? [])];
    if (parts.some(({ currency }) => !(currency in worth))) {
      const last = held.findLast((entry) => counted(entry)?.currency === 'GBP');
      return ['INVALID_INPUT', last ? `attempt ${last.number} at` : 'this purchase', `budgets[${position}];`];
    }
    const sum = parts.reduce((before, part) => before + cents(part) * (worth[part.currency] ?? 0), 0);
    if (sum > cents(budget.limit)) return ['BUDGET_EXCEEDED', budget.limit, sum];
  }
  return ['spent'];
}

/** The rule that holds an account back, told from the list. */
function heldBack(
  entries: readonly JournalEntry[],
  { provider, service }: Offer,
  now: number,
): string | undefined {
  const orders = entries.filter(
    ({ order, offer, sentAt }) => order && offer.provider === provider && sentAt >= now - 24 * HOUR,
  );
  for (const { numbers, minSuccessRate, per } of conduct) {
    const own = orders.filter(({ offer }) => per === 'account' || offer.service === service);
    const over = own.filter(({ state }) => state !== 'open');
    const codes = over.filter(({ order }) => (order?.messages.length ?? 0) > 0).length;
    if (own.length + 1 >= numbers * 0.8 && over.length > 0 && codes / over.length < minSuccessRate)
      return `${codes} of ${over.length} numbers`;
  }
  return undefined;
}

const failure = async (promise: Promise<void>): Promise<NumrouteError | undefined> =>
  await promise.then(
    () => undefined,
    (error: unknown) => {
      if (NumrouteError.is(error)) return error;
      throw error;
    },
  );

test('property: budgets and success rates say what listing the journal says, over any life and clock, in two processes', async () => {
  const seen = new Map<unknown, number>();
  const see = (what: unknown): void => void seen.set(what, (seen.get(what) ?? 0) + 1);
  await fc.assert(
    fc.asyncProperty(fc.array(steps, { minLength: 10, maxLength: 80, size: 'max' }), async (life) => {
      const journal = memoryJournal({ acceptOrphans: true });
      for (const { id, buyer } of wants)
        if (buyer !== undefined) await journal.openWant({ id, buyer, print: '', at: 0 });
      const whose = new Map<string, string | undefined>();
      const ids: string[] = [];
      let now = START;
      const clock = { ...virtualClock(), now: () => now };
      const { signal } = new AbortController();
      const ages = createOrderAges({ clock, journal });
      const claims = new Claims();
      const runtime: Runtime = { clock, journal, ages, claims, emit: () => undefined, signal };
      const processes = [0, 1].map(() => {
        const accounts = new Accounts(
          openMarket({ providers, clock }, false).stalls.map(({ vendor }) =>
            // A balance that others move as well shows no refund, so that a look for one changes nothing.
            createAccount(vendor, runtime, {
              isShared: true,
              limits: vendor.provider.manifest.limits,
              share: 1,
              places: 1,
            }),
          ),
        );
        const refundWatch = new RefundWatch(new BalanceCheck());
        return { accounts, budgets: new Budgets(budgets, { runtime, rates, accounts, refundWatch }) };
      });

      const write = async (attempt: string, happening: Happening, buyer?: string): Promise<boolean> => {
        const event: AttemptEvent = { ...happening, attempt, at: now, by: 'buyer' };
        // What the lifecycle or a rule forbids did not happen.
        const entry = await journal.append(event).catch(() => undefined);
        if (entry && !whose.has(attempt)) {
          whose.set(attempt, buyer);
          ids.push(attempt);
        }
        return entry !== undefined;
      };
      const buy = async (step: Intent): Promise<void> => {
        const buyer = buyers[step.want % buyers.length];
        const want = `w${step.want}`;
        const price = money(`0.0${step.cents}`, step.currency);
        const offer = offerOf(step.provider, step.service, price);
        const maxPrice = money(`0.${10 + step.cents}`, step.currency);
        const id = `a${whose.size}`;
        const reserve = async (): Promise<void> => {
          if (!(await write(id, { kind: 'intent', want, offer, maxPrice }, buyer)) || !step.surplus) return;
          await write(id, { kind: 'bought', order: orderOf(offer, id), adopted: false });
          const more = `s${whose.size}`;
          await write(more, { kind: 'surplus', offer, maxPrice, order: orderOf(offer, more) }, buyer);
        };
        const process = processes[step.process];
        const account = process?.accounts.find(step.provider);
        // Whose provider has left the configuration was bought before.
        if (!process || !account) return await reserve();
        const entries = await journal.list({});
        const held = await failure(keepSuccessRate(account, offer, 0));
        const rule = heldBack(entries, offer, now);
        if (rule === undefined) expect(held).toBe(undefined);
        else expect(held?.message).toContain(rule);
        see(rule === undefined ? 'free to buy' : 'held back');

        const spending = { offer, maxPrice, signal, ...(buyer !== undefined && { buyer }) };
        const [what, ...details] = expected(entries, { ...spending, buyer }, whose, now);
        const error = await failure(process.budgets.spend(spending, reserve));
        expect(error?.code ?? 'spent').toBe(what);
        see(what);
        if (NumrouteError.is(error, 'BUDGET_EXCEEDED'))
          expect([error.details.limit, cents(error.details.committed)]).toEqual(details);
        else for (const part of details) expect(error?.message).toContain(part);
      };

      for (const step of life) {
        if (step.kind === 'clock') now += step.by;
        else if (step.kind === 'intent') await buy(step);
        else {
          const entry = await journal.findAttempt(ids.at(-1 - step.back) ?? '');
          const happening = entry && happeningOf(step.what, entry);
          if (happening) await write(entry.id, happening);
        }
      }
    }),
    { numRuns: 300 },
  );
  for (const what of ['spent', 'BUDGET_EXCEEDED', 'INVALID_INPUT', 'free to buy', 'held back'])
    expect(seen.get(what), what).toBeGreaterThan(100);
});

const offerOf = (provider: string, service: string, price: Money): Offer => ({
  provider,
  service,
  country: 'EE',
  price,
  stock: null,
  handle: '',
});

const orderOf = ({ provider, service, country, price }: Offer, id: string): Order => ({
  provider,
  id,
  phone: '+3725550001',
  service,
  country,
  quoted: price,
  paid: price,
  paidSource: 'vendor',
  status: 'open',
  messages: [],
  boughtAt: START,
  refund: 'none',
});

/** What is said of the price beside the offer's. */
const prices: Readonly<Record<Price, Partial<Order>>> = {
  dear: { paid: { amount: '0.2', currency: 'USD' } },
  cheap: { paid: { amount: '0', currency: 'USD' } },
  odd: { paid: { amount: '-5', currency: 'USD' }, paidSource: 'balance' },
  foreign: { paid: { amount: '0.05', currency: 'GBP' } },
};

function happeningOf(what: Happen['what'], { id, offer }: JournalEntry): Happening | undefined {
  switch (what) {
    case 'bought':
      return { kind: 'bought', order: orderOf(offer, id), adopted: false };
    case 'dear':
    case 'cheap':
    case 'odd':
    case 'foreign':
      return { kind: 'bought', order: { ...orderOf(offer, id), ...prices[what] }, adopted: false };
    case 'refused':
      return { kind: 'refused', code: 'REJECTED', message: 'no' };
    case 'unheard':
      return { kind: 'unheard', message: 'lost' };
    case 'absent':
    case 'lost':
    case 'disputed':
    case 'refund-seen':
    case 'refund-missing':
      return { kind: what, evidence: 'e' };
    case 'delivered':
    case 'finished':
      return { kind: 'reported', report: { id, status: what, messages: [{ code: '0123' }] } };
    case 'cancelled':
    case 'expired':
    case 'gone':
      return { kind: 'reported', report: { id, status: what, messages: [] } };
    default:
      return undefined;
  }
}
