import { type Call, intercept, type Operation, type Provider } from '@numroute/core';

/** What changes something at the vendor. */
const ACTS: readonly Operation[] = [
  'purchase',
  'cancelOrder',
  'rejectNumber',
  'finishOrder',
  'requestAnotherSms',
];

/**
 * Looks at a lease once more before each request that acts, when its turn in the vendor's lane has come: a
 * process that was paused between its intent and its turn sends nothing any more. Reads go on.
 *
 * @param lease `check` throws `NOT_OWNER` where nothing may be sent; as a `Lease` of `@numroute/journal` does.
 */
export function leased(provider: Provider, lease: { check(): void }): Provider {
  return intercept(provider, async (operation, call, next) => {
    if (!ACTS.includes(operation)) return await next(call);
    lease.check();
    return await next(lookedAt(call, lease));
  });
}

/** A method of several requests waits for a turn before each. */
function lookedAt<C extends Call>(call: C, lease: { check(): void }): C {
  const { turn } = call;
  if (!turn) return call;
  return {
    ...call,
    turn: async (send) =>
      await turn(async () => {
        lease.check();
        return await send();
      }),
  };
}
