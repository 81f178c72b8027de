import { money } from '@numroute/core';
import { type AttemptEvent, type Happening, type Journal, memoryJournal } from '@numroute/journal';
import { samples } from '@numroute/journal/kit';
import { cheapest, createQuotes, createRouter, value } from '@numroute/router';
import { createWorld, paperProvider, virtualClock } from '@numroute/testkit';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runs } from '../../../../test/support/runs.ts';
import { Learning } from '../../src/code/learning.ts';
import { want } from '../support/stall.ts';

const { bought, intent, offerOf, orderOf } = samples;
/** Before the virtual clock begins. */
const START = virtualClock().now() - 86_400_000;

/** What may become of one number, by the second. */
type Life = readonly (readonly [s: number, happening: (id: string) => Happening])[];

const report = (status: 'delivered' | 'cancelled' | 'expired' | 'gone', code?: string) => (id: string) =>
  ({ kind: 'reported', report: { id, status, messages: code === undefined ? [] : [{ code }] } }) as const;
const lives: readonly Life[] = [
  [
    [20, report('delivered', '1')],
    [30, report('delivered', '2')],
  ],
  [
    [180, report('cancelled')],
    [300, () => ({ kind: 'refund-seen', evidence: '' })],
  ],
  [
    [180, report('cancelled')],
    [200, report('cancelled', '1')],
  ],
  [
    [1_200, report('expired')],
    [1_400, () => ({ kind: 'refund-missing', evidence: '' })],
  ],
  [
    [90, report('gone')],
    [120, report('delivered', '1')],
  ],
  [[5, report('cancelled')]],
  [
    [4, () => ({ kind: 'cancel-wanted', why: '', insist: true, notBefore: 0, fault: 'refused' })],
    [6, report('cancelled')],
  ],
  [],
];

interface OneOrder {
  readonly at: number;
  readonly life: Life;
  readonly provider: string;
  readonly isRefused: boolean;
}

const anOrder: fc.Arbitrary<OneOrder> = fc.record({
  at: fc.nat({ max: 40 }),
  life: fc.constantFrom(...lives),
  provider: fc.constantFrom('one', 'two'),
  isRefused: fc.boolean(),
});

/** All that happens, in the order of its times. */
function eventsOf(orders: readonly OneOrder[]): readonly AttemptEvent[] {
  const events = orders.flatMap(({ at, life, provider, isRefused }, n): AttemptEvent[] => {
    const [id, attempt] = [`${n}`, `a${n}`];
    const told: [number, Happening][] = isRefused
      ? [
          [0, intent(attempt, provider)],
          [1, { kind: 'refused', code: 'OUT_OF_STOCK', message: '' }],
        ]
      : [
          [0, intent(attempt, provider)],
          [1, bought(orderOf(id, provider))],
          ...life.map(([s, what]): [number, Happening] => [s, what(id)]),
        ];
    // One account is asked after the other, so that the journal's rules hold.
    return told.map(([s, happening]) => ({
      ...happening,
      attempt,
      by: 'buyer',
      at: START + (n * 2 + (s > 1 ? 60 * at + s : s)) * 1_000,
    }));
  });
  return events.sort((one, other) => one.at - other.at);
}

async function sameBeliefs(one: Learning, other: Learning): Promise<void> {
  const [followed, rebuilt] = [await one.believe(), await other.believe()];
  for (const provider of ['one', 'two', 'three']) {
    const offer = offerOf(provider);
    const [was, is] = [rebuilt(offer), followed(offer)];
    for (const [bin, hazard] of was.hazards.entries()) expect(is.hazards[bin]).toBeCloseTo(hazard, 9);
    expect(is.phantom).toBeCloseTo(was.phantom, 9);
    expect(is.keeps).toBeCloseTo(was.keeps, 9);
  }
}

