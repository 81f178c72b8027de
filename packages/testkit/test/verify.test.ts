import { expect, test } from 'vitest';
import { type Subject, verify } from '../src/index.ts';
import { GoodProvider } from './mutants/good-provider.ts';
import { good, subjectOf } from './mutants/subjects.ts';

const swallowing: Subject = subjectOf(
  (settings) =>
    new (class extends GoodProvider {
      override async cancelOrder(id: string) {
        return { id, status: 'cancelled' as const, messages: [] };
      }
    })(settings),
);
const only = 'cancel/refunds';
const reason = 'the vendor confirms by mail alone, see its page on refunds';

test('a report counts its verdicts and says what came', async () => {
  const report = await verify(swallowing, { only });
  expect(report).toMatchObject({ passed: false, counts: { pass: 0, fail: 1, absent: 0, deviates: 0 } });
  expect(report.results).toMatchObject([{ case: only, clause: 'C24', verdict: 'fail' }]);
  expect(report.results[0]?.note).toContain('cancelled');
});

test('a deviation with a reason is no failure', async () => {
  const report = await verify({ ...swallowing, deviations: [{ case: only, reason }] }, { only });
  expect(report.passed).toBe(true);
  expect(report.results).toMatchObject([{ verdict: 'deviates', note: reason }]);
});

test('a deviation of a case that passes is stale, and fails', async () => {
  const report = await verify({ ...good, deviations: [{ case: only, reason }] }, { only });
  expect(report.passed).toBe(false);
  expect(report.results[0]).toMatchObject({ verdict: 'fail', note: expect.stringContaining('stale') });
});

test('a deviation of a case that is absent is stale, and fails', async () => {
  const { dialect: _dialect, ...unwired } = good;
  const id = 'purchase/redirect';
  const report = await verify({ ...unwired, deviations: [{ case: id, reason }] }, { only: id });
  expect(report.results[0]).toMatchObject({ verdict: 'fail', note: expect.stringContaining('absent') });
});

test.each([
  [{ case: 'cancel/refund', reason }, 'deviations[0].case'],
  [{ case: only, reason: ' todo ' }, 'deviations[0].reason'],
])('a deviation that names no case or no reason is refused: %o', async (deviation, field) => {
  await expect(verify({ ...good, deviations: [deviation] })).rejects.toMatchObject({
    code: 'INVALID_INPUT',
    details: { field },
  });
});

test('a market without goods is refused', async () => {
  const offers = [{ service: 'telegram', country: 'EE', price: '1', stock: 9 }];
  await expect(verify({ ...good, market: { offers } }, { only })).rejects.toMatchObject({
    code: 'INVALID_INPUT',
    details: { field: 'market.offers' },
  });
});

test('a provider that cannot be built fails every case, and the report says why', async () => {
  const broken: Subject = {
    ...good,
    create: () => {
      throw new Error('no such vendor');
    },
  };
  const report = await verify(broken, { only: 'order/' });
  expect(report.counts.pass).toBe(0);
  expect(report.results[0]?.note).toContain('no such vendor');
});

test('a case that never ends is a failure, in time', async () => {
  const stuck = subjectOf(
    (settings) =>
      new (class extends GoodProvider {
        override fetchOrder(): Promise<never> {
          return new Promise(() => {});
        }
      })(settings),
  );
  const { results } = await verify(stuck, { only: 'order/open', caseLimitMs: 100 });
  expect(results[0]).toMatchObject({ verdict: 'fail', note: expect.stringContaining('100 ms') });
});

test('the results come one by one, in the order of the report', async () => {
  const told: string[] = [];
  const { results } = await verify(good, { only: 'manifest/', onResult: (one) => told.push(one.case) });
  expect(told).toEqual(results.map((one) => one.case));
  expect(told.length).toBeGreaterThan(1);
});

test.each([-1, 1.5, 13, Number.NaN])('a market with %s decimals is refused', async (decimals) => {
  await expect(verify({ ...good, market: { decimals } }, { only })).rejects.toMatchObject({
    code: 'INVALID_INPUT',
    details: { field: 'market.decimals' },
  });
});
