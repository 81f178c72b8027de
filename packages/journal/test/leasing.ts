import { type Clock, NumrouteError } from '@numroute/core';
import {
  type AttemptEvent,
  type Holder,
  type Journal,
  type JournalEntry,
  type Lease,
  type LeasingJournal,
  memoryJournal,
  needsLease,
} from '@numroute/journal';
import { LEASE_MS } from '@numroute/journal/parts';

interface Row extends Holder {
  readonly isReleased: boolean;
  readonly yields: boolean;
}

type Tell = (entry: JournalEntry, event: AttemptEvent) => void;

/** As of the one in PostgreSQL. */
const MARGIN = 0.1;

/** The leases of a store as a model: one memory, any number of processes, one clock of the store. */
export function memoryLeasing(clock: Clock, more: Partial<Journal> = {}) {
  const store: Journal = { ...memoryJournal({ acceptOrphans: true }), ...more };
  const rows = new Map<string, Row>();
  const ears = new Map<string, Set<Tell>>();
  const bells = new Set<() => void>();
  let fences = 0;
  let processes = 0;
  const lasts = (row: Row): boolean => row.until > clock.now();

  const open = (own: Clock = clock): LeasingJournal => {
    processes += 1;
    const name = `process ${processes}`;
    const under = (fence: number, wasLeft = false): Journal => {
      const mustHold = (provider: string): void => {
        const row = rows.get(provider);
        if (row && row.fence === fence && lasts(row)) return;
        if (row && row.fence === fence) throw new NumrouteError('UNAVAILABLE', 'the lease ran out', {});
        const { owner, url } = row && lasts(row) ? row : { owner: 'nobody', url: undefined };
        throw new NumrouteError('NOT_OWNER', `${owner} acts at ${provider}`, { owner, ...(url && { url }) });
      };
      const mustHoldSome = (): void => {
        if ([...rows.values()].some((row) => row.fence === fence && lasts(row))) return;
        throw new NumrouteError('NOT_OWNER', 'this process holds no lease', {});
      };
      return {
        ...store,
        wasLeft,
        append: async (event) => {
          const entry = event.kind === 'intent' ? undefined : await store.findAttempt(event.attempt);
          const provider = event.kind === 'intent' ? event.offer.provider : entry?.offer.provider;
          if (needsLease(event) && provider !== undefined) mustHold(provider);
          const after = await store.append(event);
          for (const [process, tells] of ears)
            if (process !== name) for (const tell of tells) tell(after, event);
          return after;
        },
        writeCheckpoint: async (provider, checkpoint) => {
          mustHold(provider);
          await store.writeCheckpoint(provider, checkpoint);
        },
        writeNote: async (note, text) => {
          mustHoldSome();
          await store.writeNote(note, text);
        },
        forget: async (before) => {
          mustHoldSome();
          return await store.forget(before);
        },
        subscribe: (tell) => {
          const tells = ears.get(name) ?? new Set();
          ears.set(name, tells.add(tell));
          return () => tells.delete(tell);
        },
        mustOwn: async (providers) => {
          for (const provider of providers) mustHold(provider);
        },
      };
    };
    return {
      ...under(0),
      take: async ({ accounts, url, ttlMs = LEASE_MS }) => {
        const names = Object.values(accounts);
        if (names.length === 0 || new Set(names).size < names.length || !(ttlMs > 0))
          throw NumrouteError.input('lease', 'accounts that differ, and a time');
        const asked = { wall: own.now(), monotonic: own.monotonic() };
        const earlier = [...rows.values()].filter(
          ({ provider, account }) => provider in accounts || names.includes(account),
        );
        const inTheWay = earlier.find(lasts);
        if (inTheWay) return inTheWay;
        for (const { provider } of earlier) rows.delete(provider);
        fences += 1;
        const fence = fences;
        const now = clock.now();
        for (const [provider, account] of Object.entries(accounts))
          rows.set(provider, {
            ...{ provider, account, house: 'main', owner: name, fence, since: now, until: now + ttlMs },
            ...{ isReleased: false, yields: false },
            ...(url !== undefined && { url }),
          });
        const isLeft = earlier.some(({ isReleased }) => !isReleased);
        return leaseOf(under(fence, isLeft), { fence, ttlMs, count: names.length, asked, own });
      },
      holders: async () => [...rows.values()].filter(lasts),
      askToYield: async () => {
        const held = [...rows.values()].filter(lasts);
        for (const row of held) rows.set(row.provider, { ...row, yields: true });
        for (const ring of bells) ring();
        return held.length > 0;
      },
      onLease: (tell) => {
        bells.add(tell);
        return () => bells.delete(tell);
      },
    };
  };

  const leaseOf = (
    journal: Journal,
    first: {
      readonly fence: number;
      readonly ttlMs: number;
      readonly count: number;
      readonly own: Clock;
      readonly asked: { readonly wall: number; readonly monotonic: number };
    },
  ): Lease => {
    const { fence, ttlMs, count, own } = first;
    let asked: typeof first.asked | undefined = first.asked;
    const over = (): NumrouteError =>
      new NumrouteError('NOT_OWNER', 'the lease is over; nothing was sent', {});
    const mine = (): Row[] => [...rows.values()].filter((row) => row.fence === fence && !row.isReleased);
    return {
      fence,
      ttlMs,
      journal,
      check: () => {
        const age = asked && Math.max(own.monotonic() - asked.monotonic, own.now() - asked.wall);
        if (age === undefined || age >= ttlMs * (1 - MARGIN)) throw over();
      },
      renew: async () => {
        const now = { wall: own.now(), monotonic: own.monotonic() };
        const held = mine();
        if (!asked || held.length < count) {
          asked = undefined;
          throw over();
        }
        for (const row of held) rows.set(row.provider, { ...row, until: clock.now() + ttlMs });
        asked = now;
        return held.some(({ yields }) => yields) ? 'yield' : 'held';
      },
      release: async () => {
        asked = undefined;
        for (const row of mine()) rows.set(row.provider, { ...row, until: clock.now(), isReleased: true });
        for (const ring of bells) ring();
      },
    };
  };

  return {
    open,
    runOut: async (): Promise<void> => {
      for (const row of rows.values()) if (lasts(row)) rows.set(row.provider, { ...row, until: clock.now() });
    },
  };
}
