import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { arzancell, arzancellDialect } from '@numroute/arzancell';
import type { ProbeReply } from '@numroute/core';
import { fivesimDialect } from '@numroute/fivesim';
import { numberlandDialect } from '@numroute/numberland';
import { onlinesimDialect } from '@numroute/onlinesim';
import { type ProfileName, profiles, smsActivate, smsActivateDialect } from '@numroute/sms-activate';
import { smsmanDialect } from '@numroute/smsman';
import { smspoolDialect } from '@numroute/smspool';
import { smspvaDialect } from '@numroute/smspva';
import { createWorld, type Sandbox, startSandbox, type World } from '@numroute/testkit';
import { textverifiedDialect } from '@numroute/textverified';
import { vaksmsDialect } from '@numroute/vaksms';
import { describe, expect, test } from 'vitest';
import { ran, terminal, widest, withConfig } from './io.ts';

/** What may be asked of a stranger: everything else could buy or change something. */
const READS =
  /^(?:getBalance|getCountries|getServicesList|getPrices(?:V2|V3)?|getNumbersStatus|getOperators|get(?:Active|Current)Activations(?:List)?|getStatus(?:V2)?|get_balance|get_status|balance|getcountry)$/;

/** The same where the address says what is asked. */
const READ_PATHS = /\/(?:guest\/countries|user\/profile|balance|userinfo|auth|account\/me|getBalance\.php)$/;

/** The vendors that are no site of the sms-activate family. */
const others = { arzancell: arzancellDialect, numberland: numberlandDialect };

type Site = ProfileName | keyof typeof others;

const isOther = (name: Site): name is keyof typeof others => Object.hasOwn(others, name);

async function standIn(name: Site): Promise<{ readonly world: World; readonly sandbox: Sandbox }> {
  const currency = isOther(name) ? 'IRT' : profiles[name].currency;
  const offers = [
    { service: 'telegram', country: 'US', pool: '77', price: '0.25', stock: 3 },
    { service: 'telegram', country: 'US', pool: '78', price: '0.5', stock: 3 },
  ];
  const world = createWorld({ currency, offers, funds: '10.125' });
  const dialect = isOther(name) ? others[name]() : smsActivateDialect(profiles[name]);
  return { world, sandbox: await startSandbox({ world, dialect }) };
}

interface Said {
  readonly found: readonly {
    readonly name: string;
    readonly sureness: string;
    readonly missing: readonly string[];
    readonly notes: readonly string[];
    readonly evidence: readonly string[];
    readonly entry: { readonly plugin: string; readonly settings: Readonly<Record<string, unknown>> };
  }[];
}

async function detected(url: string, flags: readonly string[] = [], env = {}): Promise<Said> {
  const { out, err } = await ran(['detect', url, '--json', ...flags], { env });
  expect(err).toBe('');
  return JSON.parse(out) as Said;
}

const tell = ({ found }: Said): string => found.map(({ name, sureness }) => `${name} ${sureness}`).join(', ');

/** Eight sites say BAD_KEY as the original did, and without a key no more is to be learnt of them. */
const oneOfEight =
  'classic possible, grizzly possible, smshub possible, daisysms possible, sms-online-pro possible, sms-man possible, onlinesim possible, fivesim possible';
const oneOfTwo = 'tiger possible, privatesms possible';

/** What a sandbox in the place of each site is taken for: without a key, and with one. */
const table: readonly (readonly [name: Site, without: string, withKey: string])[] = [
  ['classic', oneOfEight, 'classic likely, onlinesim possible'],
  ['herosms', 'herosms likely', 'herosms sure'],
  ['smsbower', 'smsbower likely', 'smsbower sure'],
  ['tiger', oneOfTwo, 'tiger sure'],
  ['grizzly', oneOfEight, 'grizzly likely, onlinesim possible'],
  ['smshub', oneOfEight, 'smshub likely, onlinesim possible'],
  ['daisysms', oneOfEight, 'daisysms likely, onlinesim possible'],
  ['vak', 'vak likely', 'vak sure'],
  ['sms-online-pro', oneOfEight, 'sms-online-pro likely, onlinesim possible'],
  ['privatesms', oneOfTwo, 'privatesms sure'],
  ['sms-verification-number', 'sms-verification-number likely', 'sms-verification-number sure'],
  ['sms-man', oneOfEight, 'sms-man likely, onlinesim possible'],
  // Of these two almost nothing is documented.
  ['onlinesim', oneOfEight, 'onlinesim possible, fivesim possible'],
  ['fivesim', oneOfEight, 'fivesim likely, onlinesim possible'],
  ['arzancell', 'arzancell likely', 'arzancell sure'],
  ['numberland', 'numberland likely', 'numberland sure'],
];

