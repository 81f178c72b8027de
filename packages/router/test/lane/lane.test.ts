import { type Clock, type Limits, NumrouteError } from '@numroute/core';
import { virtualClock } from '@numroute/testkit';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createLane } from '../../src/lane/lane.ts';

const never = new AbortController().signal;

/** The most arrivals in any half-open window of `perMs`. */
function worstWindow(arrivals: readonly number[], perMs: number): number {
  const sorted = [...arrivals].sort((a, b) => a - b);
  return Math.max(0, ...sorted.map((from) => sorted.filter((at) => at >= from && at < from + perMs).length));
}

/** A request that reaches the vendor after `there` and is answered after `back`. */
async function exchange(clock: Clock, arrivals: number[], there: number, back: number): Promise<void> {
  await clock.sleep(there);
  arrivals.push(clock.monotonic());
  await clock.sleep(back);
}

describe('lane', () => {
  test('never lets more than permitted arrive at the vendor, whatever the network does', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          requests: fc.integer({ min: 1, max: 5 }),
          concurrent: fc.integer({ min: 1, max: 4 }),
          calls: fc.array(
            fc.record({
              at: fc.integer({ min: 0, max: 3000 }),
              there: fc.integer({ min: 0, max: 900 }),
              back: fc.integer({ min: 0, max: 900 }),
              priority: fc.integer({ min: 0, max: 3 }),
            }),
            { minLength: 1, maxLength: 30 },
          ),
        }),
        async ({ requests, concurrent, calls }) => {
          const clock = virtualClock();
          const lane = createLane({ requests, perMs: 1000, concurrent }, clock);
          const arrivals: number[] = [];
          let running = 0;
          let mostRunning = 0;
          const all = calls.map(async ({ at, there, back, priority }) => {
            await clock.sleep(at);
            await lane.run(priority, never, async () => {
              running += 1;
              mostRunning = Math.max(mostRunning, running);
              await exchange(clock, arrivals, there, back);
              running -= 1;
            });
          });
          await clock.runUntil(Promise.all(all));
          expect(arrivals).toHaveLength(calls.length);
          expect(worstWindow(arrivals, 1000)).toBeLessThanOrEqual(requests);
          expect(mostRunning).toBeLessThanOrEqual(concurrent);
        },
      ),
      { numRuns: 150 },
    );
  });

  const busyOne: Limits = { requests: 1, perMs: 100, concurrent: 1 };

  test('urgent work goes first, and nothing starves', async () => {
    const clock = virtualClock();
    const lane = createLane(busyOne, clock);
    const order: string[] = [];
    const add = (name: string, priority: number) =>
      lane.run(priority, never, async () => {
        order.push(name);
      });
    const all = [add('first', 0), add('price list', 0)];
    for (let n = 0; n < 8; n += 1) all.push(add(`poll ${n}`, 1));
    all.push(add('cancel', 3));
    await clock.runUntil(Promise.all(all));
    expect(order[1]).toBe('cancel');
    expect(order.indexOf('price list')).toBeLessThan(5);
    expect(order).toHaveLength(11);
  });

  test('a call that is aborted while it waits leaves at once; one that runs keeps its own end', async () => {
    const clock = virtualClock();
    const lane = createLane(busyOne, clock);
    const controller = new AbortController();
    const running = lane.run(2, controller.signal, async () => {
      await clock.sleep(50);
      throw new NumrouteError('OUTCOME_UNKNOWN', 'the truth', {});
    });
    const waiting = lane.run(2, controller.signal, async () => 'bought');
    const settled = Promise.allSettled([running, waiting]);
    controller.abort(new Error('changed my mind'));
    await expect(waiting).rejects.toThrow('changed my mind');
    expect(lane.waiting).toBe(0);
    const [first] = await clock.runUntil(settled);
    expect(first).toMatchObject({ status: 'rejected', reason: { code: 'OUTCOME_UNKNOWN' } });
  });

  test('a method of several requests takes a turn for each, without a deadlock', async () => {
    const clock = virtualClock();
    const lane = createLane({ requests: 2, perMs: 1000, concurrent: 1 }, clock);
    const arrivals: number[] = [];
    const method = () =>
      lane.run(0, never, async (further) => {
        await exchange(clock, arrivals, 5, 5);
        for (let n = 0; n < 3; n += 1) {
          await further(() => exchange(clock, arrivals, 5, 5));
        }
      });
    await clock.runUntil(Promise.all([method(), method(), method()]));
    expect(arrivals).toHaveLength(12);
    expect(worstWindow(arrivals, 1000)).toBeLessThanOrEqual(2);
  });

  test('closing sends the waiting away', async () => {
    const clock = virtualClock();
    const lane = createLane(busyOne, clock);
    const running = lane.run(0, never, () => clock.sleep(10));
    const waiting = lane.run(0, never, async () => undefined);
    const refused = expect(waiting).rejects.toMatchObject({ code: 'CLOSED' });
    lane.close();
    await refused;
    await clock.runUntil(running);
    await expect(lane.run(0, never, async () => undefined)).rejects.toMatchObject({ code: 'CLOSED' });
  });

  test('after an earlier run the first request waits until the window of that run is over', async () => {
    const clock = virtualClock();
    const lane = createLane({ requests: 2, perMs: 1000, concurrent: 2 }, clock, true);
    const sent: number[] = [];
    const send = (): Promise<void> =>
      lane.run(0, never, async () => {
        sent.push(clock.monotonic());
      });
    await clock.runUntil(Promise.all([send(), send(), send()]));
    // A second for what that run sent last, and the window itself.
    expect(sent).toEqual([2000, 2000, 3000]);
  });

  test('a torn request counts as one that is still on its way', async () => {
    const clock = virtualClock();
    const lane = createLane({ requests: 1, perMs: 1000, concurrent: 1 }, clock);
    const torn = new AbortController();
    const first = lane.run(0, torn.signal, async () => {
      torn.abort();
    });
    let sentAt = 0;
    const second = lane.run(0, never, async () => {
      sentAt = clock.monotonic();
    });
    await clock.runUntil(Promise.allSettled([first, second]));
    expect(sentAt).toBe(2000);
  });
});
