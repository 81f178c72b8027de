import { NumrouteError, type OrderStatus } from '@numroute/core';
import { type VirtualClock, virtualClock } from '@numroute/testkit';
import { describe, expect, test } from 'vitest';
import { type LedgerSources, readBalance } from '../../../src/reconciliation/balance/read.ts';
import type { StatementEntry } from '../../../src/reconciliation/balance/statement.ts';
import { checkpoint, entry, SECOND, statement, toman } from './account.ts';

const never = new AbortController().signal;
const unavailable = () => new NumrouteError('UNAVAILABLE', 'silent', {});

/** An account whose books and vendor a test changes at the moments it names. */
function account(clock: VirtualClock, entries: StatementEntry[]) {
  const told: string[] = [];
  const state = { version: 1, balance: 100_000, statuses: new Map<string, OrderStatus>() };
  const before: Record<string, ((nth: number) => void) | undefined> = {};
  const tell = (what: string): void => {
    told.push(what);
    before[what]?.(told.filter((one) => one === what).length);
  };
  const sources: LedgerSources = {
    clock,
    snapshot: async () => {
      tell('snapshot');
      return { version: state.version, statement: statement(checkpoint(100_000, [], 0), [...entries]) };
    },
    probe: async () => {
      tell('probe');
      return entries
        .filter((one) => one.state === 'open')
        .map(({ id }) => ({ id, status: state.statuses.get(id) ?? 'open' }));
    },
    balance: async () => {
      tell('balance');
      return toman(state.balance);
    },
  };
  return { sources, state, told, before };
}

describe('rule 4, seen to fail without it: snapshot, probe, 5 s, balance, probe, snapshot', () => {
  test('in this order, with the pause before the balance', async () => {
    const clock = virtualClock();
    const began = clock.now();
    const { sources, told } = account(clock, [entry('open', 5600)]);
    const accepted = await clock.runUntil(readBalance(sources, { signal: never }));
    expect(told).toEqual(['snapshot', 'probe', 'balance', 'probe', 'snapshot']);
    expect(accepted).toMatchObject({
      version: 1,
      reading: { balance: toman(100_000), askedAt: began + 5 * SECOND, answeredAt: began + 5 * SECOND },
    });
  });

  test('says from when to when the balance may have been looked up', async () => {
    const clock = virtualClock();
    const began = clock.now();
    const { sources } = account(clock, []);
    const slow = {
      ...sources,
      balance: async () => {
        await clock.sleep(20 * SECOND);
        return sources.balance(never);
      },
    };
    const accepted = await clock.runUntil(readBalance(slow, { signal: never }));
    expect(accepted?.reading).toMatchObject({
      askedAt: began + 5 * SECOND,
      answeredAt: began + 25 * SECOND,
    });
  });

  test.each(['probe', 'balance'])(
    'a write during the %s spoils the reading, which is made again',
    async (moment) => {
      const clock = virtualClock();
      const { sources, state, told, before } = account(clock, []);
      before[moment] = (nth) => {
        if (nth === 1) state.version += 1;
      };
      const accepted = await clock.runUntil(readBalance(sources, { signal: never }));
      expect(accepted?.version).toBe(2);
      expect(told.filter((one) => one === 'balance')).toHaveLength(2);
    },
  );

  test('so does a write after the second probe', async () => {
    const clock = virtualClock();
    const { sources, state, before } = account(clock, []);
    before['probe'] = (nth) => {
      if (nth === 2) state.version += 1;
    };
    expect((await clock.runUntil(readBalance(sources, { signal: never })))?.version).toBe(2);
  });

  test('two probes that do not agree spoil it, though nobody wrote it down', async () => {
    const clock = virtualClock();
    const delivered = entry('delivered', 5600);
    const { sources, told } = account(clock, [delivered]);
    let nth = 0;
    const statuses: readonly OrderStatus[] = ['delivered', 'finished', 'finished', 'finished'];
    const probe = async () => [{ id: delivered.id, status: statuses[nth++] ?? 'finished' }];
    const accepted = await clock.runUntil(readBalance({ ...sources, probe }, { signal: never }));
    expect(accepted).toBeDefined();
    expect(told.filter((one) => one === 'balance')).toHaveLength(2);
    let missing = 0;
    const shrinking = async () =>
      missing++ === 0 ? [{ id: delivered.id, status: 'delivered' as const }] : [];
    await clock.runUntil(readBalance({ ...sources, probe: shrinking }, { signal: never }));
    expect(told.filter((one) => one === 'balance')).toHaveLength(4);
  });

  test('balanceCheck that call an order open that the vendor does not are never believed', async () => {
    const clock = virtualClock();
    const open = entry('open', 5600);
    const { sources, state, told } = account(clock, [open]);
    state.statuses.set(open.id, 'cancelled');
    expect(await clock.runUntil(readBalance(sources, { signal: never }))).toBeUndefined();
    expect(told.filter((one) => one === 'balance')).toHaveLength(3);
    const unasked = { ...sources, probe: async () => [] };
    expect(await clock.runUntil(readBalance(unasked, { signal: never, attempts: 1 }))).toBeUndefined();
  });

  test('a wall clock that steps spoils it', async () => {
    const clock = virtualClock();
    const { sources } = account(clock, []);
    let step = 0;
    const stepping = { ...sources, clock: { ...clock, now: () => clock.now() + step } };
    const balance = async () => {
      step += 3_600_000;
      return toman(100_000);
    };
    expect(await clock.runUntil(readBalance({ ...stepping, balance }, { signal: never }))).toBeUndefined();
  });

  test('a vendor that is silent once is asked again, one that stays silent is an error', async () => {
    const clock = virtualClock();
    const { sources, before } = account(clock, []);
    before['balance'] = (nth) => {
      if (nth === 1) throw unavailable();
    };
    expect(await clock.runUntil(readBalance(sources, { signal: never }))).toBeDefined();
    before['balance'] = () => {
      throw unavailable();
    };
    await expect(clock.runUntil(readBalance(sources, { signal: never }))).rejects.toThrow('silent');
  });

  test.each([
    new NumrouteError('UNAUTHORIZED', 'wrong key', {}),
    new NumrouteError('CLOSED', 'shut', {}),
    new TypeError('a bug'),
  ])('%s is not asked again', async (error) => {
    const clock = virtualClock();
    const { sources, told, before } = account(clock, []);
    before['balance'] = () => {
      throw error;
    };
    await expect(clock.runUntil(readBalance(sources, { signal: never }))).rejects.toBe(error);
    expect(told.filter((one) => one === 'balance')).toHaveLength(1);
  });

  test('a balance that is no amount is no reading', async () => {
    const clock = virtualClock();
    const { sources } = account(clock, []);
    const balance = async () => ({ amount: '1e9', currency: 'IRT' });
    await expect(
      clock.runUntil(readBalance({ ...sources, balance }, { signal: never })),
    ).rejects.toMatchObject({
      code: 'INVALID_INPUT',
    });
  });

  test('can be called off while it waits', async () => {
    const clock = virtualClock();
    const { sources, told } = account(clock, []);
    const leaving = new AbortController();
    const reads = readBalance(sources, { signal: leaving.signal });
    const rejected = expect(reads).rejects.toBe('enough');
    await clock.advance(SECOND);
    leaving.abort('enough');
    await rejected;
    expect(told).toEqual(['snapshot', 'probe']);
    expect(clock.pending).toBe(0);
  });
});
