import { randomUUID } from 'node:crypto';
import {
  addMoney,
  type Capability,
  formatDecimal,
  type Money,
  money,
  type Offer,
  type Period,
  type Provider,
  type Receipt,
} from '@numroute/core';
import type { Fault } from '../../faults.ts';
import type { OfferMatch, WorldOffer, WorldOrder } from '../../world/world.ts';
import { check } from './checks.ts';
import type { Stage } from './stage.ts';

/** What is in stock, the first of the market first. */
export function goodOf({ world }: Stage, n = 0): WorldOffer {
  const good = world.offers.filter(({ stock }) => stock >= 3)[n];
  check(good !== undefined, 'the market of the kit is empty');
  return good;
}

/** The provider's own offer for a good. */
export async function offerFor(
  stage: Stage,
  { service, country, price }: WorldOffer,
  provider: Provider = stage.provider,
): Promise<Offer> {
  const offers = [...(await provider.listOffers({ service, country }, stage.call))];
  const offer = offers.find((one) => one.price.amount === money(price, one.price.currency).amount);
  check(offer !== undefined, `listOffers does not show ${service} in ${country} for ${price}`);
  return offer;
}

export interface Bought {
  readonly offer: Offer;
  /** The name that the purchase was given. */
  readonly attempt: string;
  readonly receipt: Receipt;
}

export async function purchase(
  stage: Stage,
  offer: Offer,
  maxPrice: Money = offer.price,
  provider: Provider = stage.provider,
  attempt: string = randomUUID(),
): Promise<Receipt> {
  return provider.purchase(offer, { ...stage.call, maxPrice, attempt });
}

export async function buy(stage: Stage, n = 0): Promise<Bought> {
  const offer = await offerFor(stage, goodOf(stage, n));
  const attempt = randomUUID();
  return { offer, attempt, receipt: await purchase(stage, offer, offer.price, stage.provider, attempt) };
}

/** Short beside every lifetime, so that no order ends while its purchase is under way. */
const STEP_MS = 500;

type Outcome = { readonly receipt: Receipt } | { readonly error: unknown };

/** In the world's time: a provider that is a router may wait for the phone. */
export async function whileTimePasses(stage: Stage, work: Promise<Receipt>): Promise<Outcome> {
  let bought: Outcome | undefined;
  work.then(
    (receipt) => {
      bought = { receipt };
    },
    (error: unknown) => {
      bought = { error };
    },
  );
  for (; !bought; await stage.passTime(STEP_MS)) await new Promise((resolve) => setTimeout(resolve, 5));
  return bought;
}

/** Bought, and a code came. */
export async function buyDelivered(stage: Stage, text = 'Your code: 012345'): Promise<Bought> {
  const bought = await buy(stage);
  stage.world.receiveSms(bought.receipt.id, text);
  return bought;
}

/** The order as it really is. */
export function truthOf({ world }: Stage, id: string): WorldOrder {
  const order = world.orders.find((one) => one.id === id);
  check(order !== undefined, `the vendor has no order ${id}`);
  return order;
}

/** Around everything that was ever ordered in the world. */
export function periodOf({ world }: Stage): Period {
  const times = world.orders.map(({ orderedAt }) => orderedAt);
  return { from: Math.min(...times) - 1_000, to: Math.max(...times) + 1_000 };
}

/** A fault, in a note. */
export function nameOf({ kind, reply }: Pick<Fault, 'kind' | 'reply'>): string {
  return reply ? `HTTP ${reply.status ?? 200} "${reply.body}"` : kind;
}

export const matchOf = ({ service, country, pool }: WorldOffer): OfferMatch => ({
  service,
  country,
  ...(pool !== undefined && { pool }),
});

/** Whether the money of an order came back. */
export function isRefunded({ world }: Stage, id: string): boolean {
  return world.ledger.some(({ kind, order }) => kind === 'refund' && order === id);
}

/** Whether the vendor has taken the price, refunds aside. */
export function isCharged({ world }: Stage, id: string): boolean {
  return world.ledger.some(({ kind, order }) => kind === 'charge' && order === id);
}