describe('a sandbox in the place of every site', () => {
  test('every site has a row', () => {
    expect(table.map(([name]) => name)).toEqual([...Object.keys(profiles), ...Object.keys(others)]);
  });

  test.each(table)('%s', async (name, without, withKey) => {
    const { world, sandbox } = await standIn(name);
    await using _ = sandbox;
    const { secret, currency } = world;
    expect(tell(await detected(sandbox.url))).toBe(without);
    expect(sandbox.requests.map(({ query }) => query.toString()).join()).not.toContain(secret);

    const env = { SHOP_KEY: secret };
    const said = await detected(sandbox.url, ['--key', 'env/SHOP_KEY', '--currency', currency], env);
    expect(tell(said)).toBe(withKey);
    expect(JSON.stringify(said)).not.toContain(secret);
    for (const { path, query } of sandbox.requests) {
      if (!READ_PATHS.test(path)) expect(query.get('action') ?? query.get('method')).toMatch(READS);
    }
    expect(world.orders).toEqual([]);

    const [best] = said.found;
    expect(best?.missing).toEqual([]);
    await withConfig({ providers: [best?.entry] }, async (cwd) => {
      const { code, out, err } = await ran(['compare', 'telegram', '--json'], { cwd, env });
      expect([code, err]).toEqual([0, '']);
      const { offers } = JSON.parse(out);
      expect(offers[0]).toMatchObject({ service: 'telegram', asked: { amount: '0.25', currency } });
    });
  });
});

test("5sim's own API shows itself to everybody, and the key goes only where it did", async () => {
  const offers = [{ service: 'telegram', country: 'US', price: '0.25', stock: 3 }];
  const world = createWorld({ currency: 'USD', offers });
  const dialect = fivesimDialect();
  const anybody = { authorization: 'Bearer anybody' };
  await using sandbox = await startSandbox({
    world,
    dialect: {
      ...dialect,
      // As 5sim does, and a shop, which belongs to a customer, cannot.
      respond: (request, door) =>
        request.path.startsWith('/v1/guest/')
          ? dialect.respond({ ...request, headers: anybody }, () => world.shop)
          : dialect.respond(request, door),
    },
  });
  for (const address of [sandbox.origin, sandbox.url]) {
    expect(tell(await detected(address))).toBe('fivesim likely');
  }
  const env = { SHOP_KEY: world.secret };
  const said = await detected(sandbox.url, ['--key', 'env/SHOP_KEY'], env);
  expect(tell(said)).toBe('fivesim sure');
  expect(said.found[0]?.entry).toMatchObject({
    plugin: '@numroute/fivesim',
    settings: { baseUrl: sandbox.url },
  });
  const keyed = sandbox.requests.filter(({ headers: sent }) => sent['authorization']?.includes(world.secret));
  expect(keyed.map(({ path }) => path)).toEqual(['/v1/user/profile']);
});

test('a currency that nobody told is left to be filled in', async () => {
  const { sandbox } = await standIn('classic');
  await using _ = sandbox;
  const { found } = await detected(sandbox.url);
  expect(found[0]?.missing).toEqual(['currency']);
  expect(found[0]?.entry).toEqual({
    plugin: '@numroute/sms-activate',
    settings: {
      baseUrl: sandbox.url,
      apiKey: { env: 'CLASSIC_API_KEY' },
      currency: '',
      allowInsecureHttp: true,
    },
  });
  const { out } = await ran(['detect', sandbox.url], terminal(80));
  expect(out).toContain('Fill in currency');
  expect(out).toContain('Cannot be told apart');
  expect(widest(out)).toBeLessThanOrEqual(80);
});

