import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addMoney, money } from '@numroute/core';
import {
  type AttemptEvent,
  type Happening,
  type Journal,
  memoryJournal,
  sqliteJournal,
} from '@numroute/journal';
import { samples } from '@numroute/journal/kit';
import { createRouter } from '@numroute/router';
import { createWorld, paperProvider, virtualClock } from '@numroute/testkit';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runs } from '../../../../test/support/runs.ts';
import { Learning } from '../../src/code/learning.ts';
import { TrackSum } from '../../src/code/track-record.ts';
import { TrackRecords } from '../../src/code/track-records.ts';

const { bought, intent, offerOf, orderOf, surplus } = samples;
const NOW = virtualClock().now();
const DAY = 86_400_000;

/** What happened to one number, by the second after its intent. */
type Life = readonly (readonly [s: number, happening: (id: string) => Happening])[];

const report = (status: 'delivered' | 'finished' | 'cancelled' | 'expired' | 'gone', code?: string) => {
  const messages = code === undefined ? [] : [{ code }];
  return (id: string): Happening => ({ kind: 'reported', report: { id, status, messages } });
};
const isBack = (): Happening => ({ kind: 'refund-seen', evidence: '' });
const isMissing = (): Happening => ({ kind: 'refund-missing', evidence: '' });
const order = (id: string): Happening => bought(orderOf(id));

const lives = {
  code: [
    [1, order],
    [21, report('delivered', '1')],
    [40, report('finished', '1')],
  ],
  slow: [
    [1, order],
    [5, () => ({ kind: 'used' })],
    [95, report('delivered', '1')],
  ],
  returned: [
    [1, order],
    [180, report('cancelled')],
    [300, isBack],
  ],
  promised: [
    [1, order],
    [180, report('cancelled')],
  ],
  missing: [
    [1, order],
    [1_200, report('expired')],
    [1_400, isMissing],
  ],
  late: [
    [1, order],
    [180, report('cancelled')],
    [190, report('cancelled', '1')],
  ],
  early: [
    [1, order],
    [6, report('cancelled')],
  ],
  unfit: [
    [1, order],
    [4, () => ({ kind: 'cancel-wanted', why: '', insist: true, notBefore: 0, fault: 'refused' })],
    [6, report('cancelled')],
  ],
  used: [
    [1, order],
    [90, report('finished')],
  ],
  gone: [
    [1, order],
    [90, report('gone')],
  ],
  open: [[1, order]],
  refused: [[1, () => ({ kind: 'refused', code: 'OUT_OF_STOCK', message: '' })]],
  unknown: [[60, () => ({ kind: 'unheard', message: '' })]],
  absent: [
    [60, () => ({ kind: 'unheard', message: '' })],
    [70, () => ({ kind: 'absent', evidence: '' })],
  ],
  lost: [
    [60, () => ({ kind: 'unheard', message: '' })],
    [70, () => ({ kind: 'lost', evidence: '', charged: money('0.3', 'USD') })],
  ],
  gift: [
    [60, () => ({ kind: 'unheard', message: '' })],
    [70, () => ({ kind: 'lost', evidence: '', charged: money('0', 'USD') })],
  ],
} as const satisfies Readonly<Record<string, Life>>;

type Name = keyof typeof lives;

/** Writes what happened, one attempt after the other; at an account nothing is in doubt beside another. */
async function write(
  journal: Journal,
  names: readonly Name[],
  at: number = NOW - DAY,
  how: (nth: number) => Happening = (nth) => intent(`w${at}-${nth}`),
): Promise<void> {
  for (const [nth, name] of names.entries()) {
    const attempt = `a${at}-${nth}`;
    const begun: readonly (readonly [number, Happening])[] = [[0, how(nth)]];
    const life: Life = lives[name];
    for (const [s, happening] of [
      ...begun,
      ...life.map(([second, what]) => [second, what(`o${at}-${nth}`)] as const),
    ]) {
      const event: AttemptEvent = { ...happening, attempt, by: 'buyer', at: at + s * 1_000 };
      await journal.append(event);
    }
  }
}

async function sumOf(names: readonly Name[]) {
  const journal = memoryJournal({ acceptOrphans: true });
  await write(journal, names);
  const sum = new TrackSum();
  for (const entry of await journal.list({})) sum.add(entry);
  return sum.result();
}

const none = { code: 0, open: 0, finished: 0, cancelled: 0, expired: 0, gone: 0 };
const nothing = { ...none, refused: 0, lost: 0, 'in-doubt': 0 };

