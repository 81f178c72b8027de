import { money, NumrouteError, type OrderReport, type Provider } from '@numroute/core';
import { describe, expect, test } from 'vitest';
import { entryLine } from '../src/printing/entry-line.ts';
import { openStall, type StallOptions } from './stall.ts';

const MINUTE = 60_000;

/** The vendor tells no time to cancel, neither with the order nor with its refusal. */
const silent = ({ cancelAfter: _told, ...report }: OrderReport): OrderReport => report;
const curt = (inner: Provider): Provider => ({
  ...inner,
  cancelOrder: async (id, call) => {
    try {
      return await (inner.cancelOrder as NonNullable<Provider['cancelOrder']>)(id, call);
    } catch (error) {
      throw NumrouteError.is(error, 'WRONG_STATE') ? new NumrouteError('WRONG_STATE', 'no', {}) : error;
    }
  },
});

/** Only the manifest knows of the lock. */
const lockedFor = (ms: number, timing?: StallOptions['timing']): StallOptions => ({
  world: { cancelAfterMs: ms },
  timing: timing ?? { pollMs: 1_000, cancelAfterMs: ms },
  report: silent,
  wrap: curt,
});

async function bought(shop: ReturnType<typeof openStall>) {
  const order = shop.router.buy({ service: 'telegram' }, { maxPrice: money('0.1', 'USD') });
  return await shop.clock.runUntil(order);
}

describe('buy, and a vendor that does not cancel in the first minutes', () => {
  test('waits for a lock that only the manifest knows, and says until when', async () => {
    await using shop = openStall(lockedFor(5 * MINUTE));
    const { code, out } = await shop.buy();
    expect(out).toMatch(/The vendor cancels it from 2026-01-01T00:05:00\.\d+Z on \(in 240 s|4 min\)/);
    expect(out).toContain('Ctrl-C leaves it to `numroute recover`.');
    expect(out).not.toContain('trying again');
    expect(out).toContain('Cancelled. Refund seen');
    expect(code).toBe(4);
    expect(shop.market.orders).toMatchObject([{ status: 'cancelled' }]);
  });

  test('does not wait for an hour, and names the time and what to do', async () => {
    await using shop = openStall(lockedFor(60 * MINUTE));
    const { code, out } = await shop.buy();
    const id = shop.market.orders[0]?.id;
    expect(out).toContain(`NOT cancelled: order shop/${id} is open.`);
    expect(out).toMatch(/cancels it from 2026-01-01T01:00:00\.\d+Z on/);
    expect(out).toContain(`\`numroute cancel shop/${id} --wait\` asks until it is over`);
    expect(code).toBe(5);
    expect(shop.clock.monotonic()).toBeLessThan(2 * MINUTE);
  });

  test('says so where nobody knows when', async () => {
    await using shop = openStall({
      ...lockedFor(30 * MINUTE, { pollMs: 1_000, lifetimeMs: 20 * MINUTE }),
    });
    const { code, out } = await shop.buy();
    expect(out).toContain('NOT cancelled');
    expect(out).not.toMatch(/1970|trying again/);
    expect(code).toBe(5);
  });

  test('that takes no order back at all', async () => {
    await using shop = openStall({ paper: { capabilities: ['fetchBalance'] } });
    const { code, out } = await shop.buy();
    expect(out).toContain('The vendor takes no order back. Its code can still come');
    expect(code).toBe(5);
  });
});

describe('cancel, and a vendor that refuses', () => {
  test('says when, names --wait, and exits with 5', async () => {
    await using shop = openStall(lockedFor(2 * MINUTE));
    const { id } = await bought(shop);
    const { code, out } = await shop.cancel(id);
    expect(out).toMatch(
      /^NOT cancelled: order shop\/\d+ is open\. The vendor cancels it from 2026-01-01T00:02:00/,
    );
    expect(out).toContain(`numroute cancel shop/${id} --wait`);
    expect(code).toBe(5);
    const document = JSON.parse((await shop.cancel(id, { json: true })).out);
    expect(document).toMatchObject({ order: id, status: 'open', refund: 'none' });
    expect(document.cancelFrom).toMatch(/^2026-01-01T00:02:00/);
  });

  test('--wait waits until it is over', async () => {
    await using shop = openStall(lockedFor(2 * MINUTE));
    const { id } = await bought(shop);
    const { code, out, err } = await shop.cancel(id, { wait: true });
    expect(err).toMatch(/^The vendor cancels it from .* Asking until it is over; Ctrl-C leaves it/);
    expect(out).toContain(`Order shop/${id} is cancelled. Refund seen`);
    expect(code).toBe(0);
  });

  test('--wait that is stopped says that the order is open, and exits with 5', async () => {
    await using shop = openStall(lockedFor(2 * MINUTE));
    const { id } = await bought(shop);
    const stop = new AbortController();
    void shop.clock.sleep(MINUTE).then(() => stop.abort());
    const { code, out } = await shop.cancel(id, { wait: true }, stop.signal);
    expect(out).toContain(`NOT cancelled: order shop/${id} is open.`);
    expect(code).toBe(5);
    // In the journal, the wish to cancel names no time that nobody told.
    const [entry] = await shop.journal.list({});
    const line = entry ? entryLine(entry, (_style, text) => text) : '';
    expect(line).toMatch(/cancel (wanted|refused|asked)/);
    expect(line).not.toContain('1970');
  });

  test.each([
    ['final', new NumrouteError('WRONG_STATE', 'no', { final: true } as object), 'will not take it back'],
    ['silent', new NumrouteError('UNAVAILABLE', 'shop: shop: no whole reply', {}), 'no whole reply'],
  ] as const)('says what is known, and exits with 5: %s', async (_what, refusal, said) => {
    await using shop = openStall({
      wrap: (inner) => ({
        ...inner,
        cancelOrder: async () => {
          throw refusal;
        },
      }),
    });
    const { id } = await bought(shop);
    const { code, out } = await shop.cancel(id);
    expect(out).toContain(`NOT cancelled: order shop/${id} is open.`);
    expect(out).toContain(said);
    expect(out).not.toContain('shop: shop:');
    expect(code).toBe(5);
  });
});
