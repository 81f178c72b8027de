import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { money, NumrouteError } from '@numroute/core';
import { backupJournal, type Happening, memoryJournal } from '@numroute/journal';
import type { RouterEvent } from '@numroute/router';
import { virtualClock } from '@numroute/testkit';
import { Registry } from 'prom-client';
import { describe, expect, onTestFinished, test } from 'vitest';
import { Balances } from '../src/metrics/balances.ts';
import { journalMetrics } from '../src/metrics/journal.ts';
import { serviceLabels } from '../src/metrics/labels.ts';
import { moneyMetrics } from '../src/metrics/money.ts';
import { numberMetrics } from '../src/metrics/numbers.ts';
import { StandingCounts } from '../src/orders/standing.ts';
import { intent, order, over } from './support/bought.ts';
import { client, openGateway, operator, TOKEN, until } from './support/gateway.ts';
import { openMarket } from './support/market.ts';
import { documentedClient } from './support/openapi.ts';
import { scrape, scraped } from './support/scrape.ts';

function journalFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'numroute-metrics-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'journal.sqlite');
}

describe('a gateway with traffic', () => {
  const settings = { clients: [client({ budget: { amount: '10', currency: 'USD', per: 'day' } }), operator] };

  test('tells money, numbers, vendors and the journal, and after a restart what the journal knows', {
    timeout: 60_000,
  }, async () => {
    await using market = await openMarket();
    const file = journalFile();
    {
      await using running = await openGateway(market.addresses, settings, file);
      const { url } = running;
      const rest = await documentedClient(url, TOKEN);
      const buy = async (key: string) =>
        (
          await rest.call('/orders', {
            method: 'POST',
            body: { service: 'telegram', country: 'EE', maxPrice: money('0.5', 'USD') },
            headers: { 'idempotency-key': key },
          })
        ).body;
      const before = await scrape(url);
      // A rule must see the first of them as a rise.
      expect(
        before.value('numroute_router_events_total', { type: 'journal-failed', provider: 'toman' }),
      ).toBe(0);
      expect(before.value('numroute_orders', { provider: 'toman', state: 'doubt' })).toBe(0);
      expect(before.value('numroute_money_charged_total')).toBeUndefined();
      const [first] = [await buy('one'), await buy('two')];
      const [order] = market.worldOf('toman').orders;
      expect(order?.phone).toBe(first.phone);
      market.worldOf('toman').receiveSms(order?.id ?? '', 'Your code: 445566');
      await until(async () => (await scrape(url)).value('numroute_numbers_total', { outcome: 'code' }) === 1);
      await backupJournal({ file, to: `${file}.copy` });
      const now = await scrape(url);
      const toman = { provider: 'toman', service: 'telegram', currency: 'IRT' };
      expect(now.value('numroute_money_charged_total', toman)).toBe(16_800);
      expect(now.value('numroute_money_refunded_total')).toBeUndefined();
      expect(now.value('numroute_money_spent_day', { provider: 'toman', currency: 'IRT' })).toBe(16_800);
      expect(now.value('numroute_client_spent_day', { client: 'shop', currency: 'IRT' })).toBe(16_800);
      expect(now.value('numroute_orders', { provider: 'toman', state: 'open' })).toBe(1);
      expect(now.value('numroute_orders', { provider: 'toman', state: 'delivered' })).toBe(1);
      expect(now.value('numroute_code_seconds_count', { provider: 'toman' })).toBe(1);
      expect(now.value('numroute_budget', { client: 'shop', currency: 'USD' })).toBe(10);
      expect(now.value('numroute_budget_left', { client: 'shop', currency: 'USD' })).toBe(9.85);
      expect(now.value('numroute_vendor_calls_total', { operation: 'purchase', outcome: 'ok' })).toBe(2);
      expect(now.value('numroute_lane_wait_seconds_count', { provider: 'toman' })).toBeGreaterThan(2);
      expect(now.value('numroute_price_list_timestamp_seconds', { provider: 'dollar' })).toBeGreaterThan(
        Date.now() / 1_000 - 60,
      );
      expect(now.value('numroute_balance', { provider: 'dollar', currency: 'USD' })).toBe(100_000_000_000);
      expect(now.value('numroute_journal_bytes')).toBeGreaterThan(4_096);
      expect(now.value('numroute_journal_backup_timestamp_seconds')).toBeGreaterThan(Date.now() / 1_000 - 60);
      expect(now.value('nodejs_eventloop_lag_p99_seconds')).toBeGreaterThan(0);
      const secrets = market.vendors.flatMap(({ world }) => [
        world.secret,
        ...world.orders.flatMap(({ phone, id }) => [phone.slice(1), id]),
      ]);
      const labels = now.samples.flatMap((sample) => Object.values(sample.labels));
      for (const secret of [TOKEN, '445566', ...secrets]) expect(labels).not.toContain(secret);
      for (const secret of [TOKEN, ...secrets.filter((one) => one.length > 6)])
        expect(now.text).not.toContain(secret);
    }
    await using again = await openGateway(market.addresses, settings, file);
    const after = await scrape(again.url);
    expect(after.value('numroute_money_spent_day', { provider: 'toman', currency: 'IRT' })).toBe(16_800);
    expect(after.value('numroute_client_spent_day', { client: 'shop', currency: 'IRT' })).toBe(16_800);
    expect(after.value('numroute_client_spent_day', { client: 'boss' })).toBeUndefined();
    expect(after.value('numroute_budget_left', { client: 'shop' })).toBe(9.85);
    expect(after.value('numroute_orders', { provider: 'toman', state: 'open' })).toBe(1);
    expect(after.value('numroute_money_charged_total')).toBeUndefined();
  });
});

