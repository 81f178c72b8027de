import type { Clock } from '@numroute/core';
import type { Journal, LeaseTerms, LeasingJournal } from '@numroute/journal';
import { LEASE_MS, leaseOver, momentOf } from '@numroute/journal/parts';
import type { SharedStore } from './store.ts';

/** How a process reaches the store. */
export interface Line {
  /** A question and its answer. */
  ask<T>(question: () => Promise<T>): Promise<T>;
  /** What the store says by itself, in its order. */
  hear(news: () => void): void;
}

interface Process {
  readonly store: SharedStore;
  readonly line: Line;
  readonly clock: Clock;
  /** No other process has it. */
  readonly owner: string;
}

/** The store as one process sees it: every question goes over its line. */
export function sharedJournal({ store, line, clock, owner }: Process): LeasingJournal {
  const { journal } = store;
  const under = (fence: number): Journal => {
    const ask =
      <A extends unknown[], T>(question: (...given: A) => Promise<T>) =>
      (...given: A): Promise<T> =>
        line.ask(() => question(...given));
    return {
      openWant: ask(journal.openWant),
      findAttempt: ask(journal.findAttempt),
      findNumber: ask(journal.findNumber),
      findOrder: ask(journal.findOrder),
      findWant: ask(journal.findWant),
      list: ask(journal.list),
      spent: ask(journal.spent),
      outcomes: ask(journal.outcomes),
      history: ask(journal.history),
      readCheckpoint: ask(journal.readCheckpoint),
      readNotes: ask(journal.readNotes),
      exportLines: () => journal.exportLines(),
      ...(journal.uptime && { uptime: journal.uptime }),
      append: ask((event) => store.append(event, fence, owner)),
      writeCheckpoint: ask(async (provider, anchor) => {
        store.mustHold(provider, fence);
        await journal.writeCheckpoint(provider, anchor);
      }),
      writeNote: ask(async (name, text) => {
        store.mustHoldSome(fence);
        await journal.writeNote(name, text);
      }),
      forget: ask(async (endedBefore) => {
        store.mustHoldSome(fence);
        return await journal.forget(endedBefore);
      }),
      mustOwn: ask(async (providers) => {
        for (const provider of providers) store.mustHold(provider, fence);
      }),
      subscribe: (tell) => {
        let isOver = false;
        const leave = store.listen({
          writer: owner,
          tell: (entry, event) =>
            line.hear(() => {
              if (!isOver) tell(store.latest(entry), event);
            }),
        });
        return () => {
          isOver = true;
          leave();
        };
      },
    };
  };
  return {
    ...under(0),
    take: async (terms: LeaseTerms) => {
      const { accounts, ttlMs = LEASE_MS } = terms;
      const asked = momentOf(clock);
      const taken = await line.ask(async () => store.take(terms, owner));
      if ('owner' in taken) return taken;
      const { fence, wasLeft } = taken;
      const count = Object.keys(accounts).length;
      return leaseOver({
        fence,
        ttlMs,
        journal: { ...under(fence), wasLeft },
        clock,
        asked,
        renew: () => line.ask(async () => store.renew(fence, count, ttlMs)),
        release: () => line.ask(async () => store.release(fence)),
      });
    },
    holders: () => line.ask(async () => store.holders()),
    askToYield: () => line.ask(async () => store.askToYield()),
  };
}
