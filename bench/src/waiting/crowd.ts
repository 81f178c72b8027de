import type { Clock, Message, OrderReport, Provider } from '@numroute/core';
import { virtualClock } from '@numroute/testkit';
import { type Arrivals, shareBy } from '../../../packages/router/src/polling/arrivals.ts';
import type { Poller } from '../../../packages/router/src/polling/index.ts';

export const LIFETIME_MS = 1_200_000;
/** The last look is 20 s before the end; what comes after it is no part of the measure. */
export const LAST_LOOK_MS = 1_180_000;
export const POLL_MS = 5_000;

/** What the vendor permits, and how its orders come. */
export interface Terms {
  readonly requestsPerSecond: number;
  readonly pollMs: number;
  readonly ordersPerSecond: number;
  /** Whether it lists open orders. */
  readonly list: boolean;
  /** Seconds before and while it is measured. */
  readonly span: { readonly warm: number; readonly measured: number };
}

export interface Crowd {
  readonly meanDelayMs: number;
  readonly messages: number;
  /** Never seen: came after the last look at its order. */
  readonly missed: number;
  readonly requests: number;
  readonly meanWaiting: number;
}

export type OpenRoom = (provider: Provider, clock: Clock) => Pick<Poller, 'enter' | 'close'>;

interface Stay {
  readonly id: string;
  readonly boughtAt: number;
  /** `Infinity`: never. */
  readonly messageAt: number;
  leave?: () => void;
}

/**
 * Lets orders come at an even rate to a room, whoever runs it, and measures from message to report.
 * In virtual time; the vendor answers at once. Orders leave with their message or at their end.
 */
export async function watchCrowd(
  open: OpenRoom,
  arrivals: Arrivals,
  { requestsPerSecond, pollMs, ordersPerSecond, list, span }: Terms,
): Promise<Crowd> {
  const clock = virtualClock();
  const random = generator(1);
  const stays = new Map<string, Stay>();
  const enders: Stay[][] = [];
  let [requests, counted, messages, missed, delay, waiting] = [0, 0, 0, 0, 0, 0];

  const reportOf = ({ id, messageAt }: Stay): OrderReport => {
    const got: readonly Message[] = messageAt <= clock.now() ? [{ code: '0123' }] : [];
    return { id, status: got.length > 0 ? 'delivered' : 'open', messages: got };
  };
  const provider: Provider = {
    manifest: {
      id: 'crowd',
      apiVersion: 1,
      limits: { requests: requestsPerSecond, perMs: 1_000, concurrent: 4 },
      traits: { priceGuard: true, stock: 'exact', refundsOnCancel: true },
      timing: { pollMs, lifetimeMs: LIFETIME_MS },
    },
    listOffers: async () => [],
    purchase: () => Promise.reject(new Error('nothing is sold here')),
    fetchOrder: async (id) => {
      if (isMeasured(clock.now())) requests += 1;
      const stay = stays.get(id);
      if (!stay) throw new Error('an order was asked for that does not wait');
      return reportOf(stay);
    },
    ...(list && {
      listOpenOrders: async () => {
        if (isMeasured(clock.now())) requests += 1;
        return [...stays.values()].map(reportOf);
      },
    }),
  };
  const poller = open(provider, clock);
  const start = clock.now();
  const isMeasured = (at: number): boolean =>
    at >= start + span.warm * 1_000 && at < start + (span.warm + span.measured) * 1_000;

  const enter = (id: string): Stay => {
    const boughtAt = clock.now();
    const stay: Stay = { id, boughtAt, messageAt: boughtAt + ageOfMessage(arrivals, random()) };
    stays.set(id, stay);
    const expiresAt = boughtAt + LIFETIME_MS;
    stay.leave = poller.enter({ id, boughtAt, expiresAt }, (news) => {
      if (news.kind === 'failed') throw news.error;
      if (news.report.messages.length === 0) return;
      stays.delete(id);
      stay.leave?.();
      if (!isMeasured(stay.messageAt)) return;
      messages += 1;
      delay += clock.now() - stay.messageAt;
    });
    return stay;
  };

  const end = (stay: Stay): void => {
    if (!stays.delete(stay.id)) return;
    stay.leave?.();
    if (stay.messageAt <= clock.now() && isMeasured(stay.messageAt)) missed += 1;
  };

  const total = span.warm + span.measured + LIFETIME_MS / 1_000;
  let owed = 0;
  for (let second = 0; second < total; second += 1) {
    for (const stay of enders[second] ?? []) end(stay);
    delete enders[second];
    for (owed += ordersPerSecond; owed >= 1; owed -= 1) {
      counted += 1;
      const stay = enter(`order-${counted}`);
      const ending = enders[second + LIFETIME_MS / 1_000];
      if (ending) ending.push(stay);
      else enders[second + LIFETIME_MS / 1_000] = [stay];
    }
    if (isMeasured(clock.now())) waiting += stays.size;
    await clock.advance(1_000);
  }
  poller.close();
  return {
    meanDelayMs: delay / messages,
    messages,
    missed,
    requests: requests / span.measured,
    meanWaiting: waiting / span.measured,
  };
}

/** The age by which this share has had its message. */
function ageOfMessage(arrivals: Arrivals, share: number): number {
  let [low, high] = [0, arrivals.at(-1)?.byMs ?? 0];
  if (share >= shareBy(arrivals, high)) return Number.POSITIVE_INFINITY;
  while (high - low > 1) {
    const middle = (low + high) / 2;
    if (shareBy(arrivals, middle) < share) low = middle;
    else high = middle;
  }
  return high;
}

/** mulberry32: the same numbers every run, so that everybody meets the same crowd. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
