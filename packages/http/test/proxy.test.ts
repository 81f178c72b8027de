import { execFile } from 'node:child_process';
import { createServer } from 'node:net';
import path from 'node:path';
import { promisify } from 'node:util';
import { NumrouteError } from '@numroute/core';
import { describe, expect, test } from 'vitest';
import { commonChecks } from '../src/index.ts';
import {
  call,
  failure,
  listen,
  offer,
  open,
  purchaseCall,
  refusingUrl,
  serve,
  sinks,
  spellings,
} from './helpers.ts';
import { httpProxy, type ProxyHabits, socksProxy, type TestProxy } from './proxies.ts';
import { SALE, tlsVendor, trustTheVendor } from './tls-vendor.ts';

const PASSWORD = 'a+b/c=&%":@é';
const AUTH = `nobody:${PASSWORD}`;
const OTHER = `nobody:${PASSWORD}!`;

interface Vendor {
  readonly url: string;
  /** How many requests came. */
  heard(): number;
}

const vendors: Readonly<Record<string, (atRequest?: () => void) => Promise<Vendor>>> = {
  'over https': async (atRequest) => {
    const { url, heard } = await tlsVendor((socket) => {
      if (atRequest) atRequest();
      else socket.write(SALE);
    });
    return { url, heard: () => heard.length };
  },
  'over plain http': async (atRequest) => {
    const { url, requests } = await serve((_, response) => {
      if (atRequest) atRequest();
      else response.end('OK 17 +447700900000');
    });
    return { url, heard: () => requests.length };
  },
};

const proxies: Readonly<Record<string, (habits?: ProxyHabits) => Promise<TestProxy>>> = {
  'an HTTP proxy': httpProxy,
  'a SOCKS5 proxy': socksProxy,
};

/** What a proxy did is no word of the vendor's, and nothing went past it. */
async function expectNotSent(ask: () => Promise<unknown>, vendor: Vendor): Promise<NumrouteError> {
  const error = await failure(ask());
  expect(error.code).toBe('UNAVAILABLE');
  expect(error.moneyMayHaveMoved).toBe(false);
  expect(vendor.heard()).toBe(0);
  return error;
}

trustTheVendor();

