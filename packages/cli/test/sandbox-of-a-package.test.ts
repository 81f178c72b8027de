import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { ran, withConfig } from './io.ts';

/** A third party's package, as it was built. */
const example = fileURLToPath(new URL('../../../examples/your-own-adapter', import.meta.url));

/** What the sandbox prints to paste, as soon as it is there. */
function standIn(argv: readonly string[], cwd: string) {
  const closing = new AbortController();
  const printed = Promise.withResolvers<string>();
  const done = ran(['sandbox', ...argv], {
    cwd,
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

interface Printed {
  readonly said: string;
  readonly env: Readonly<Record<string, string>>;
  readonly config: { readonly providers: readonly [{ readonly plugin: string; readonly settings: object }] };
}

function read(said: string): Printed {
  const [, name = '', key = ''] = /export (\w+)=(\S+)/.exec(said) ?? [];
  return { said, env: { [name]: key }, config: JSON.parse(said.slice(said.indexOf('{\n'))) };
}

/** Follows the instructions, word for word, in a directory that `prepare` has made ready. */
async function followed(
  argv: readonly string[],
  prepare: (cwd: string) => Promise<void> = async () => {},
): Promise<Printed & { readonly bought: string }> {
  return await withConfig('{}', async (home) => {
    await prepare(home);
    await using sandbox = standIn(argv, home);
    const printed = read(await sandbox.printed);
    const [, command = ''] = /run `numroute ([^`]+)`/.exec(printed.said) ?? [];
    const bought = await withConfig(printed.config, async (cwd) => {
      await prepare(cwd);
      const { code, out, err } = await ran(command.split(' '), { cwd, env: printed.env });
      expect([code, err]).toEqual([0, '']);
      return out;
    });
    return { ...printed, bought };
  });
}

const install = async (cwd: string): Promise<void> => {
  await mkdir(join(cwd, 'node_modules'));
  await symlink(example, join(cwd, 'node_modules', 'numroute-pigeon'));
};

/** The same under a name that nobody has. */
const unpack = async (cwd: string): Promise<void> => {
  const manifest = JSON.parse(await readFile(join(example, 'package.json'), 'utf8'));
  await mkdir(join(cwd, 'acme'));
  await writeFile(
    join(cwd, 'acme', 'package.json'),
    JSON.stringify({ ...manifest, name: 'numroute-nobodys' }),
  );
  for (const part of ['dist', 'node_modules']) await symlink(join(example, part), join(cwd, 'acme', part));
};

test.concurrent.each([
  ['a package of ours', ['@numroute/numberland'], undefined, '@numroute/numberland'],
  ['the package of a third party, by its name', ['numroute-pigeon'], install, 'numroute-pigeon'],
  ['its folder, where it is installed', ['./node_modules/numroute-pigeon'], install, 'numroute-pigeon'],
  [
    'a folder that is installed nowhere',
    ['./acme'],
    unpack,
    expect.stringMatching(/^\/.*\/acme\/dist\/index\.js$/),
  ],
])(
  '%s: its vendor sells as the instructions say, and every order gets an SMS',
  async (_, argv, prepare, plugin) => {
    const { config, bought } = await followed(argv, prepare);
    expect(config).toEqual({
      providers: [
        {
          plugin,
          settings: {
            id: expect.stringMatching(/^[a-z-]+-sim$/),
            apiKey: { env: expect.stringMatching(/^[A-Z_]+_SIM_KEY$/) },
            baseUrl: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/./),
            allowInsecureHttp: true,
          },
        },
      ],
    });
    expect(bought).toMatch(/^Bought \+\d+ from [a-z-]+-sim for .*\n(?:.*\n)*.*Code: \d{5}/);
  },
);

test.concurrent('one vendor of several, with the settings that its plugin needs', async () => {
  const { said, config, bought } = await followed(['@numroute/sms-activate', 'tiger']);
  expect(said).toMatch(/^SIMULATED tiger-sms at http/);
  expect(config.providers[0].settings).toMatchObject({ profile: 'tiger' });
  expect(bought).toMatch(/Code: \d{5}/);
});

test("the market is the subject's own, in its currency", async () => {
  await using sandbox = standIn(['@numroute/numberland'], example);
  const said = await sandbox.printed;
  expect(said).toContain('  telegram in Russia (1): 22000 IRT\n');
  expect(said).toContain('  viber in Estonia (1): 9000 IRT, sold out\n');
  expect(said).toContain('`numroute buy telegram --max 31000IRT`');
  expect(said).not.toContain('curl');
});

test.each([
  [['numroute-nowhere'], 'package'],
  [['./nowhere'], 'package: expected a package, or its folder'],
  [['@numroute/sms-activate', 'herosmz'], 'name: expected one of'],
  [['@numroute/sms-activate', '--profile', 'herosms'], '--profile'],
  [['@numroute/numberland', '--port', '99999'], '--port'],
])('sandbox %o is bad input', async (argv, said) => {
  await withConfig('{}', async (cwd) => {
    const { code, err, out } = await ran(['sandbox', ...argv], { cwd });
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(said);
  });
});
