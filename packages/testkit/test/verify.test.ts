import { NumrouteError, type Offer, type PurchaseCall, type Receipt } from '@numroute/core';
import { describe, expect, test } from 'vitest';
import { type CaseResult, paperProvider, type Subject, verify } from '../src/index.ts';
import { GoodProvider } from './mutants/good-provider.ts';
import { plainDialect } from './mutants/plain-dialect.ts';
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
  const unwired: Subject = { create: ({ world }) => paperProvider(world, { id: 'paper' }) };
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

describe('where nothing works at all, one failure says so', () => {
  const dead = async (subject: Subject): Promise<CaseResult> => {
    const told: string[] = [];
    const report = await verify(subject, { only: 'order/', onResult: (result) => told.push(result.case) });
    expect(report).toMatchObject({ passed: false, counts: { pass: 0, fail: 1 } });
    expect(told).toEqual(['smoke/one-order']);
    return report.results[0] as CaseResult;
  };

  test('a provider that cannot be built', async () => {
    const { note } = await dead({
      ...good,
      create: () => {
        throw new Error('no such vendor');
      },
    });
    expect(note).toContain('no such vendor');
  });

  test('a wrong path: what was asked, and where the dialect listens', async () => {
    const { note, trace } = await dead({
      ...good,
      create: (site) => good.create({ ...site, baseUrl: `${site.baseUrl}s` }),
    });
    expect(note).toContain('listOffers rejects: UNAVAILABLE');
    expect(trace?.join('\n')).toMatch(/GET \/plains\?do=offers&key=<key> → HTTP 404 .* listens at \/plain$/m);
  });

  test('a dialect that throws: the error, and its file and line', async () => {
    const { trace = [] } = await dead({
      ...good,
      dialect: { ...plainDialect, respond: async () => JSON.parse('{') },
    });
    expect(trace[1]).toMatch(/→ HTTP 500 .* the dialect threw$/);
    expect(trace[0]).toMatch(/^the dialect threw SyntaxError: .* at test\/verify\.test\.ts:\d+$/);
  });

  test('another currency than the market has', async () => {
    const { note } = await dead({
      ...good,
      create: (site) => good.create({ ...site, world: { ...site.world, currency: 'EUR' } }),
    });
    expect(note).toContain('the offers are in EUR and the market sells in USD');
  });

  test('a key under the wrong name: the name is told, the key is not', async () => {
    const { trace = [] } = await dead({
      dialect: { ...plainDialect, respond: async () => ({ body: 'who are you?' }) },
      create: ({ baseUrl, apiKey, world }) => ({
        ...paperProvider(world, { id: 'paper' }),
        listOffers: async () => {
          const reply = await fetch(baseUrl, { headers: { 'x-api-kee': apiKey } });
          throw new NumrouteError('UNREADABLE', await reply.text(), {});
        },
      }),
    });
    expect(trace[0]).toContain('GET /plain [x-api-kee: <key>] → HTTP 200 "who are you?"');
  });
});

test('a failure shows the last request and its reply, what broke, and how much was sold', async () => {
  const retrying = subjectOf(
    (settings) =>
      new (class extends GoodProvider {
        override purchase(offer: Offer, call: PurchaseCall): Promise<Receipt> {
          return super.purchase(offer, call).catch(() => super.purchase(offer, call));
        }
      })(settings),
  );
  const { results } = await verify(retrying, { only: 'purchase/reset-after-the-charge' });
  const trace = results[0]?.trace ?? [];
  expect(trace[0]).toMatch(/^last request: GET \/plain\?.*do=buy&key=<key> → HTTP 200 ".*3763.*"/);
  expect(trace.at(-1)).toBe('3 requests arrived, 2 orders sold');
  const { results: hidden } = await verify(swallowing, { only: 'cancel/lost-reply' });
  expect(hidden[0]?.trace?.[0]).toContain('do=buy');
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