describe('what orders have shown', () => {
  test('property: is the same read at once and followed as it happens, also from the middle on', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(anOrder, { minLength: 1, maxLength: 12 }),
        fc.nat({ max: 60 }),
        async (orders, pause) => {
          const events = eventsOf(orders);
          const journal = memoryJournal({ acceptOrphans: true });
          const clock = virtualClock();
          const following = new Learning(journal, clock);
          for (const [n, event] of events.entries()) {
            if (n === pause % events.length) await following.believe();
            const before = await journal.findAttempt(event.attempt);
            following.changed(undefined, { before, after: await journal.append(event) });
          }
          await sameBeliefs(following, new Learning(journal, clock));
        },
      ),
      { numRuns: runs(60) },
    );
  });

  test('property: what happens while it is read counts once, told before its page is read or after', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(anOrder, { minLength: 1, maxLength: 12 }),
        fc.array(fc.boolean(), { minLength: 3, maxLength: 3 }),
        async (orders, isToldLater) => {
          const journal = memoryJournal({ acceptOrphans: true });
          // All that happens is of the last hour, as it is where it happens while the past is read.
          const clock = virtualClock(START + 3_600_000);
          const events = eventsOf(orders);
          const meanwhile = Math.floor(events.length / 2);
          for (const event of events.slice(0, meanwhile)) await journal.append(event);
          const rest = events.slice(meanwhile);
          const step = Math.ceil(rest.length / 3);
          const untold: (() => void)[] = [];
          const tellAll = (): void => {
            for (const tell of untold.splice(0)) tell();
          };
          const later = [...isToldLater];
          const list: Journal['list'] = async (filter) => {
            for (const event of rest.splice(0, step)) {
              const before = await journal.findAttempt(event.attempt);
              const after = await journal.append(event);
              untold.push(() => reading.changed(undefined, { before, after }));
            }
            if (later.shift()) setImmediate(tellAll);
            else tellAll();
            return await journal.list(filter);
          };
          const reading = new Learning({ list }, clock);
          await reading.believe();
          tellAll();
          await sameBeliefs(reading, new Learning(journal, clock));
        },
      ),
      { numRuns: runs(100) },
    );
  });

  test('is counted once, also where its first reading failed half-way', async () => {
    const journal = memoryJournal({ acceptOrphans: true });
    const clock = virtualClock();
    for (let n = 0; n < 600; n += 1) {
      const [id, attempt, at] = [`${n}`, `a${n}`, START + n * 1_000];
      for (const happening of [intent(attempt), bought(orderOf(id)), report('delivered', '1')(id)])
        await journal.append({ ...happening, attempt, by: 'buyer', at });
    }
    let pages = 0;
    const learning = new Learning(
      {
        list: async (filter) => {
          pages += 1;
          // Two look for the ends, the third is a page.
          if (pages === 4) throw new Error('the disk was away');
          return await journal.list(filter);
        },
      },
      clock,
    );
    await expect(learning.believe()).rejects.toThrow('the disk was away');
    const once = (await new Learning(journal, clock).believe())(offerOf('one'));
    const again = (await learning.believe())(offerOf('one'));
    expect(again.evidence).toBeCloseTo(once.evidence, 6);
  });

  test('makes `value` rank a vendor of dead numbers last, in a router and in a comparison without one', async () => {
    const clock = virtualClock();
    const journal = memoryJournal({ acceptOrphans: true });
    const worlds = {
      dead: createWorld({ clock, currency: 'USD', offers: [{ ...want, price: '0.1', stock: 9 }] }),
      good: createWorld({ clock, currency: 'USD', offers: [{ ...want, price: '0.15', stock: 9 }] }),
    };
    const providers = () => Object.entries(worlds).map(([id, world]) => paperProvider(world, { id }));
    for (let n = 0; n < 40; n += 1) {
      const provider = n % 2 === 0 ? 'dead' : 'good';
      const order = orderOf(`${n}`, provider, { paid: money('0.1', 'USD') });
      const steps: Happening[] = [
        intent(`w${n}`, provider),
        bought(order),
        report(
          provider === 'dead' ? 'cancelled' : 'delivered',
          provider === 'dead' ? undefined : '1',
        )(`${n}`),
      ];
      for (const [s, happening] of steps.entries())
        await journal.append({
          ...happening,
          attempt: `a${n}`,
          by: 'buyer',
          at: clock.now() - 86_400_000 + n * 1_000 + s * 100_000,
        });
    }
    const router = createRouter({ clock, journal, providers: providers() });
    const quotes = createQuotes({ clock, providers: providers(), history: journal });
    for (const market of [router, quotes]) {
      const best = async (strategy: typeof value) =>
        (await clock.runUntil(market.quote(want, { strategy }))).ranked.map(({ offer }) => offer.provider);
      expect(await best(cheapest)).toEqual(['dead', 'good']);
      expect(await best(value)).toEqual(['good', 'dead']);
      const { ranked } = await clock.runUntil(market.quote(want, { strategy: value }));
      expect(ranked[0]?.outlook).toMatchObject({ from: 'measured' });
    }
    await clock.runUntil(Promise.all([router.close(), quotes.close()]));
  });
});