/** Whether an order costs just nothing: what was taken came back, once. */
export function isFree({ world }: Stage, id: string): boolean {
  const kinds = world.ledger.flatMap(({ kind, order }) => (order === id ? [kind] : []));
  return (
    kinds.filter((kind) => kind === 'charge').length === kinds.filter((kind) => kind === 'refund').length
  );
}

/** The money of a cancelled order came back, once, or stays where it is, as the traits say. */
export function checkMoneyOfCancel(stage: Stage, id: string): void {
  const { refundsOnCancel } = stage.provider.manifest.traits;
  const says = `traits.refundsOnCancel says ${refundsOnCancel}`;
  if (refundsOnCancel) check(isFree(stage, id), `${says}, but the money did not come back once`);
  else
    check(!isRefunded(stage, id), `${says}, but the vendor, whose market.refundsOnCancel is true, paid back`);
}

/** More digits than a float holds, with as many decimals as the vendor's amounts have. */
export function longAmount({ decimals }: Stage): string {
  return formatDecimal({ units: 90_071_992_547_409_931n, scale: decimals });
}

/** The next price, by the smallest unit that the vendor has. */
export function above(price: Money, { decimals }: Stage): Money {
  return addMoney(price, money(formatDecimal({ units: 1n, scale: decimals }), price.currency));
}

export const twice = (price: Money): Money => addMoney(price, price);

export interface Read {
  readonly operation: 'listOffers' | 'fetchOrder' | Exclude<Capability, 'rejectNumber'>;
  /** Brings the world to where the operation makes sense, and returns the call. */
  prepare(stage: Stage): Promise<(provider: Provider, signal: AbortSignal) => Promise<unknown>>;
}

function ofOrder(
  operation: 'fetchOrder' | 'cancelOrder' | 'finishOrder' | 'requestAnotherSms',
  bring: (stage: Stage) => Promise<Bought>,
): Read {
  return {
    operation,
    prepare: async (stage) => {
      const { id } = (await bring(stage)).receipt;
      return async (provider, signal) => provider[operation]?.(id, { signal });
    },
  };
}

/** Everything that is not a purchase; a number is rejected as an order is cancelled, with a word more. */
export const reads: readonly Read[] = [
  {
    operation: 'listOffers',
    prepare: async (stage) => {
      const { service, country } = goodOf(stage);
      return async (provider, signal) => provider.listOffers({ service, country }, { signal });
    },
  },
  ofOrder('fetchOrder', buyDelivered),
  ofOrder('cancelOrder', buy),
  ofOrder('finishOrder', buyDelivered),
  ofOrder('requestAnotherSms', buyDelivered),
  {
    operation: 'listOpenOrders',
    prepare: async (stage) => {
      await buy(stage);
      return async (provider, signal) => provider.listOpenOrders?.({ signal });
    },
  },
  {
    operation: 'findOrder',
    prepare: async (stage) => {
      const { attempt } = await buyDelivered(stage);
      return async (provider, signal) => provider.findOrder?.(attempt, { signal });
    },
  },
  {
    operation: 'listHistory',
    prepare: async (stage) => {
      const { id } = (await buy(stage)).receipt;
      await stage.world.shop.cancelOrder(id);
      return async (provider, signal) => provider.listHistory?.(periodOf(stage), { signal });
    },
  },
  {
    operation: 'fetchBalance',
    prepare: async () => async (provider, signal) => provider.fetchBalance?.({ signal }),
  },
];

export const needsOf = ({ operation }: Read): readonly Capability[] =>
  operation === 'listOffers' || operation === 'fetchOrder' ? [] : [operation];

/** Turns of the event loop until it holds, up to a second. */
export async function until(holds: () => boolean, what: string): Promise<void> {
  for (let n = 0; n < 500 && !holds(); n += 1) await new Promise((resolve) => setTimeout(resolve, 2));
  check(holds(), what);
}