test('a wrong key of the user’s changes no judgement, and is said', async () => {
  const { sandbox } = await standIn('herosms');
  await using _ = sandbox;
  const env = { SHOP_KEY: 'a-key-of-another-shop' };
  const said = await detected(sandbox.url, ['--key', 'env/SHOP_KEY'], env);
  expect(tell(said)).toBe('herosms likely');
  expect(said.found[0]?.notes).toEqual(['It does not accept your key.']);
});

test('an address without a path is tried at the usual ones', async () => {
  const { sandbox } = await standIn('arzancell');
  await using _ = sandbox;
  const said = await detected(sandbox.origin);
  expect(tell(said)).toBe('arzancell likely');
  expect(said.found[0]?.entry.settings).toMatchObject({ baseUrl: sandbox.url });
});

test('VAK-SMS is told by two answers of its own, and its currency is left to be filled in', async () => {
  const world = createWorld({ currency: 'RUB', offers: [] });
  await using sandbox = await startSandbox({ world, dialect: vaksmsDialect() });
  for (const address of [sandbox.origin, sandbox.url]) {
    const said = await detected(address);
    expect(tell(said)).toBe('vaksms sure');
    expect(said.found[0]).toMatchObject({
      missing: ['currency'],
      entry: { plugin: '@numroute/vaksms', settings: { baseUrl: sandbox.url, currency: '' } },
    });
  }
});

test('SMS-Man is told by its word for a wrong key, and by the balance for yours', async () => {
  const world = createWorld({ currency: 'RUB', offers: [] });
  await using sandbox = await startSandbox({ world, dialect: smsmanDialect() });
  expect(tell(await detected(sandbox.origin))).toBe('smsman likely');
  const flags = ['--key', 'env/SHOP_KEY', '--currency', 'RUB'];
  const said = await detected(sandbox.url, flags, { SHOP_KEY: world.secret });
  expect(tell(said)).toBe('smsman sure');
  expect(said.found[0]).toMatchObject({
    missing: [],
    entry: { plugin: '@numroute/smsman', settings: { baseUrl: sandbox.url, currency: 'RUB' } },
  });
});

test('SMSPool is the root of a host, and told by its list of countries', async () => {
  const world = createWorld({ currency: 'USD', offers: [] });
  await using sandbox = await startSandbox({ world, dialect: smspoolDialect() });
  const said = await detected(sandbox.origin);
  expect(tell(said)).toBe('smspool sure');
  expect(said.found[0]?.entry).toEqual({
    plugin: '@numroute/smspool',
    settings: { baseUrl: sandbox.origin, apiKey: { env: 'SMSPOOL_API_KEY' }, allowInsecureHttp: true },
  });
});

test('SMSPVA is told by its envelope, and surely with a key', async () => {
  const world = createWorld({ currency: 'USD', offers: [] });
  await using sandbox = await startSandbox({ world, dialect: smspvaDialect() });
  expect(tell(await detected(sandbox.origin))).toBe('smspva likely');
  const said = await detected(sandbox.origin, ['--key', 'env/PVA'], { PVA: world.secret });
  expect(tell(said)).toBe('smspva sure');
  expect(said.found[0]?.entry).toMatchObject({
    plugin: '@numroute/smspva',
    settings: { baseUrl: sandbox.url },
  });
});

test('OnlineSim is told by its word for a wrong key, and does not tell its currency', async () => {
  const world = createWorld({ currency: 'USD', offers: [] });
  await using sandbox = await startSandbox({ world, dialect: onlinesimDialect() });
  const said = await detected(sandbox.origin, ['--key', 'env/SIM'], { SIM: world.secret });
  expect(tell(said)).toBe('onlinesim sure');
  expect(said.found[0]).toMatchObject({ plugin: '@numroute/onlinesim', missing: ['currency'] });
});

