import { blows, wireFaults } from './faults.ts';
import type { Tally } from './tally.ts';

/** Below, chance alone may leave something out. */
const BIG = 20_000;

/** Whatever a big run should have met and has not: then it has shown nothing of it. */
export function neverHappened(tally: Tally, orders: number): readonly string[] {
  if (orders < BIG) return [];
  const names = [...wireFaults.keys(), ...blows].map((name) => `fault: ${name}`);
  return ['crashes', 'orders: adopted', ...names].filter((name) => tally.count(name) === 0);
}
