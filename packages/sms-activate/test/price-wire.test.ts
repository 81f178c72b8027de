import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { gzipSync } from 'node:zlib';
import type { Offers, Provider } from '@numroute/core';
import { expect, onTestFinished, test } from 'vitest';
import { smsActivate } from '../src/index.ts';

const LIST =
  '{"187":{"tg":{"cost":0.19,"count":12,"physicalCount":null},"wa":{"cost":"0.2500","count":7}},"6":{"tg":{"cost":1e1,"count":3},"vi":{"cost":15,"count":0}}}';
const PRICES = ['0.19', '0.25', '15'];

interface Site {
  reply: Buffer;
  readonly provider: Provider;
}

/** A site that sends these very bytes and hangs up. */
async function open(reply: Buffer = Buffer.alloc(0)): Promise<Site> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => socket.end(site.reply));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const provider = smsActivate.create({
    profile: 'classic',
    apiKey: '8b1a9953c4611296a827abf8c47804d7',
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/stubs/handler_api.php`,
    currency: 'USD',
    allowInsecureHttp: true,
  });
  const site: Site = { reply, provider };
  onTestFinished(async () => {
    await provider.close?.();
    server.close();
  });
  return site;
}

const listAll = ({ provider }: Site): Promise<Offers> =>
  provider.listOffers({}, { signal: AbortSignal.timeout(20_000) });
const pricesOf = (offers: Offers): string[] => [...offers].map(({ price }) => price.amount);

function http(body: Buffer | string, headers: Readonly<Record<string, string | number>> = {}): Buffer {
  const lines = Object.entries({ connection: 'close', ...headers }).map(
    ([name, value]) => `${name}: ${value}`,
  );
  return Buffer.concat([Buffer.from(`HTTP/1.1 200 OK\r\n${lines.join('\r\n')}\r\n\r\n`), Buffer.from(body)]);
}

const length = (body: Buffer | string) => ({ 'content-length': Buffer.byteLength(body) });

test('a whole list, with its length and without, chunked and in gzip', async () => {
  const site = await open();
  const packed = gzipSync(LIST);
  const chunk = (text: string) => `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`;
  for (const reply of [
    http(LIST, length(LIST)),
    http(LIST),
    http(`${chunk(LIST.slice(0, 50))}${chunk(LIST.slice(50))}0\r\n\r\n`, { 'transfer-encoding': 'chunked' }),
    http(packed, { ...length(packed), 'content-encoding': 'gzip' }),
    http(`\uFEFF \r\n${LIST}\n`),
  ]) {
    site.reply = reply;
    // What is listed with an exponent is no plain price.
    expect(pricesOf(await listAll(site))).toEqual(PRICES);
  }
});

test('quirk 7: a list that was cut off anywhere is an error, never a short list', async () => {
  const site = await open();
  for (let end = 0; end < LIST.length; end += 1) {
    const cut = LIST.slice(0, end);
    // The server cut it, and says so well-formed: 18,323 bytes at status 200.
    site.reply = http(cut, length(cut));
    await expect(listAll(site), `cut at ${end}`).rejects.toMatchObject({ code: 'UNREADABLE' });
  }
});

test('quirk 7: a connection that ends before the announced length is an error', async () => {
  const site = await open();
  for (let end = 0; end < LIST.length; end += 7) {
    site.reply = http(LIST.slice(0, end), length(LIST));
    await expect(listAll(site), `cut at ${end}`).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  }
  // Even where the list itself is whole: something did not come.
  site.reply = http(LIST, { 'content-length': LIST.length + 1 });
  await expect(listAll(site)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
});

test('a length shorter than the list cuts it', async () => {
  const site = await open();
  for (let said = 1; said < LIST.length; said += 7) {
    site.reply = http(LIST, { 'content-length': said });
    await expect(listAll(site), `${said} bytes`).rejects.toMatchObject({
      code: expect.stringMatching(/^(UNREADABLE|UNAVAILABLE)$/),
    });
  }
});

test('chunks without their end, and gzip without its, are errors', async () => {
  const site = await open();
  const packed = gzipSync(LIST);
  site.reply = http(`${LIST.length.toString(16)}\r\n${LIST}\r\n`, { 'transfer-encoding': 'chunked' });
  await expect(listAll(site)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  for (let end = 0; end < packed.length; end += 5) {
    const cut = packed.subarray(0, end);
    site.reply = http(cut, { ...length(cut), 'content-encoding': 'gzip' });
    await expect(listAll(site), `cut at ${end} of ${packed.length}`).rejects.toMatchObject({
      code: expect.stringMatching(/^(UNREADABLE|UNAVAILABLE)$/),
    });
  }
});

test('a list of megabytes fits, and what unpacks beyond the limit does not', async () => {
  const rows = Array.from({ length: 200 }, (_, country) => {
    const cells = Array.from({ length: 300 }, (__, n) => `"s${n}":{"cost":${n + 1}.5,"count":${n}}`);
    return `"${country}":{${cells.join(',')}}`;
  });
  const large = `{${rows.join(',')}}`;
  expect(large.length).toBeGreaterThan(1_500_000);
  const site = await open(http(gzipSync(large), { 'content-encoding': 'gzip' }));
  const offers = await listAll(site);
  expect(offers.length).toBe(60_000);
  site.reply = http(gzipSync(large.slice(0, -1)), { 'content-encoding': 'gzip' });
  await expect(listAll(site)).rejects.toMatchObject({ code: 'UNREADABLE' });
  site.reply = http(gzipSync(Buffer.alloc(34_000_000, ' ')), { 'content-encoding': 'gzip' });
  await expect(listAll(site)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
});

test('every offer says when it was listed', async () => {
  const before = Date.now();
  const offers = [...(await listAll(await open(http(LIST))))];
  expect(offers).toHaveLength(PRICES.length);
  for (const { listedAt } of offers) expect(listedAt).toBeGreaterThanOrEqual(before);
});
