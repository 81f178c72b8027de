import { type Clock, codeOf, type Money, NumrouteError, type Order } from '@numroute/core';
import type { Router } from '@numroute/router';
import type { CodeRules } from './codes/rules.ts';
import type { CodeWish } from './codes/wish.ts';

/** What somebody out there wants, and how they behave. */
export interface Wish {
  readonly number: number;
  readonly key: string;
  readonly service: string;
  readonly country?: string;
  readonly maxPrice: Money;
  /** What a vendor may charge above its offer, as a share of it. */
  readonly tolerance: number | undefined;
  /** Comes so long after the start. */
  readonly afterMs: number;
  readonly patienceMs: number;
  /** Comes back after a crash. */
  readonly faithful: boolean;
  /** Asks twice at once. */
  readonly stutters: boolean;
  /** Three ask under its key, and the first of them leaves after so long. */
  readonly leavesOthersAfterMs: number | undefined;
  readonly finishes: boolean;
  /** Asks once for a cancel and leaves the rest to the router. */
  readonly insists: boolean;
  /** Asks for one more SMS after the first, where the vendor has that. */
  readonly wantsMore: boolean;
  /** Wants a code, and no number. */
  readonly code?: CodeWish;
}

/** How far a wish has come, as its caller knows it; it outlives crashes, as callers do. */
export interface Progress {
  order?: Order;
  /** As the last purchase gave it. */
  bought?: Order;
  codes: string[];
  state: 'new' | 'buying' | 'waiting' | 'leaving' | 'served' | 'left' | 'failed';
  /** How many numbers were handed to whoever wants a code. */
  uses?: number;
  /** When the caller began to wait for the code, by the monotonic clock. */
  since: number;
}

export interface Surroundings {
  readonly router: Router;
  readonly clock: Clock;
  /** Every error that a caller meets. */
  met(error: unknown, doing: string): void;
  /** Two calls under one key came back with two orders. */
  disagreed(): void;
  /** The first of several callers left; whether the others still waited. */
  left(othersWait: boolean): void;
  /** A caller was answered with the reason for which another one left. */
  turnedAway(): void;
  /** Told of every call for a code. */
  readonly codes: Pick<CodeRules, 'began' | 'used' | 'ended'>;
}

/** A purchase in doubt is worth waiting for; where nobody sells, a few tries are enough. */
const TRIES = 12;
const REFUSALS = 3;
const PAUSE_MS = 90_000;
const MORE_MS = 60_000;

/** One caller from the purchase to the end; may be begun again after a crash. */
export async function pursue(wish: Wish, progress: Progress, around: Surroundings): Promise<void> {
  const { clock } = around;
  let refusals = 0;
  for (let tries = 0; ; tries += 1) {
    progress.state = 'buying';
    const { order, refused } = await buy(wish, around);
    if (order) {
      progress.order = order;
      progress.bought = order;
      break;
    }
    if (refused) refusals += 1;
    if (tries === TRIES || refusals === REFUSALS) {
      progress.state = 'failed';
      return;
    }
    await clock.sleep(PAUSE_MS);
  }
  await wait(wish, progress, progress.order, around);
  if (progress.codes.length === 0) await leave(wish, progress, progress.order, around);
  if (progress.codes.length > 0) {
    if (wish.wantsMore) await another(progress, progress.order, around);
    if (wish.finishes) await finish(progress.order, around);
    progress.state = 'served';
  } else progress.state = 'left';
}

interface Bought {
  readonly order?: Order;
  readonly refused: boolean;
}

async function buy(wish: Wish, around: Surroundings): Promise<Bought> {
  const { router, met, disagreed, turnedAway } = around;
  const { service, country, maxPrice, tolerance, key, leavesOthersAfterMs } = wish;
  const want = { service, ...(country !== undefined && { country }) };
  const terms = { maxPrice, key, ...(tolerance !== undefined && { tolerance }) };
  const leaving = new AbortController();
  const ask = (signal?: AbortSignal): Promise<Bought> =>
    router.buy(want, { ...terms, ...(signal && { signal }) }).then(
      (order) => ({ order, refused: false }),
      (error: unknown) => {
        if (error !== leaving.signal.reason || !leaving.signal.aborted) met(error, 'buy');
        else if (!signal) turnedAway();
        return { refused: NumrouteError.is(error, 'NO_OFFER', 'BUDGET_EXCEEDED') };
      },
    );
  if (leavesOthersAfterMs !== undefined) {
    void ask(leaving.signal);
    let othersWait = true;
    const others = Promise.all([ask(), ask()]).finally(() => {
      othersWait = false;
    });
    around.clock.sleep(leavesOthersAfterMs).then(() => {
      around.left(othersWait);
      leaving.abort(new Error('The first caller left.'));
    });
    return agreed(await others, disagreed);
  }
  if (!wish.stutters) return await ask();
  return agreed(await Promise.all([ask(), ask()]), disagreed);
}

function agreed([first, second]: readonly [Bought, Bought], disagreed: () => void): Bought {
  if (first.order && second.order && first.order.id !== second.order.id) disagreed();
  return first.order ? first : second;
}

async function wait(
  wish: Wish,
  progress: Progress,
  order: Order,
  { router, clock, met }: Surroundings,
): Promise<void> {
  if (progress.state !== 'waiting') progress.since = clock.monotonic();
  progress.state = 'waiting';
  const forMs = Math.max(0, progress.since + wish.patienceMs - clock.monotonic());
  try {
    for await (const now of router.watch(order, { forMs, everyMs: 20_000 })) take(progress, now);
  } catch (error) {
    met(error, 'watch');
  }
}

/** One more SMS on the same number, if the vendor has that and if it comes. */
async function another(progress: Progress, order: Order, { router, met }: Surroundings): Promise<void> {
  try {
    await router.requestAnotherSms(order);
    for await (const now of router.watch(order, { forMs: MORE_MS, everyMs: 10_000, until: 'next' })) {
      take(progress, now);
    }
  } catch (error) {
    met(error, 'another');
  }
}

/** Insists until the order is closed, however often the vendor refuses. */
async function leave(
  { insists }: Wish,
  progress: Progress,
  order: Order,
  { router, clock, met }: Surroundings,
): Promise<void> {
  progress.state = 'leaving';
  for (let tries = 0; tries < 60; tries += 1) {
    try {
      const now = await router.cancel(order, { insist: insists });
      take(progress, now);
      if (now.status !== 'open') return;
    } catch (error) {
      met(error, 'cancel');
      if (NumrouteError.is(error, 'UNSUPPORTED')) return;
    }
    await clock.sleep(30_000);
  }
}

async function finish(order: Order, { router, clock, met }: Surroundings): Promise<void> {
  for (let tries = 0; tries < 8; tries += 1) {
    try {
      await router.finish(order);
      return;
    } catch (error) {
      met(error, 'finish');
      if (NumrouteError.is(error, 'WRONG_STATE')) return;
    }
    await clock.sleep(20_000);
  }
}

function take(progress: Progress, order: Order): void {
  progress.order = order;
  for (const message of order.messages) {
    const code = codeOf(message);
    if (code !== undefined && !progress.codes.includes(code)) progress.codes.push(code);
  }
}