test('TextVerified is told by the form of its errors, and does not tell whose the key is', async () => {
  const world = createWorld({ currency: 'USD', offers: [] });
  await using sandbox = await startSandbox({ world, dialect: textverifiedDialect() });
  const said = await detected(sandbox.origin, ['--key', 'env/TV'], { TV: world.secret });
  expect(tell(said)).toBe('textverified sure');
  expect(said.found[0]).toMatchObject({ plugin: '@numroute/textverified', missing: ['username'] });
});

describe('the address is evidence where it is the documented one', () => {
  const badKey: ProbeReply = { status: 200, headers: {}, text: 'BAD_KEY' };
  const judge = (url: string) =>
    smsActivate.recognition?.judge({ url, hasKey: false, answers: new Map([['wrongKey', badKey]]) });

  test.each([
    ['https://daisysms.com/stubs/handler_api.php', ['daisysms sure']],
    ['https://api.7grizzlysms.com/stubs/handler_api.php', ['grizzly sure']],
    // The answer is not the one of the site at this address.
    ['https://hero-sms.com/stubs/handler_api.php', oneOfEight.split(', ')],
    ['https://daisysms.com.example/stubs/handler_api.php', oneOfEight.split(', ')],
  ])('%s', (url, expected) => {
    expect(judge(url)?.map(({ name, sureness }) => `${name} ${sureness}`)).toEqual(expected);
  });

  test('its entry needs no address', () => {
    expect(judge('https://daisysms.com/stubs/handler_api.php')?.[0]?.settings).toEqual({
      profile: 'daisysms',
    });
  });
});

async function hostThatSays(body: string, status = 200): Promise<{ url: string } & AsyncDisposable> {
  const server = createServer((_request, response) => {
    response.writeHead(status, { 'content-type': 'text/html', location: 'https://other.example/' });
    response.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/stubs/handler_api.php`;
  return {
    url,
    [Symbol.asyncDispose]: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

describe('what is not recognised is said', () => {
  test.each([
    ['<!DOCTYPE html><html>Welcome</html>', 200, 3, 'a web page (HTTP 200)'],
    ['<html>Just a moment</html>', 403, 3, 'turns programs away (HTTP 403)'],
    ['Not Found', 404, 3, 'HTTP 404, Not Found'],
    ['{"hello":"world"}', 200, 3, 'HTTP 200, {"hello":"world"}'],
    ['', 200, 3, 'nothing (HTTP 200)'],
    ['', 301, 6, 'redirected to other.example'],
  ])('%j with %d', async (body, status, code, said) => {
    await using host = await hostThatSays(body, status);
    const env = { SHOP_KEY: 'my-very-own-key' };
    const result = await ran(['detect', host.url, '--key', 'env/SHOP_KEY'], { env });
    expect(result.code).toBe(code);
    expect(result.out + result.err).toContain(said);
  });

  test('a page that shows the whole address never gets to see the key', async () => {
    const seen: string[] = [];
    const server = createServer((request, response) => {
      seen.push(request.url ?? '');
      response.end(`<html>${request.url}</html>`);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/x`;
    const { out, err } = await ran(['detect', url, '--key', 'env/K'], { env: { K: 'my-very-own-key' } });
    server.close();
    expect(seen.length).toBeGreaterThan(3);
    expect(seen.join() + out + err).not.toContain('my-very-own-key');
  });

  test('a host that is not there', async () => {
    const host = await hostThatSays('');
    await host[Symbol.asyncDispose]();
    const { code, err } = await ran(['detect', host.url]);
    expect([code, err]).toEqual([6, expect.stringContaining('no connection')]);
  });

  test('words of the dialect that no known site puts together', () => {
    const answers = new Map([
      ['wrongKey', { status: 401, headers: {}, text: '{"title":"BAD_KEY","details":"Unauthorized"}' }],
      ['noKey', { status: 200, headers: {}, text: 'BAD_KEY' }],
    ]);
    const url = 'https://shop.example/stubs/handler_api.php';
    expect(smsActivate.recognition?.judge({ url, hasKey: false, answers })).toEqual([
      expect.objectContaining({
        name: 'classic',
        sureness: 'possible',
        notes: ['These are words of this dialect, but no known site answers just so.'],
      }),
    ]);
  });
});

