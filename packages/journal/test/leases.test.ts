import { systemClock } from '@numroute/core';
import {
  type Holder,
  isLease,
  type Journal,
  type Lease,
  type LeaseTerms,
  type LeasingJournal,
} from '@numroute/journal';
import { leaseCases, type SharedStore } from '@numroute/journal/kit';
import { describe, expect, test } from 'vitest';
import { memoryLeasing } from './leasing.ts';

const sharedStore = (change: (journal: LeasingJournal) => LeasingJournal = (one) => one): SharedStore => {
  const { open, runOut } = memoryLeasing(systemClock);
  return { open: async () => change(open()), runOut };
};

const cases = leaseCases.filter(({ needs }) => needs === undefined);

describe('processes that share a memory', () => {
  test.each(cases)('$name', async ({ run }) => await run(sharedStore()));
});

describe('the kit of leases itself', () => {
  /** Changes the journals of leases. */
  const under =
    (change: (journal: Journal, unleased: LeasingJournal) => Partial<Journal>) =>
    (journal: LeasingJournal): LeasingJournal => ({
      ...journal,
      take: async (terms) => {
        const taken = await journal.take(terms);
        if (!isLease(taken)) return taken;
        return { ...taken, journal: { ...taken.journal, ...change(taken.journal, journal) } };
      },
    });
  const leases =
    (change: (lease: Lease) => Partial<Lease>) =>
    (journal: LeasingJournal): LeasingJournal => ({
      ...journal,
      take: async (terms) => {
        const taken = await journal.take(terms);
        return isLease(taken) ? { ...taken, ...change(taken) } : taken;
      },
    });
  type Broken = readonly [how: string, change: (journal: LeasingJournal) => LeasingJournal];
  const newest: { journal?: Journal } = {};
  const broken: readonly Broken[] = [
    [
      'writes acts under whatever fence is valid',
      (journal) => {
        const changed = under((own) => {
          newest.journal = own;
          return { append: async (event) => await (newest.journal ?? own).append(event) };
        });
        return changed(journal);
      },
    ],
    [
      'takes no fact without a lease',
      (journal) => ({ ...journal, append: async (event) => await refuse(journal, event) }),
    ],
    ['gives every lease one fence', leases(() => ({ fence: 1 }))],
    ['renews what another has taken', leases(() => ({ renew: async () => 'held' }))],
    [
      'hears nobody who asks it to hand over',
      leases(({ renew }) => ({ renew: async () => (await renew()) && 'held' })),
    ],
    ['keeps what was released', leases(() => ({ release: async () => undefined }))],
    ['does not say that it was left', under(() => ({ wasLeft: false }))],
    [
      'lets an old owner keep its balance',
      under((_own, unleased) => ({ writeCheckpoint: async () => void (await unleased.holders()) })),
    ],
    ['lets anybody act', (journal) => ({ ...journal, mustOwn: async () => undefined })],
    ['tells nobody', (journal) => ({ ...journal, subscribe: () => () => undefined })],
    [
      'tells everything twice',
      (journal) => ({
        ...journal,
        subscribe: (tell) => {
          const twice = journal.subscribe?.((entry, event) => {
            tell(entry, event);
            tell(entry, event);
          });
          return () => twice?.();
        },
      }),
    ],
    [
      'goes on telling',
      (journal) => ({
        ...journal,
        subscribe: (tell) => {
          journal.subscribe?.(tell);
          return () => undefined;
        },
      }),
    ],
    ['takes what it can get', (journal) => ({ ...journal, take: (terms) => takeSome(journal, terms) })],
  ];

  test.each(broken)('sees a store that %s', async (_how, change) => {
    const late = new Promise((_resolve, reject) => setTimeout(reject, 3_000).unref());
    const results = await Promise.allSettled(
      cases.map(async ({ run }) => await Promise.race([run(sharedStore(change)), late])),
    );
    expect(results.some(({ status }) => status === 'rejected')).toBe(true);
  });
});

async function refuse(journal: LeasingJournal, event: Parameters<Journal['append']>[0]) {
  await journal.mustOwn?.(['one']);
  return await journal.append(event);
}

async function takeSome(journal: LeasingJournal, terms: LeaseTerms): Promise<Lease | Holder> {
  const taken = await journal.take(terms);
  if (isLease(taken)) return taken;
  const { [taken.provider]: _held, ...accounts } = terms.accounts;
  const isLess = Object.keys(accounts).length < Object.keys(terms.accounts).length;
  return isLess && Object.keys(accounts).length > 0 ? await takeSome(journal, { ...terms, accounts }) : taken;
}
