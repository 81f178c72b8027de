import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { inFolder, type Ran, ran, withConfig } from './io.ts';

const KEY = 'sk-very-secret-0815';
const good = { plugin: '@numroute/arzancell', settings: { apiKey: { env: 'KEY' } } };
const rate = { base: 'USD', quote: 'IRT', value: '112000', source: 'x', asOf: '2026-11-20' };

/** Arguments, config (undefined: none), and what the message must contain: the field, and the fix. */
const table: [name: string, argv: string, config: unknown, ...parts: string[]][] = [
  ['an unknown service', 'compare telegrom', { providers: [good] }, 'service', 'did you mean telegram'],
  ['an unknown country', 'compare telegram --country XX', { providers: [good] }, '--country', 'EE or GB'],
  ['a country in a list', 'compare telegram --country EE,Atlantis', undefined, '--country', 'Atlantis'],
  ['a negative price', 'compare telegram --max -1USD', { providers: [good] }, '--max', 'not negative'],
  ['a price without currency', 'buy telegram --max 0.5', { providers: [good] }, '--max', '0.5USD'],
  ['a bad share', 'buy telegram --max 1USD --tolerance 0.1', { providers: [good] }, '--tolerance', '10%'],
  ['no price', 'buy telegram --country EE', { providers: [good] }, '--max', '0.5USD'],
  ['an unknown currency', 'compare telegram --in XYZ', { providers: [good] }, '--in', 'USD'],
  ['a bad duration', 'buy telegram --max 1USD --wait soon', { providers: [good] }, '--wait', '10m'],
  ['a bad port', 'sandbox --port 99999', undefined, '--port', '65535'],
  ['an unknown command', 'purchase telegram', undefined, "'purchase'", 'numroute --help'],
  ['a misspelt command', 'comapre telegram', undefined, "'comapre'", 'Did you mean compare?'],
  ['a misspelt command of a group', 'prices chrat telegram', undefined, "'chrat' of prices", 'mean chart?'],
  ['a misspelt command beside an action', 'orders shwo 12', undefined, "'shwo' of orders", 'mean show?'],
  ['a command that is like none', 'orders telegram', undefined, "'telegram' of orders", 'show, export,'],
  ['a misspelt choice', 'compare telegram --sort pirce', undefined, '--sort', 'did you mean price?'],
  ['a misspelt rank', 'compare telegram --by valeu', undefined, '--by', 'did you mean value?'],
  ['a misspelt colour', 'balance --color nevr', undefined, '--color', 'did you mean never?'],
  ['a misspelt shell', 'completion zhs', undefined, 'shell', 'did you mean zsh?'],
  ['a misspelt fault', 'sandbox --fault phantm', undefined, '--fault', 'did you mean phantom?'],
  ['a misspelt site', 'sandbox --profile herosm', undefined, '--profile', 'did you mean herosms?'],
  ['a misspelt vendor', 'sandbox --all --sms fivesm=never', undefined, '--sms', 'did you mean fivesim?'],
  ['a misspelt state', 'orders --state cancled', { providers: [good] }, '--state', 'mean cancelled?'],
  ['a misspelt option', 'compare telegram --contry EE', undefined, '--contry', 'Did you mean --country?'],
  ['an unknown option', 'compare telegram --cheap', undefined, '--cheap', '--help'],
  ['no service', 'compare', undefined, 'service'],
  ['an unknown fault', 'cancel one/1 --bad ugly', { providers: [good] }, '--bad', 'used, refused'],
  ['no count of SMS', 'buy telegram --max 1USD --sms none', { providers: [good] }, '--sms', '1 to 20'],
  [
    'no config',
    'compare telegram',
    undefined,
    '--config',
    'numroute.config.json',
    'numroute init',
    'numroute demo',
  ],
  ['another file', '--config none.json balance', undefined, '--config', 'none.json'],
  [
    'a missing variable',
    'balance',
    { providers: [{ ...good, settings: { apiKey: { env: 'NONE' } } }] },
    'providers[0].settings.apiKey',
    'NONE',
  ],
  [
    'a key in the file',
    'balance',
    { providers: [good, { ...good, settings: { apiKey: KEY } }] },
    'providers[1].settings.apiKey',
    '{"env": "NAME"}',
  ],
  ['no key', 'balance', { providers: [{ ...good, settings: {} }] }, 'providers[0].settings.apiKey'],
  [
    'a URL with the key',
    'balance',
    {
      providers: [
        { ...good, settings: { ...good.settings, baseUrl: `https://x.example/api?api_key=${KEY}` } },
      ],
    },
    'providers[0].settings.baseUrl',
    '{"env": "NAME"}',
  ],
  [
    'a URL with a password',
    'balance',
    { providers: [{ ...good, settings: { ...good.settings, baseUrl: `https://me:${KEY}@x.example/` } }] },
    'providers[0].settings.baseUrl',
  ],
  [
    'the password of a proxy in the file',
    'balance',
    { providers: [{ ...good, settings: { ...good.settings, proxyAuth: `me:${KEY}` } }] },
    'providers[0].settings.proxyAuth',
    '{"env": "NAME"}',
  ],
  ...['http', 'socks5'].map((scheme): [string, string, unknown, string, string] => [
    `the password of a proxy in its address, ${scheme}`,
    'balance',
    { providers: [{ ...good, settings: { ...good.settings, proxy: `${scheme}://me:${KEY}@x.example:1` } }] },
    'providers[0].settings.proxy',
    '"proxyAuth": {"env": "NAME"}',
  ]),
  [
    'what a proxy wants without a user',
    'balance',
    {
      providers: [
        { ...good, settings: { ...good.settings, proxy: 'socks5://x.example', proxyAuth: { env: 'KEY' } } },
      ],
    },
    'providers[0].settings.proxyAuth',
    'user:password',
  ],
  [
    'a URL with a fragment',
    'balance',
    { providers: [{ ...good, settings: { ...good.settings, baseUrl: `https://x.example/#${KEY}` } }] },
    'providers[0].settings.baseUrl',
    'fragment',
  ],
  [
    'plain http',
    'balance',
    { providers: [{ ...good, settings: { ...good.settings, baseUrl: 'http://x.example/' } }] },
    'providers[0].settings.baseUrl',
    'allowInsecureHttp',
  ],
  [
    'an unknown setting',
    'balance',
    { providers: [{ ...good, settings: { ...good.settings, apikee: 1 } }] },
    'providers[0].settings.apikee',
    'apiKey',
  ],
  [
    'an unknown plugin',
    'balance',
    { providers: [{ plugin: '@numroute/nobody' }] },
    'providers[0].plugin',
    'npm install @numroute/nobody',
  ],
  [
    'no plugin at all',
    'balance',
    { providers: [{ plugin: '@numroute/router' }] },
    'providers[0].plugin',
    'default export',
  ],
  ['no provider', 'balance', { providers: [] }, 'providers', '@numroute/arzancell'],
  ['two of one id', 'balance', { providers: [good, good] }, 'providers', 'arzancell twice'],
  ['an unknown field', 'balance', { provider: [good] }, 'provider', 'providers'],
  [
    'a rate of zero',
    'balance',
    { providers: [good], rates: [{ ...rate, value: '0' }] },
    'rates[0].value',
    'above zero',
  ],
  [
    'a rate as a number',
    'balance',
    { providers: [good], rates: [{ ...rate, value: 5 }] },
    'rates[0].value',
    'as text',
  ],
  [
    'a rate without a day',
    'balance',
    { providers: [good], rates: [{ ...rate, asOf: 'soon' }] },
    'rates[0].asOf',
    '2026-11-20',
  ],
  [
    'an unknown rate',
    'balance',
    { providers: [good], rates: [{ ...rate, quote: 'XYZ' }] },
    'rates[0].quote',
    'IRT',
  ],
  [
    'one account under two names, at the plugin’s own site',
    'balance',
    {
      providers: [
        { ...good, settings: { ...good.settings, id: 'a' } },
        { ...good, settings: { ...good.settings, id: 'b' } },
      ],
    },
    'providers[1].settings',
    'a and b are one account',
  ],
  [
    'one account under two names, at one URL',
    'balance',
    {
      providers: ['a', 'b'].map((id) => ({
        ...good,
        settings: { ...good.settings, id, baseUrl: `https://x.example/api${id === 'a' ? '' : '/'}` },
      })),
    },
    'providers[1].settings',
    'a and b are one account',
  ],
  [
    'one account under two names, reached by two ways',
    'balance',
    {
      providers: ['a', 'b'].map((id) => ({
        ...good,
        settings: {
          ...good.settings,
          id,
          proxy: `socks5://${id}.example:1080`,
          proxyAuth: { env: `PROXY_${id}` },
        },
      })),
    },
    'providers[1].settings',
    'a and b are one account',
  ],
  ['a comma too many', 'balance', '{\n  "providers": [\n    1,\n  ]\n}', 'line 4, column 3', 'comma'],
  ['half a file', 'balance', '{\n  "providers": [', 'line 2, column 17', 'JSON'],
  ['no JSON', 'balance', `api_key = ${KEY}`, 'line 1, column 1', 'JSON'],
  ['JSON and more', 'balance', '{} {}', 'line 1, column 4', 'JSON'],
];

