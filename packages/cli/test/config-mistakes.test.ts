import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ran, withConfig } from './io.ts';

const KEY = 'sk-very-secret-0815';
const env = { KEY, PROXY: `me:${KEY}`, TOKEN: 'a-token-of-enough-length' };
const apiKey = { env: 'KEY' };
const arzancell = '@numroute/arzancell';
const smsActivate = '@numroute/sms-activate';

/** The places of what is told, and all of it as one line. */
async function told(config: unknown, argv = ['balance', '--json']) {
  return await withConfig(config, async (cwd) => {
    const { code, out, err } = await ran(argv, { cwd, env });
    expect(out + err).not.toContain(KEY);
    const { details } = JSON.parse(out).error;
    const places: string[] = details.mistakes.map(({ field }: { field: string }) => field);
    return { code, details, err, places, text: err.replace(/\n */g, ' ') };
  });
}

test('all mistakes are told at once, each with its place, its cause and its fix', async () => {
  const { code, details, err, places } = await told({
    providers: [
      { plugin: '@numroute/arzancel', settings: { apiKey } },
      { plugin: arzancell, settings: { apiKey: KEY, baseurl: 'https://x.example/', timeoutMs: 'soon' } },
      { plugin: smsActivate, settings: { profile: 'herosm', apiKey: { env: 'NONE' }, pollMs: -1 } },
      { plugin: smsActivate, settings: { profile: 'herosms', apiKey, proxyAuth: { env: 'PROXY' } } },
      5,
    ],
    rate: [],
    rates: [{ base: 'USD', quote: 'XYZ', value: 0, source: '', asOf: 'soon' }],
    currency: 'usd',
    budgets: [{ limit: '5', per: 'day' }],
    keepCodes: 7,
    sideBySide: 'yes',
  });
  expect(places.toSorted()).toEqual([
    'budgets[0].limit',
    'budgets[0].per',
    'currency',
    'keepCodes',
    'providers[0].plugin',
    'providers[1].settings.apiKey',
    'providers[1].settings.baseurl',
    'providers[1].settings.timeoutMs',
    'providers[2].settings.apiKey',
    'providers[2].settings.pollMs',
    'providers[2].settings.profile',
    'providers[3].settings.proxyAuth',
    'providers[4]',
    'rate',
    'rates[0].asOf',
    'rates[0].quote',
    'rates[0].source',
    'rates[0].value',
    'sideBySide',
  ]);
  expect(err).toMatch(/^19 mistakes in numroute\.config\.json:\n {2}\S/);
  for (const { field, expected, message } of details.mistakes) {
    expect(message).toContain(`${field}: expected ${expected}`);
  }
  expect(details).toMatchObject({ file: 'numroute.config.json', field: places[0] });
  expect(code).toBe(2);
});

test('one mistake is told as it is, and stands in the list, too', async () => {
  const { err, places } = await told({ providers: [{ plugin: arzancell, settings: {} }] });
  expect(err).toMatch(/^providers\[0\]\.settings\.apiKey: expected your API key/);
  expect(places).toEqual(['providers[0].settings.apiKey']);
});

test('a config that lies elsewhere is named', async () => {
  await withConfig({ providers: [{ plugin: arzancell, settings: {} }] }, async (cwd) => {
    await mkdir(join(cwd, 'below'));
    const { err } = await ran(['balance'], { cwd: join(cwd, 'below'), env });
    expect(err.replace(/\n */g, ' ')).toContain(
      `1 mistake in ${join(cwd, 'numroute.config.json')}: providers[0]`,
    );
  });
});

test.each([
  ['a name at the top, which is then not missing', { provider: [] }, 'provider', 'did you mean providers?'],
  [
    'a setting',
    { apiKey, baseurl: 'https://x.example/' },
    'providers[0].settings.baseurl',
    'did you mean baseUrl?',
  ],
  ['a setting in capitals', { apiKey, BASEURL: 1 }, 'providers[0].settings.BASEURL', 'did you mean baseUrl?'],
  ['a profile', { apiKey, profile: 'smbower' }, 'providers[0].settings.profile', 'did you mean smsbower?'],
])('what was meant by a misspelt name: %s', async (_, given, place, hint) => {
  const config = 'provider' in given ? given : { providers: [{ plugin: smsActivate, settings: given }] };
  const { places, text } = await told(config);
  expect(places).toEqual([place]);
  expect(text).toContain(hint);
});

test.each(['@numroute/arzancel', 'arzancell', '@numroute/ArzanCell', 'sms-activate'])(
  'what was meant by a misspelt package, which nobody is told to install: %s',
  async (plugin) => {
    const { text } = await told({ providers: [{ plugin, settings: { apiKey } }] });
    expect(text).toMatch(/did you mean @numroute\/(arzancell|sms-activate)\?/);
    expect(text).not.toContain('npm install');
  },
);

test('two of one id stand in the list, beside what else is wrong', async () => {
  const one = { plugin: arzancell, settings: { apiKey } };
  const twice = await told({ providers: [one, one] });
  expect(twice.text).toContain('providers: expected ids that differ, found arzancell twice');
  expect(twice.places).toEqual(['providers']);
  const { places } = await told({ providers: [one, one], currency: 'x' });
  expect(places).toEqual(['currency', 'providers']);
});

