import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import { ran, terminal, widest } from './io.ts';

test.each([[['demo']], [[]]])('numroute %s tours the simulated market and ends by itself', async (argv) => {
  // No config lies there or above.
  const { code, out, err } = await ran(argv, { ...terminal(80), cwd: '/nowhere' });
  expect(err).toBe('');
  expect(code).toBe(0);
  expect(out).toContain('SIMULATED');
  expect(out).toMatch(/^ +\d {2}0\.0750 USD +8,400 IRT +3 +- {2}EE Estonia +arzancell-sim\/3$/m);
  expect(out).toContain('No answer from smshub-sim');
  expect(out).toContain('1 out of stock');
  expect(out).toContain('1 USD = 112,000 IRT (sandbox, ');
  expect(out).toMatch(/^Bought \+372\d{9} from arzancell-sim for 8,400 IRT\.$/m);
  expect(out).toContain('Code 53917 received');
  expect(out).toMatch(
    /before the purchase +491,600 IRT\n +after the purchase +483,200 IRT\n +after the cancel +491,600 IRT/,
  );
  expect(stripVTControlCharacters(out)).toBe(out);
  expect(widest(out)).toBeLessThanOrEqual(80);
});