const bought: Happening = { kind: 'bought', order, adopted: false };
const cancelled: Happening = { kind: 'reported', report: over };

/** The events of one purchase, as a router tells them. */
async function eventsOf(...happenings: readonly Happening[]): Promise<readonly RouterEvent[]> {
  const journal = memoryJournal({ acceptOrphans: true });
  await journal.openWant({ id: 'want', print: '', at: 0 });
  const events: RouterEvent[] = [];
  for (const [second, happening] of [intent, ...happenings].entries()) {
    const before = await journal.findAttempt('a');
    const entry = await journal.append({ ...happening, attempt: 'a', at: second * 1_000, by: 'buyer' });
    events.push({ type: 'attempt-written', entry, ...(before && { before }), happening });
  }
  return events;
}

const none = {
  providers: ['acme'],
  spent: async () => [],
  standing: () => [],
  balance: async () => money('5', 'USD'),
};

test('a scrape looks at the disk once, and the next one looks again', async () => {
  const registry = new Registry();
  let looks = 0;
  const disk = async () => {
    looks += 1;
    return { bytes: looks * 1_000, lastBackupAt: looks * 1_000 };
  };
  journalMetrics(registry, { disk });
  for (const nth of [1, 2]) {
    const text = await registry.metrics();
    expect(text).toContain(`numroute_journal_bytes ${nth * 1_000}\n`);
    expect(text).toContain(`numroute_journal_backup_timestamp_seconds ${nth}\n`);
    expect(looks).toBe(nth);
  }
});

describe('money of a purchase', () => {
  type Sums = [charged: number | undefined, refunded: number | undefined, missing: number | undefined];
  const kinds: [string, readonly Happening[], ...Sums][] = [
    ['on its way', [], undefined, undefined, undefined],
    ['in doubt', [{ kind: 'unheard', message: 'reset' }], undefined, undefined, undefined],
    ['refused', [{ kind: 'refused', code: 'OUT_OF_STOCK', message: '' }], undefined, undefined, undefined],
    ['bought', [bought], 0.1, undefined, undefined],
    ['promised back', [bought, cancelled], 0.1, undefined, undefined],
    ['back', [bought, cancelled, { kind: 'refund-seen', evidence: '' }], 0.1, 0.1, undefined],
    ['kept', [bought, cancelled, { kind: 'refund-missing', evidence: '' }], 0.1, undefined, 0.1],
    [
      'kept, and back after all',
      [bought, cancelled, { kind: 'refund-missing', evidence: '' }, { kind: 'refund-seen', evidence: '' }],
      0.1,
      0.1,
      0.1,
    ],
    [
      'lost',
      [
        { kind: 'unheard', message: 'reset' },
        { kind: 'lost', evidence: '', charged: money('0.15', 'USD') },
      ],
      0.15,
      undefined,
      undefined,
    ],
    [
      'disputed, and nothing was bought',
      [
        { kind: 'unheard', message: 'reset' },
        { kind: 'disputed', evidence: '' },
        { kind: 'absent', evidence: '' },
      ],
      0.2,
      0.2,
      undefined,
    ],
  ];
  test.each(kinds)('%s', async (_name, happenings, charged, refunded, missing) => {
    const registry = new Registry();
    const clock = virtualClock();
    const balances = new Balances(none, clock);
    const watch = moneyMetrics(registry, { orders: none, clients: () => [], clock, balances });
    for (const event of await eventsOf(...happenings)) watch(event);
    const { value } = scraped(await registry.metrics());
    const all = ['charged', 'refunded', 'missing'].map((part) => value(`numroute_money_${part}_total`));
    expect(all).toEqual([charged, refunded, missing]);
  });
});