test.each(table)('%s is refused with its place and its fix', async (_name, argv, config, ...parts) => {
  const env = { KEY, PROXY_a: 'me:one', PROXY_b: 'me:two' };
  const attempt = (cwd: string): Promise<Ran> => ran(argv.split(' '), { env, cwd });
  const { code, out, err } = await (config === undefined ? inFolder(attempt) : withConfig(config, attempt));
  expect(err).not.toContain(KEY);
  for (const part of parts) expect(err.replace(/\n */g, ' ')).toContain(part);
  expect(code).toBe(2);
  expect(out).toBe('');
});

test('with --json, an error is one JSON document too', async () => {
  const { code, out } = await ran(['compare', 'telegram', '--country', 'XX', '--json']);
  expect(JSON.parse(out).error).toMatchObject({ code: 'INVALID_INPUT', exitCode: 2 });
  expect(code).toBe(2);
});

test.each([
  ['compare --json'],
  ['compare telegram --cheap --json'],
  ['compare telegram --sort dear --json'],
  ['orders telegram --json'],
  ['purchase telegram --json'],
])('with --json, a mistake in the command line is one JSON document too: %s', async (argv) => {
  const { code, out, err } = await ran(argv.split(' '));
  const { error } = JSON.parse(out);
  expect(error).toMatchObject({ code: 'INVALID_INPUT', exitCode: 2 });
  expect(error.message).not.toMatch(/^error/);
  expect(err.replace(/\n */g, ' ')).toContain(error.message.split('\n')[0]);
  expect(code).toBe(2);
});

test('--help ends well and lists the exit codes', async () => {
  const { code, out } = await ran(['--help']);
  expect(code).toBe(0);
  expect(out).toContain('Exit codes:');
  expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
});

test('a proxy gets what the environment holds for it, and what it says is shown without that', async () => {
  const told: unknown[] = [];
  const proxy = createServer().on('connect', ({ headers }, client) => {
    told.push(headers['proxy-authorization']);
    client.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void proxy.close());
  const settings = {
    ...good.settings,
    proxy: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    proxyAuth: { env: 'PROXY' },
  };
  const env = { KEY, PROXY: `me:${KEY}-of-the-proxy` };
  const { code, out, err } = await withConfig({ providers: [{ ...good, settings }] }, (cwd) =>
    ran(['balance'], { env, cwd }),
  );
  expect(told[0]).toBe(`Basic ${Buffer.from(env.PROXY).toString('base64')}`);
  expect(out + err).toContain('the proxy wants a valid proxyAuth, HTTP 407');
  expect(out + err).not.toContain(KEY);
  expect(code).not.toBe(0);
});