test.each([
  [['not a url'], '<base-url>'],
  [['ftp://x.example/'], 'https://'],
  [['http://x.example/stubs/handler_api.php'], '--allow-insecure-http'],
  [['https://x.example/?api_key=sk-0815'], 'without the key'],
  [['https://me:sk-0815@x.example/'], 'without user name'],
  [['https://x.example/', '--key', 'sk-0815'], 'env/NAME'],
  [['https://x.example/', '--key', 'env/NOT_SET'], 'NOT_SET'],
  [['https://x.example/', '--currency', 'gold'], '--currency'],
  [['https://x.example/', '--plugin', '@numroute/nobody'], 'npm install'],
])('%j is refused before anything is asked', async (argv, part) => {
  const { code, err } = await ran(['detect', ...argv]);
  expect(code).toBe(2);
  expect(err.replace(/\n */g, ' ')).toContain(part);
  expect(err).not.toContain('sk-0815');
});

test('a third party’s plugin recognises its own hosts', async () => {
  const source = `
    const probe = { name: 'hello', query: { hello: '1' }, key: 'wrong', keyIn: { in: 'header', name: 'x-acme' } };
    const own = { ...probe, name: 'own', key: 'own' };
    export default {
      id: 'acme', apiVersion: 1, parseSettings: (raw) => raw, create: () => { throw new Error('no'); },
      recognition: {
        paths: ['/acme'],
        ask: () => [probe, own],
        judge: ({ url, answers }) => answers.get('hello')?.text === 'ACME'
          ? [{ name: 'acme', sureness: 'sure', evidence: ['it said ACME'], settings: { baseUrl: url } }] : [],
      },
    };`;
  await using host = await hostThatSays('ACME');
  await withConfig('{}', async (cwd) => {
    await writeFile(join(cwd, 'acme.mjs'), source);
    const { code, out } = await ran(['detect', host.url, '--plugin', './acme.mjs'], { cwd });
    expect(code).toBe(0);
    expect(out).toContain('acme (./acme.mjs): sure');
    expect(JSON.parse(out.slice(out.indexOf('{'), out.lastIndexOf('}') + 1))).toEqual({
      plugin: './acme.mjs',
      settings: { baseUrl: host.url, apiKey: { env: 'ACME_API_KEY' }, allowInsecureHttp: true },
    });
  });
});

test('a host that redirects what it does not know is asked on', async () => {
  const source = `
    const probe = { name: 'hello', path: 'hello', key: 'none', keyIn: { in: 'query', name: 'key' } };
    export default {
      id: 'acme', apiVersion: 1, parseSettings: (raw) => raw, create: () => { throw new Error('no'); },
      recognition: {
        paths: [],
        ask: () => [probe],
        judge: ({ answers }) => answers.get('hello')?.text === 'ACME'
          ? [{ name: 'acme', sureness: 'sure', evidence: ['it said ACME'], settings: {} }] : [],
      },
    };`;
  const server = createServer((request, response) => {
    if (request.url === '/v1/hello') response.end('ACME');
    else response.writeHead(302, { location: '/404.html' }).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
  await withConfig('{}', async (cwd) => {
    await writeFile(join(cwd, 'acme.mjs'), source);
    const { code, out } = await ran(['detect', url, '--plugin', './acme.mjs'], { cwd });
    expect([code, out]).toEqual([0, expect.stringContaining('acme (./acme.mjs): sure')]);
  });
  server.close();
});

test('a plugin without a way to recognise is refused', async () => {
  expect(arzancell.recognition?.paths).toEqual(['/api/handler.php']);
  await withConfig('{}', async (cwd) => {
    const source =
      'export default { id: "mute", apiVersion: 1, parseSettings: (raw) => raw, create: () => {} };';
    await writeFile(join(cwd, 'mute.mjs'), source);
    const { code, err } = await ran(['detect', 'https://x.example/', '--plugin', './mute.mjs'], { cwd });
    expect([code, err]).toEqual([2, expect.stringContaining('--plugin')]);
  });
});