describe.each(Object.keys(proxies))('through %s', (kind) => {
  const start = proxies[kind] as (habits?: ProxyHabits) => Promise<TestProxy>;

  describe.each(Object.keys(vendors))('%s', (how) => {
    const sell = vendors[how] as (atRequest?: () => void) => Promise<Vendor>;

    test.each([undefined, AUTH])('a read and a purchase arrive; it wants %s', async (wants) => {
      const vendor = await sell();
      const proxy = await start(wants === undefined ? {} : { wants });
      const provider = open(vendor.url, { proxy: proxy.url, ...(wants && { proxyAuth: wants }) });
      await provider.fetchOrder('1', call());
      await provider.fetchOrder('1', call());
      expect(await provider.purchase(offer, purchaseCall())).toMatchObject({ id: '17' });
      // Reads share one tunnel, a purchase gets its own.
      const { host } = new URL(vendor.url);
      expect(proxy.asked).toEqual([host, host]);
      expect(proxy.told).toEqual(wants === undefined ? [] : [wants, wants]);
      expect(vendor.heard()).toBe(3);
    });

    const refusals: readonly [string, ProxyHabits, string | undefined, string][] = [
      ['wants a password, and there is none', { wants: AUTH }, undefined, 'valid proxyAuth'],
      ['wants another password', { wants: OTHER }, AUTH, 'valid proxyAuth'],
      ['refuses', { wants: AUTH, refuses: true }, AUTH, 'the proxy refused'],
      ['dies before the tunnel', { wants: AUTH, dies: 'before the tunnel' }, AUTH, ''],
    ];
    test.each(refusals)('it %s: a purchase never left', async (_, habits, proxyAuth, why) => {
      const vendor = await sell();
      const { url: proxy } = await start(habits);
      const provider = open(vendor.url, { proxy, ...(proxyAuth && { proxyAuth }) });
      const bought = await expectNotSent(() => provider.purchase(offer, purchaseCall()), vendor);
      expect(bought.message).toContain('never left and nothing was charged');
      const read = await expectNotSent(() => provider.fetchOrder('1', call()), vendor);
      for (const error of [bought, read]) {
        expect(error.message).toContain(why);
        for (const spelling of spellings(PASSWORD)) expect(sinks(error)).not.toContain(spelling);
        expect(sinks(error)).not.toContain(new URL(proxy).port);
      }
    });

    test('it dies as soon as there is a tunnel: over TLS nothing left, else nobody knows', async () => {
      const vendor = await sell();
      const { url: proxy } = await start({ dies: 'after the tunnel' });
      const provider = open(vendor.url, { proxy });
      const buy = () => provider.purchase(offer, purchaseCall());
      if (how === 'over https') await expectNotSent(buy, vendor);
      else expect((await failure(buy())).code).toBe('OUTCOME_UNKNOWN');
      expect((await failure(provider.fetchOrder('1', call()))).code).toBe('UNAVAILABLE');
    });

    test('it dies when the request is through: unknown', async () => {
      let proxy: TestProxy | undefined;
      const vendor = await sell(() => proxy?.cut());
      proxy = await start({ wants: AUTH });
      const provider = open(vendor.url, { proxy: proxy.url, proxyAuth: AUTH });
      const error = await failure(provider.purchase(offer, purchaseCall()));
      expect(error.code).toBe('OUTCOME_UNKNOWN');
      expect(vendor.heard()).toBe(1);
      for (const spelling of spellings(PASSWORD)) expect(sinks(error)).not.toContain(spelling);
    });
  });

  test('the proxy resolves the name', async () => {
    const vendor = await serve((_, response) => response.end('OK 17 +447700900000'));
    const { port } = new URL(vendor.url);
    const proxy = await start({ leadsTo: Number(port) });
    const provider = open(`http://vendor.invalid:${port}/api`, { proxy: proxy.url });
    expect(await provider.purchase(offer, purchaseCall())).toMatchObject({ id: '17' });
    expect(proxy.asked).toEqual([`vendor.invalid:${port}`]);
  });

  test('a certificate of another host proves that the proxy led elsewhere: never left', async () => {
    const { url, heard } = await tlsVendor((socket) => socket.write(SALE));
    const { port } = new URL(url);
    const { url: proxy } = await start({ leadsTo: Number(port) });
    for (const host of ['vendor.invalid', '127.0.0.2']) {
      const provider = open(`https://${host}:${port}/api`, { proxy });
      const vendor = { url, heard: () => heard.length };
      await expectNotSent(() => provider.purchase(offer, purchaseCall()), vendor);
    }
  });

  test('it is not there: never left', async () => {
    const vendor = await serve((_, response) => response.end('OK 17 +447700900000'));
    const { port } = new URL(await refusingUrl());
    const provider = open(vendor.url, { proxy: (await start()).url.replace(/\d+$/, port) });
    const heard = () => vendor.requests.length;
    const error = await expectNotSent(() => provider.purchase(offer, purchaseCall()), { ...vendor, heard });
    expect(error.message).toContain('(ECONNREFUSED)');
  });

  test('a tunnel that opens when the purchase was given up carries nothing', async () => {
    let bytes = 0;
    const gone = Promise.withResolvers<void>();
    const vendor = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.on('data', ({ length }) => {
        bytes += length;
      });
      socket.on('close', () => gone.resolve());
    });
    const url = `http://127.0.0.1:${await listen(vendor)}/api`;
    const opening = Promise.withResolvers<void>();
    const { url: proxy } = await start({ opens: opening.promise });
    const provider = open(url, { proxy, purchaseTimeoutMs: 100 });
    const error = await expectNotSent(() => provider.purchase(offer, purchaseCall()), {
      url,
      heard: () => bytes,
    });
    expect(error.message).toContain('too slow');
    opening.resolve();
    await gone.promise;
    expect(bytes).toBe(0);
  });

  test('a 407 that came through the tunnel may be of the vendor: unknown', async () => {
    const { url } = await serve((_, response) => {
      response.writeHead(407, { 'proxy-authenticate': 'Basic' }).end('Proxy Authentication Required');
    });
    const provider = open(url, { proxy: (await start()).url });
    expect((await failure(provider.purchase(offer, purchaseCall()))).code).toBe('OUTCOME_UNKNOWN');
  });

  test('the password is struck out of replies and errors, in all its spellings', async () => {
    const basic = Buffer.from(AUTH).toString('base64');
    const echoes = [...spellings(PASSWORD).slice(0, 8), basic, AUTH];
    const { url } = await serve((_, response) => response.end(`WHO ${echoes.join(' , ')}`));
    const { url: proxy } = await start({ wants: AUTH });
    // The key is asked for only with the first request.
    const provider = open(url, { proxy, proxyAuth: AUTH, apiKey: () => 'another-key' });
    const { messages } = await provider.fetchOrder('1', call());
    const error = await failure(provider.purchase(offer, purchaseCall()));
    for (const echo of echoes) {
      expect(JSON.stringify(messages)).not.toContain(echo);
      expect(sinks(error)).not.toContain(echo);
    }
    expect(sinks(error)).toContain('WHO [secret]');
  });

  test('a password too short to be looked for alone is struck out with its user, as HTTP sends it', async () => {
    const short = 'nobody:a1b2';
    const basic = Buffer.from(short).toString('base64');
    const { url } = await serve((_, response) => response.end(`WHO ${short} ${basic}`));
    const { url: proxy } = await start({ wants: short });
    const { messages } = await open(url, { proxy, proxyAuth: short }).fetchOrder('1', call());
    expect(messages).toEqual([{ text: 'WHO [secret] [secret]' }]);
  });
});