test('what plugins find only when they create their providers is told at once, too', async () => {
  const entry = (id: string, baseUrl: string) => ({ plugin: arzancell, settings: { id, apiKey, baseUrl } });
  const { places } = await told({
    providers: [entry('a', 'https://a.example/#x'), entry('b', 'https://b.example/#x')],
  });
  expect(places).toEqual(['providers[0].settings.baseUrl', 'providers[1].settings.baseUrl']);
});

test('a plugin that never stops complaining is asked no more than it has settings', async () => {
  const plugin = `export default {
    id: 'acme', apiVersion: 1, create: () => { throw new Error('never'); },
    parseSettings() {
      throw Object.defineProperty(Object.assign(new Error('settings: bad'), { code: 'INVALID_INPUT',
        details: { field: 'settings', expected: 'better ones' } }), Symbol.for('@numroute/core/NumrouteError'), { value: true });
    } };`;
  await withConfig(
    { providers: [{ plugin: './acme.mjs', settings: { a: 1 } }], currency: 'x' },
    async (cwd) => {
      await writeFile(join(cwd, 'acme.mjs'), plugin);
      const { code, err } = await ran(['balance'], { cwd, env });
      expect(err).toContain('2 mistakes');
      expect(err).toContain('providers[0].settings: bad');
      expect(code).toBe(2);
    },
  );
});

const clients = [
  { id: 'crm', token: { env: 'TOKEN' }, budget: '50', per: 'week' },
  { id: 'qa', token: { env: 'NONE' }, budget: '50USD', colour: 'red', margn: {} },
  { id: 'qa', token: { env: 'TOKEN' }, budget: '50USD', maxPrice: '1EUR' },
  { id: 'qa', token: { env: 'TOKEN' }, budget: '50USD' },
  { id: 'key', token: { env: 'KEY' }, budget: '50USD' },
];
const wrongGateway = { prot: 1, port: 70_000, hosts: ['https://x.example'], clients };
const places = [
  'gateway.clients',
  'gateway.clients[0].budget',
  'gateway.clients[0].per',
  'gateway.clients[1].colour',
  'gateway.clients[1].margn',
  'gateway.clients[1].token',
  'gateway.clients[2].maxPrice',
  'gateway.hosts[0]',
  'gateway.port',
  'gateway.prot',
];

test.each([
  ['the gateway', ['gateway', '--json'], {}, []],
  ['whoever finds another mistake', ['balance', '--json'], { currency: 'usd' }, ['currency']],
])('%s tells all mistakes of its settings at once', async (_, argv, more, others) => {
  const providers = [{ plugin: arzancell, settings: { apiKey } }];
  const seen = await told({ providers, gateway: wrongGateway, ...more }, argv);
  expect(seen.places.filter((place) => place !== 'gateway.clients').toSorted()).toEqual(
    [...others, ...places.slice(1)].toSorted(),
  );
  const count = seen.places.length;
  expect(seen.err).toMatch(new RegExp(`^${count} mistakes in numroute\\.config\\.json:\n`));
  expect(seen.text).toContain('gateway.clients: expected clients whose ids differ');
  expect(seen.text).toContain('gateway.clients: expected clients whose tokens differ');
  expect(seen.text).toContain('did you mean port?');
  expect(seen.text).toContain('did you mean margin?');
  for (const { field, expected, message } of seen.details.mistakes) {
    expect(message).toContain(`${field}: expected ${expected}`);
  }
  expect(seen.code).toBe(2);
});

test('mistakes of the gateway are told with those of plugins', async () => {
  const providers = [{ plugin: arzancell, settings: { apiKey, baseurl: 'https://x.example/' } }];
  const seen = await told({ providers, gateway: { clients: [], port: -1 } }, ['gateway', '--json']);
  expect(seen.places).toEqual(['gateway.port', 'gateway.clients', 'providers[0].settings.baseurl']);
});

test('doctor finds each mistake of the gateway', async () => {
  const providers = [{ plugin: arzancell, settings: { apiKey } }];
  await withConfig({ providers, gateway: { clients: [], port: -1 } }, async (cwd) => {
    const { out, code } = await ran(['doctor', '--json'], { cwd, env });
    const { findings } = JSON.parse(out);
    const failed = findings.filter(({ status }: { status: string }) => status === 'fail');
    expect(failed.map(({ message }: { message: string }) => message.split(':')[0])).toEqual([
      'gateway.port',
      'gateway.clients',
    ]);
    expect(code).toBe(2);
  });
});

test('a client with the key of a vendor is told beside other mistakes', async () => {
  const providers = [{ plugin: arzancell, settings: { apiKey } }];
  const gateway = { clients: [{ id: 'key', token: { env: 'KEY' }, budget: '50USD' }] };
  const seen = await told({ providers, gateway, currency: 'usd' }, ['gateway', '--json']);
  expect(seen.places).toEqual(['currency', 'gateway.clients[0].token']);
});
