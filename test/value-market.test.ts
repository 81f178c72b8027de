import { expect, test } from 'vitest';
import { byValue } from '../bench/src/value/by-value.ts';
import { regimes } from '../bench/src/value/markets.ts';
import { naive } from '../bench/src/value/rivals.ts';
import { simulate } from '../bench/src/value/simulate.ts';
import { wantsOf } from '../bench/src/value/wants.ts';
import { World } from '../bench/src/value/world.ts';

// `npm run bench -- value` holds eight markets of 10,000 wants against their bounds.
test('in a small simulated market a code costs less by `value` than by the cheapest number', () => {
  const [quiet] = regimes;
  if (!quiet) throw new Error('no market');
  const world = new World(quiet, 1);
  const wants = wantsOf(quiet, 1, 500);
  const [mine, theirs] = [byValue(world), naive()].map((policy) => simulate(world, wants, policy));
  expect(mine?.cost).toBeLessThanOrEqual(theirs?.cost ?? 0);
  expect(mine?.failed).toBeLessThan(theirs?.failed ?? 0);
}, 120_000);
