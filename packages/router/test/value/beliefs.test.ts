import { describe, expect, test } from 'vitest';
import { Beliefs, type Observation } from '../../src/value/beliefs.ts';
import { PRIOR_ORDERS } from '../../src/value/chain.ts';
import { reached, usualHazards, usualSeconds } from '../../src/value/curve.ts';
import { offerOf } from '../support/ranking.ts';

const seen = (more: Partial<Observation> = {}): Observation => ({
  provider: 'a',
  service: 'telegram',
  country: 'EE',
  openedAt: 0,
  atRiskMs: 180_000,
  weight: 1,
  ...more,
});

/** The share of an offer's orders that has its code after three minutes, as it is believed. */
const chanceOf = (beliefs: Beliefs, more: Parameters<typeof offerOf>[1] = {}): number =>
  1 - reached(beliefs.at(0)(offerOf(0.1, more)).hazards, 180).waits;

const usual = 1 - reached(usualHazards, 180).waits;

describe('beliefs', () => {
  test('a vendor of dead numbers is found out in all his cells, and nobody else is', () => {
    const beliefs = new Beliefs();
    for (let n = 0; n < 40; n += 1) beliefs.observe(seen());
    expect(chanceOf(beliefs)).toBeLessThan(0.05);
    expect(chanceOf(beliefs, { country: 'DE', pool: 'other' })).toBeLessThan(0.2);
    expect(chanceOf(beliefs, { service: 'vk' })).toBeLessThan(0.3);
    expect(chanceOf(beliefs, { provider: 'b' })).toBeGreaterThan(0.15);
    expect(chanceOf(beliefs, { provider: 'b' })).toBeGreaterThan(chanceOf(beliefs, { service: 'vk' }));
  });

  test('an order counts for its seconds and no more, and a code for all of them', () => {
    const [short, long, code] = [new Beliefs(), new Beliefs(), new Beliefs()];
    short.observe(seen({ atRiskMs: 20_000 }));
    long.observe(seen({ atRiskMs: 600_000 }));
    code.observe(seen({ codeAfterMs: 20_000 }));
    expect(chanceOf(long)).toBeLessThan(chanceOf(short));
    expect(chanceOf(short)).toBeLessThan(usual);
    expect(chanceOf(code)).toBeGreaterThan(usual);
  });

  test('the orders of a cell count once: what is wider is believed without them', () => {
    const beliefs = new Beliefs();
    for (let n = 0; n < PRIOR_ORDERS; n += 1) beliefs.observe(seen({ pool: 'own' }));
    const view = beliefs.at(0);
    const [own = [], wider = []] = ['own', 'other'].map((pool) => view(offerOf(0.1, { pool })).hazards);
    // As many orders that waited ten seconds in vain as there are assumed.
    const assumed = usualSeconds[0] ?? 0;
    expect(own[0]).toBeCloseTo(((wider[0] ?? 0) * assumed) / (assumed + 10), 12);
  });

  test('an order that may be the fault of the site weighs less', () => {
    const [whole, part] = [new Beliefs(), new Beliefs()];
    whole.observe(seen());
    part.observe(seen({ weight: 0.3 }));
    expect(usual - chanceOf(part)).toBeLessThan(0.4 * (usual - chanceOf(whole)));
  });

  test('an order that waits counts as long as it waits, and is not remembered', () => {
    const beliefs = new Beliefs();
    const before = chanceOf(beliefs);
    const waiting = Array.from({ length: 20 }, () => ({ ...seen(), atRiskMs: 120_000 }));
    const now = beliefs.at(0, waiting)(offerOf(0.1));
    expect(1 - reached(now.hazards, 180).waits).toBeLessThan(before / 2);
    expect(now.evidence).toBe(0);
    expect(chanceOf(beliefs)).toBe(before);
  });

  test("the vendor's word counts as three orders", () => {
    const says = (value: number) => ({ successRate: { value, source: 'vendor' as const } });
    const beliefs = new Beliefs();
    expect(chanceOf(beliefs, says(0.92))).toBeGreaterThan(usual);
    expect(chanceOf(beliefs, says(0.1))).toBeLessThan(usual);
    expect(chanceOf(beliefs, says(1))).toBeLessThan(0.75);
    expect(beliefs.at(0)(offerOf(0.1)).from).toBe('usual');
    expect(beliefs.at(0)(offerOf(0.1, says(0.5))).from).toBe('vendor');
    for (let n = 0; n < 3; n += 1) beliefs.observe(seen({ country: 'DE' }));
    expect(beliefs.at(0)(offerOf(0.1, says(0.5)))).toMatchObject({ from: 'measured', evidence: 0 });
  });

  test('kept money is counted by vendor, phantom stock by vendor and service', () => {
    const beliefs = new Beliefs();
    expect(beliefs.at(0)(offerOf(0.1))).toMatchObject({ keeps: 0.05, phantom: 0.05 });
    for (let n = 0; n < 10; n += 1) {
      beliefs.observe(seen({ money: 'missing' }));
      beliefs.settled('b', 'returned', 0);
      beliefs.phantom('a', 'telegram', false, 0);
      beliefs.phantom('b', 'telegram', true, 0);
    }
    expect(beliefs.at(0)(offerOf(0.1, { service: 'vk' }))).toMatchObject({ keeps: 11 / 30, phantom: 0.05 });
    expect(beliefs.at(0)(offerOf(0.1))).toMatchObject({ keeps: 11 / 30, phantom: 11 / 30 });
    expect(beliefs.at(0)(offerOf(0.1, { provider: 'b' }))).toMatchObject({ keeps: 1 / 30, phantom: 1 / 30 });
  });

  test('virtual numbers of a pool are another cell', () => {
    const beliefs = new Beliefs();
    beliefs.observe(seen({ pool: 'x', virtual: true }));
    expect(beliefs.at(0)(offerOf(0.1, { pool: 'x' })).evidence).toBe(0);
    expect(beliefs.at(0)(offerOf(0.1, { pool: 'x', virtual: true })).evidence).toBe(1);
  });
});