describe('the end of a number', () => {
  const sms = { code: '123', text: 'Your code is 123' };
  const code: Happening = { kind: 'reported', report: { id: '7', status: 'delivered', messages: [sms] } };
  const late: Happening = { kind: 'reported', report: { ...over, messages: [sms] } };
  test.each<[string, readonly Happening[], Record<string, number>]>([
    ['open', [bought], {}],
    ['code', [bought, code, { kind: 'reported', report: { ...over, status: 'finished' } }], { code: 1 }],
    ['none', [bought, cancelled], { none: 1 }],
    ['none, then its code', [bought, cancelled, late], { none: 1, late: 1 }],
    [
      'lost',
      [
        { kind: 'unheard', message: '' },
        { kind: 'lost', evidence: '' },
      ],
      { lost: 1 },
    ],
  ])('%s', async (_name, happenings, expected) => {
    const registry = new Registry();
    const watch = numberMetrics(registry, none);
    for (const event of await eventsOf(...happenings)) watch(event);
    const { samples, value } = scraped(await registry.metrics());
    const counted = samples.filter(({ name }) => name === 'numroute_numbers_total');
    expect(Object.fromEntries(counted.map(({ labels, value: n }) => [labels['outcome'], n]))).toEqual(
      expected,
    );
    expect(value('numroute_code_seconds_sum', { provider: 'acme' })).toBe(expected['code'] && 2);
  });

  test('what stands open is counted as it was heard last', async () => {
    const counts = new StandingCounts();
    const seen: string[] = [];
    const steps = await eventsOf(bought, code, { kind: 'reported', report: { ...over, status: 'finished' } });
    for (const event of steps) {
      if (event.type !== 'attempt-written') continue;
      counts.hear(event.entry);
      counts.hear(event.entry);
      seen.push(
        counts
          .read()
          .filter(({ count }) => count > 0)
          .map(({ provider, state, count }) => `${provider} ${state} ${count}`)
          .join(),
      );
    }
    expect(seen).toEqual(['acme doubt 1', 'acme open 1', 'acme delivered 1', '']);
  });
});

test('a vendor is asked for its balance every five minutes, and never again where it tells none', async () => {
  const clock = virtualClock();
  const asked: string[] = [];
  const balances = new Balances(
    {
      providers: ['acme', 'mute', 'broken'],
      balance: async (provider) => {
        asked.push(provider);
        if (provider === 'mute') throw new NumrouteError('UNSUPPORTED', 'no', { capability: 'fetchBalance' });
        if (provider === 'broken' && asked.length < 4) throw new NumrouteError('UNAVAILABLE', 'no', {});
        return money('5', 'USD');
      },
    },
    clock,
  );
  expect([...balances.read()]).toEqual([]);
  await clock.runUntil(clock.sleep(299_999));
  expect([...balances.read().keys()]).toEqual(['acme']);
  expect(asked).toEqual(['acme', 'mute', 'broken']);
  await clock.runUntil(clock.sleep(1));
  balances.read();
  await clock.runUntil(clock.sleep(1));
  expect([...balances.read().keys()]).toEqual(['acme', 'broken']);
  expect(asked).toEqual(['acme', 'mute', 'broken', 'acme', 'broken']);
});

test('services beyond so many share a label', () => {
  const labelOf = serviceLabels(2);
  expect(['a', 'b', 'c', 'a', 'd'].map(labelOf)).toEqual(['a', 'b', 'other', 'a', 'other']);
});