test('an HTTP proxy does not speak SOCKS5: never left', async () => {
  const { url } = await httpProxy();
  const provider = open('http://vendor.invalid/api', { proxy: url.replace('http:', 'socks5:') });
  const error = await failure(provider.purchase(offer, purchaseCall()));
  expect(error.code).toBe('UNAVAILABLE');
  expect(error.message).toContain('the proxy does not speak SOCKS5');
});

describe('settings', () => {
  const bad: readonly [string, unknown][] = [
    ...['s3cret', ':s3cret', 's3cret:', 'a:s3 cret', 'a:s3cret\n', `a:s3cret${'x'.repeat(250)}`].map(
      (value): [string, unknown] => ['proxyAuth', value],
    ),
    ['proxyAuth', ['a:s3cret']],
    ['proxyAuth', { user: 's3cret' }],
    ['proxy', 'socks5://a:s3cret@127.0.0.1:1080'],
    ['proxy', 'http://a:s3cret@127.0.0.1:1080'],
    ['proxy', 'socks4://s3cret:1080'],
    ['proxy', 'socks5:s3cret'],
    ['proxy', 'socks5://'],
  ];
  test.each(bad)('%s %j is refused, and never shown', (field, value) => {
    let error: unknown;
    try {
      open('https://vendor.invalid', { proxy: 'http://127.0.0.1:1', [field]: value });
    } catch (thrown) {
      error = thrown;
    }
    if (!NumrouteError.is(error, 'INVALID_INPUT')) throw new Error('it was let through');
    expect(error.details.field).toBe(field);
    expect(sinks(error)).not.toContain('s3cret');
  });

  test('an address with user and password says where they belong', () => {
    for (const proxy of ['http://a:b@127.0.0.1', 'socks5://a:b@127.0.0.1']) {
      expect(() => open('https://vendor.invalid', { proxy })).toThrow('pass them as proxyAuth');
    }
  });

  test('a password without a proxy has nowhere to go', () => {
    expect(() => open('https://vendor.invalid', { proxyAuth: AUTH })).toThrow('a proxy beside it');
  });

  test('the checks of a plugin take them, and refuse what is wrong', () => {
    expect(commonChecks.proxy('socks5://127.0.0.1:1080')).toBe('socks5://127.0.0.1:1080');
    expect(commonChecks.proxyAuth(AUTH)).toBe(AUTH);
    expect(() => commonChecks.proxy('socks4://127.0.0.1:1080')).toThrow('http:// or socks5://');
    expect(() => commonChecks.proxyAuth('nobody')).toThrow('user:password');
  });
});

test('only who uses a SOCKS proxy loads what speaks to it', async () => {
  const vendor = await serve((_, response) => response.end('1'));
  const script = path.join(import.meta.dirname, 'fixtures/buy-through.ts');
  const buy = async (proxy: string): Promise<string> => {
    const args = ['--conditions=@numroute/source', '--disable-warning=ExperimentalWarning', script];
    return (await promisify(execFile)(process.execPath, [...args, vendor.url, proxy])).stdout;
  };
  expect(await buy((await httpProxy()).url)).toBe('bought without socks\n');
  expect(await buy((await socksProxy()).url)).toBe('bought with socks\n');
});
