import { inspect } from 'node:util';
import { NumrouteError } from '@numroute/core';
import { describe, expect, test } from 'vitest';
import type { Adapter } from '../src/index.ts';
import { adapterWith, call, failure, KEY, offer, open, purchaseCall, serve, sinks } from './helpers.ts';

/** A mistake in an adapter whose message repeats the key, caused by another that repeats it, too. */
function slip(): never {
  const cause = new RangeError(`inner ${encodeURIComponent(KEY)}`);
  throw new TypeError(`no field in ${KEY}\n    at ${KEY} (a.ts:1:1)`, { cause });
}

async function failed(changes: Partial<Adapter>, ask: 'read' | 'buy'): Promise<NumrouteError> {
  const { url } = await serve((_, response) => response.end('OK'));
  const provider = open(url, {}, adapterWith(changes));
  return await failure(
    ask === 'read' ? provider.fetchOrder('1', call()) : provider.purchase(offer, purchaseCall()),
  );
}

describe("an adapter's own error is kept as cause, without the key", () => {
  const { describe: ask, read } = adapterWith().purchase;
  test.each<[string, string, Partial<Adapter>, 'read' | 'buy']>([
    ['in a read', 'UNREADABLE', { fetchOrder: async (send) => slip() ?? (await send({})) }, 'read'],
    ['after a read', 'UNREADABLE', { fetchOrder: async (send) => (await send({})) && slip() }, 'read'],
    ['before a purchase', 'UNREADABLE', { purchase: { describe: slip, read } }, 'buy'],
    ['after a purchase', 'OUTCOME_UNKNOWN', { purchase: { describe: ask, read: slip } }, 'buy'],
  ])('%s', async (when, code, changes, how) => {
    const error = await failed(changes, how);
    expect(error.code).toBe(when === 'before a purchase' ? 'REJECTED' : code);
    const cause = error.cause as Error;
    expect(cause.name).toBe('TypeError');
    expect(cause.message).toMatch(/^no field in \[secret\]/);
    expect(cause.stack).toMatch(
      /^TypeError: no field in \[secret\].*\n {4}at \S*slip .*cause\.test\.ts:\d+:\d+/,
    );
    expect(String(cause.cause)).toBe('RangeError: inner [secret]');
    const all = sinks(error) + inspect(cause) + sinks(cause);
    for (const spelling of [KEY, encodeURIComponent(KEY)]) expect(all).not.toContain(spelling);
    expect(JSON.stringify(error)).not.toContain('slip');
  });

  test.each([undefined, null, 'a text', { message: 7 }])('also where it is no error: %j', async (thrown) => {
    const error = await failed({ fetchOrder: () => Promise.reject(thrown) }, 'read');
    expect(error.code).toBe('UNREADABLE');
    expect(error.cause).toBeInstanceOf(Error);
  });

  test('causes that go round end', async () => {
    const round = new Error('round');
    round.cause = round;
    const error = await failed({ fetchOrder: () => Promise.reject(round) }, 'read');
    expect(String((error.cause as Error).cause)).toBe('Error: round');
  });

  test('the cause of an error of ours is kept, too', async () => {
    const ours = (): never => {
      try {
        return slip();
      } catch (cause) {
        throw new NumrouteError('UNREADABLE', 'not understood', {}, { cause });
      }
    };
    const error = await failed({ fetchOrder: async () => ours() }, 'read');
    expect(String(error.cause)).toMatch(/^TypeError: no field in \[secret\]/);
    expect(sinks(error)).not.toContain(KEY);
  });
});
