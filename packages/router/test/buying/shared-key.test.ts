import { describe, expect, test } from 'vitest';
import { MINUTE, maxPrice, setUp, told, want } from '../support/stall.ts';

/** A vendor that takes a second to list its offers, so that callers can leave before anything is sent. */
function slow() {
  const one = setUp({
    wrap: (inner) => ({
      ...inner,
      listOffers: async (query, call) => {
        await one.clock.sleep(1_000, call.signal);
        return await inner.listOffers(query, call);
      },
    }),
  });
  const router = one.start();
  const call = (signal: AbortSignal) => told(router.buy(want, { maxPrice, key: 'k', signal }));
  return { ...one, router, call };
}

describe('callers under one key', () => {
  test.each([
    ['first', 0],
    ['second', 1],
  ])('do not stop each other: the %s hangs up, and the other gets the order', async (_who, leaving) => {
    const { clock, router, call, sold } = slow();
    const callers = [new AbortController(), new AbortController()];
    const calls = callers.map(({ signal }) => call(signal));
    await clock.advance(100);
    callers[leaving]?.abort(new Error('hung up'));
    expect((await calls[leaving])?.error?.message).toBe('hung up');
    expect(clock.monotonic()).toBeLessThan(1_000);
    const stayed = await clock.runUntil(calls[1 - leaving] ?? Promise.reject(new Error('no call')));
    expect(stayed.value).toMatchObject({ status: 'open' });
    expect(sold()).toEqual(['open']);
    await clock.runUntil(router.close());
  });

  test('buy nothing once the last of them has hung up', async () => {
    const { clock, router, call, sold } = slow();
    const callers = [new AbortController(), new AbortController()];
    const calls = callers.map(({ signal }) => call(signal));
    await clock.advance(100);
    callers[0]?.abort(new Error('first'));
    callers[1]?.abort(new Error('last'));
    const errors = await clock.runUntil(Promise.all(calls));
    expect(errors.map(({ error }) => error?.message)).toEqual(['first', 'last']);
    await clock.advance(MINUTE);
    expect(sold()).toEqual([]);
    await clock.runUntil(router.close());
  });
});