describe('the track record of a vendor', () => {
  test('says what became of each purchase, and where its money is', async () => {
    // A price told below its quote is not believed before the balance shows it.
    const cases = [
      ['code', 'code', 'delivered', '0.105'],
      ['slow', 'code', 'delivered', '0.105'],
      ['returned', 'cancelled', 'returned', '0.105'],
      ['promised', 'cancelled', 'promised', '0.105'],
      ['missing', 'expired', 'kept', '0.105'],
      ['late', 'code', 'promised', '0.105'],
      ['used', 'finished', 'kept', '0.105'],
      ['gone', 'gone', 'doubtful', '0.105'],
      ['open', 'open', 'held', '0.105'],
      ['unknown', 'in-doubt', 'doubtful', '1'],
      ['lost', 'lost', 'kept', '0.3'],
    ] as const;
    for (const [name, outcome, place, amount] of cases) {
      const { purchases, money: sums } = await sumOf([name]);
      expect(purchases, name).toEqual({ ...nothing, [outcome]: 1 });
      const places = Object.entries(sums[0] ?? {}).filter(([, one]) => one.amount !== '0');
      expect(places, name).toEqual([[place, money(amount, 'USD')]]);
    }
    for (const name of ['refused', 'absent'] as const) {
      const { purchases, money: sums } = await sumOf([name]);
      expect([purchases, sums]).toEqual([{ ...nothing, refused: 1 }, []]);
    }
    // What was had for nothing is in no sum.
    expect(await sumOf(['gift'])).toMatchObject({ purchases: { lost: 1 }, money: [] });
  });

  test('counts as tried what was put to use or had its time, as `value` learns it', async () => {
    const tried = ['code', 'slow', 'returned', 'late', 'unfit', 'gone'] as const;
    const untried = ['early', 'open', 'refused', 'unknown', 'lost'] as const;
    expect(await sumOf(tried)).toMatchObject({ tried: 6, delivered: 3 });
    for (const name of untried) expect(await sumOf([name]), name).toMatchObject({ tried: 0, delivered: 0 });
  });

  test('tells by which age which share of the codes had come, since the code was asked for', async () => {
    // 20 s after it was bought, 90 s after it was used, and the third comes after its cancel.
    const { curve, halfMs, mostMs } = await sumOf(['code', 'code', 'slow', 'promised']);
    expect([halfMs, mostMs]).toEqual([20_000, 90_000]);
    const at = (afterMs: number) => curve.find((point) => point.afterMs === afterMs)?.share;
    expect([at(0), at(15_000), at(20_000), at(60_000)]).toEqual([0, 0, 2 / 3, 2 / 3]);
    expect([at(90_000), at(1_200_000)]).toEqual([1, 1]);
    expect(await sumOf(['promised'])).toMatchObject({ curve: [] });
    expect(await sumOf(['promised'])).not.toHaveProperty('halfMs');
  });

  test('property: every purchase and every cent stands in one place, as the journal counts what was spent', async () => {
    const some = fc.constantFrom(...(Object.keys(lives).filter((name) => name !== 'unknown') as Name[]));
    await fc.assert(
      fc.asyncProperty(fc.array(some, { maxLength: 20 }), fc.boolean(), async (names, hasSurplus) => {
        const journal = memoryJournal({ acceptOrphans: true });
        await write(journal, names);
        const extra = surplus(orderOf('extra'));
        if (hasSurplus) await journal.append({ ...extra, attempt: 'extra', by: 'buyer', at: NOW });
        const sum = new TrackSum();
        const entries = await journal.list({});
        for (const entry of entries) sum.add(entry);
        const { purchases, tried, delivered, money: sums } = sum.result();
        expect(Object.values(purchases).reduce((all, one) => all + one, 0)).toBe(entries.length);
        expect(delivered).toBeLessThanOrEqual(tried);
        const spent = sums.map(({ returned: _back, ...places }) =>
          Object.values(places).reduce((all, one) => addMoney(all, one)),
        );
        const told = await journal.spent({ since: 0 });
        expect(spent.filter(({ amount }) => amount !== '0')).toEqual(told);
      }),
      { numRuns: runs(60) },
    );
  });

  test('is of the last 60 days of one account, by service, from a file, with what is believed', async () => {
    const clock = virtualClock();
    const file = join(mkdtempSync(join(tmpdir(), 'numroute-record-')), 'journal.sqlite');
    const journal = sqliteJournal({ file });
    const ofService = (service: string) => (nth: number) => {
      const { want, ...rest } = intent(`${service}-${nth}`) as Happening & { readonly want: string };
      return { ...rest, want, offer: { ...offerOf(), service } } as Happening;
    };
    await write(journal, ['code', 'code'], NOW - 61 * DAY);
    await write(journal, ['code', 'code', 'code', 'slow', 'missing'], NOW - 2 * DAY);
    await write(journal, ['missing', 'promised'], NOW - DAY, ofService('whatsapp'));
    await write(journal, ['refused'], NOW - DAY + 1, (nth) => intent(`other-${nth}`, 'two'));

    const world = createWorld({ clock, currency: 'USD', offers: [] });
    const router = createRouter({ clock, journal, providers: [paperProvider(world, { id: 'one' })] });
    const record = await router.trackRecord('one');
    expect(record).toMatchObject({ provider: 'one', since: NOW - 60 * DAY, tried: 7, delivered: 4 });
    expect(record.purchases).toEqual({ ...nothing, code: 4, expired: 2, cancelled: 1 });
    expect(record.services.map(({ service, tried, delivered }) => [service, tried, delivered])).toEqual([
      ['telegram', 5, 4],
      ['whatsapp', 2, 0],
    ]);
    const [telegram, whatsapp] = record.services;
    expect(telegram?.belief).toMatchObject({ from: 'measured' });
    expect(telegram?.belief.evidence).toBeGreaterThan(3);
    expect(whatsapp?.belief).toMatchObject({ from: 'usual' });
    expect(telegram?.belief.chance).toBeGreaterThan(whatsapp?.belief.chance ?? 1);
    // Two of three that the balance was read for stayed away.
    expect(record.belief.keeps).toBeGreaterThan(0.05);
    expect(record.belief).not.toHaveProperty('phantom');
    await expect(router.trackRecord('nobody')).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    await router.close();
    await journal.close();
  });

  test('who asks while it is read shares the reading', async () => {
    const journal = memoryJournal({ acceptOrphans: true });
    await write(journal, ['code', 'promised']);
    let asked = 0;
    const list: Journal['list'] = async (filter) => {
      if (filter.provider !== undefined) asked += 1;
      return await journal.list(filter);
    };
    const clock = virtualClock();
    const records = new TrackRecords({ list }, clock, new Learning({ list }, clock));
    const [one, other] = await Promise.all([records.of('one'), records.of('one')]);
    expect(other).toBe(one);
    const times = asked;
    expect(await records.of('one')).toEqual(one);
    expect(asked).toBe(2 * times);
  });
});
