import { profiles } from '@numroute/sms-activate';
import { expect, test } from 'vitest';
import { ran, withConfig } from './io.ts';

/** What a sandbox prints to paste, as soon as it is there. */
function standIn(profile: string) {
  const closing = new AbortController();
  const printed = Promise.withResolvers<string>();
  const done = ran(['sandbox', '--profile', profile], {
    signal: closing.signal,
    onOut: (all) => {
      if (/\n\}\n\n$/.test(all)) printed.resolve(all);
    },
  });
  return {
    printed: Promise.race([printed.promise, done.then(({ err }) => Promise.reject(new Error(err)))]),
    async [Symbol.asyncDispose]() {
      closing.abort();
      await done;
    },
  };
}

test.each(Object.keys(profiles))('a stand-in for %s works as it says', async (profile) => {
  await using sandbox = standIn(profile);
  const said = await sandbox.printed;
  const [, name = '', key = ''] = /export (\w+)=(\S+)/.exec(said) ?? [];
  const [, address = ''] = /curl '([^']+)'/.exec(said) ?? [];
  expect(await (await fetch(address)).text()).toMatch(/^(ACCESS_BALANCE:)?100\.00$/);
  const config: unknown = JSON.parse(said.slice(said.indexOf('{\n')));
  await withConfig(config, async (cwd) => {
    const env = { [name]: key };
    const { code, out } = await ran(['compare', 'telegram'], { cwd, env });
    expect(out).toMatch(/^\* 1 +(0\.12 USD|9\.36 RUB) /m);
    expect(code).toBe(0);
  });
});
