import { NumrouteError, type Order } from '@numroute/core';
import type { JournalEntry } from '@numroute/journal';
import { LIVE } from '@numroute/journal';
import type { Account } from '../account/account.ts';
import type { Want } from '../router.ts';
import { type BuyContext, buy } from './buy.ts';
import { accept, isDearer } from './price-cap.ts';
import { unknownOutcome } from './purchase.ts';
import { printOf, type Terms } from './terms.ts';

/** Serves each `buy`; those under one key are one. */
export interface Counter {
  /** @param wanted In canonical words. */
  serve(wanted: Want, terms: Terms, signal: AbortSignal): Promise<Order>;
}

interface Running {
  readonly print: string;
  readonly order: Promise<Order>;
  readonly stop: AbortController;
  waiting: number;
}

export function createCounter(context: BuyContext): Counter {
  const running = new Map<string, Running>();
  return {
    serve: async (wanted, terms, signal) => {
      signal.throwIfAborted();
      const { key } = terms;
      if (key === undefined) return await begin(wanted, terms, signal, context);
      const print = printOf(wanted, terms);
      for (;;) {
        const under = running.get(key) ?? start(key, print, wanted, terms);
        if (under.print !== print) throw anotherWant(key);
        if (!under.stop.signal.aborted) return await join(under, signal);
        // Those before us have all left: how it ended is not our answer, but we begin only then.
        await under.order.catch(() => undefined);
        signal.throwIfAborted();
      }
    },
  };

  function start(key: string, print: string, want: Want, terms: Terms): Running {
    const stop = new AbortController();
    const order = begin(want, terms, stop.signal, context).finally(() => running.delete(key));
    // Each caller hears of a failure; that nobody may be left to hear it is no crash.
    order.catch(() => undefined);
    const under: Running = { print, order, stop, waiting: 0 };
    running.set(key, under);
    return under;
  }
}

/** Leaves when the signal says so; the last one to leave stops the purchase where it still can be. */
async function join(under: Running, signal: AbortSignal): Promise<Order> {
  signal.throwIfAborted();
  under.waiting += 1;
  let leave = (): void => undefined;
  const left = new Promise<never>((_, reject) => {
    leave = () => {
      under.waiting -= 1;
      // The last one waits for the truth: money may have moved. So does everybody if the router closes.
      if (under.waiting === 0 || NumrouteError.is(signal.reason, 'CLOSED')) under.stop.abort(signal.reason);
      else reject(signal.reason);
    };
  });
  signal.addEventListener('abort', leave, { once: true });
  try {
    return await Promise.race([under.order, left]);
  } finally {
    signal.removeEventListener('abort', leave);
  }
}

async function begin(want: Want, terms: Terms, signal: AbortSignal, context: BuyContext): Promise<Order> {
  const { key, buyer } = terms;
  const id = context.newId();
  if (key === undefined && buyer === undefined) return await buy(want, id, terms, signal, context);
  const print = printOf(want, terms);
  const known = await context.journal.openWant({
    id,
    print,
    at: context.clock.now(),
    ...(key !== undefined && { key }),
    ...(buyer !== undefined && { buyer }),
  });
  if (known.id === id) return await buy(want, id, terms, signal, context);
  if (known.print !== print) throw anotherWant(key ?? '');
  const earlier = await takeUp(known.id, context);
  return earlier ?? (await buy(want, known.id, terms, signal, context));
}

/** What an earlier run bought for the want; undefined where it is proven that nothing lives. */
async function takeUp(want: string, context: BuyContext): Promise<Order | undefined> {
  const entries = await context.journal.list({ want });
  // What was given up because it cost too much, or is not what was offered, is not what was asked for.
  const isGivenUp = (entry: JournalEntry): boolean =>
    entry.cancel?.unlike !== undefined || isDearer(entry, context.rates);
  const open = entries.find(
    (entry) =>
      LIVE.includes(entry.state) ||
      // A charge that cannot be named keeps its key for good: whose refund was seen, only a sum tells.
      entry.state === 'lost' ||
      // A vendor that denied the order may know it again.
      (entry.state === 'gone' && entry.money !== 'returned' && isGivenUp(entry)),
  );
  if (!open) return entries.findLast((entry) => entry.order && !isGivenUp(entry))?.order;
  const account: Account = context.account(open.offer.provider);
  if (open.order) {
    context.attend(open);
    return await accept(account, open, context);
  }
  const settled = await context.settle(account, open);
  if (settled.order) {
    context.attend(settled);
    return await accept(account, settled, context);
  }
  if (settled.money === 'free') return undefined;
  const what =
    settled.state === 'lost'
      ? 'was charged and its order cannot be named; under another key it would be bought again'
      : 'is not settled yet';
  throw unknownOutcome(open.offer, `${open.offer.provider}: an earlier purchase for this key ${what}`);
}

function anotherWant(key: string): NumrouteError<'INVALID_INPUT'> {
  return NumrouteError.input('key', 'a key that was not used for another want', JSON.stringify(key));
}
