import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import { ran, terminal, widest, withConfig } from './io.ts';

test.each([[['demo']], [[]]])('numroute %s tours the simulated market and ends by itself', async (argv) => {
  // No config lies there or above.
  const { code, out, err } = await ran(argv, { ...terminal(80), cwd: '/nowhere' });
  expect(err).toBe('');
  expect(code).toBe(0);
  expect(out).toContain('SIMULATED');
  expect(out).toMatch(/^\* 1 {2}0\.0750 USD {2}8,400 IRT +3 {2}EE Estonia +toman-sim\/3$/m);
  expect(out).toContain('No answer from slow-sim');
  expect(out).toContain('1 out of stock');
  expect(out).toContain('(demo, 2026-11-20)');
  expect(out).toContain('Code 53917 received');
  expect(out).toMatch(
    /before the purchase +491,600 IRT\n +after the purchase +483,200 IRT\n +after the cancel +491,600 IRT/,
  );
  expect(stripVTControlCharacters(out)).toBe(out);
  expect(widest(out)).toBeLessThanOrEqual(80);
});

test('a silent sandbox sells numbers that get no SMS', async () => {
  const stop = new AbortController();
  const { promise: ready, resolve: printed } = Promise.withResolvers<string>();
  const served = ran(['sandbox', '--silent'], { signal: stop.signal, onOut: printed });
  const text = await ready;
  expect(text).toContain('No order gets an SMS. Ctrl-C ends it all.');
  const key = /export NUMROUTE_SANDBOX_KEY=(\S+)/.exec(text)?.[1] ?? '';
  const config = text.slice(text.indexOf('{\n'), text.lastIndexOf('}') + 1);
  const wait = ['--wait', '5s', '--refund-wait', '0s'];
  const { code, out } = await withConfig(config, (cwd) =>
    ran(['buy', 'telegram', '--max', '9000IRT', ...wait], { cwd, env: { NUMROUTE_SANDBOX_KEY: key } }),
  );
  expect(out).toContain('No code came; cancelling.');
  expect(code).toBe(4);
  stop.abort();
  expect((await served).out).not.toContain('got an SMS');
});

test('the sandbox prints a config that works, and sends every order an SMS', async () => {
  const stop = new AbortController();
  let printed: (text: string) => void = () => {};
  const ready = new Promise<string>((resolve) => {
    printed = resolve;
  });
  const served = ran(['sandbox'], { signal: stop.signal, onOut: printed });
  const text = await ready;
  const key = /export NUMROUTE_SANDBOX_KEY=(\S+)/.exec(text)?.[1] ?? '';
  const config = text.slice(text.indexOf('{\n'), text.lastIndexOf('}') + 1);
  const { code, out } = await withConfig(config, (cwd) =>
    ran(['buy', 'telegram', '--max', '9000IRT'], { cwd, env: { NUMROUTE_SANDBOX_KEY: key } }),
  );
  expect(out).toMatch(/Code: \d{5}/);
  expect(code).toBe(0);
  stop.abort();
  expect((await served).code).toBe(0);
});
