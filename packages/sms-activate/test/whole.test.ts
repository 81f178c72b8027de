import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { gzipSync } from 'node:zlib';
import { money, type Provider } from '@numroute/core';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type ProfileName, smsActivate } from '../src/index.ts';
import { call, codeOf, offerOf } from './quirks/vendor.ts';

/** A site that sends these very bytes, one reply after the other, and hangs up. */
async function open(
  profile: ProfileName,
  ...replies: readonly Buffer[]
): Promise<Provider & { asked(): number }> {
  let asked = 0;
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => {
      socket.end(replies[asked] ?? replies.at(-1) ?? '');
      asked += 1;
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const provider = smsActivate.create({
    profile,
    apiKey: 'sk-0123456789abcdef',
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/stubs/handler_api.php`,
    currency: 'USD',
    allowInsecureHttp: true,
  });
  onTestFinished(async () => {
    await provider.close?.();
    server.close();
  });
  return Object.assign(provider, { asked: () => asked });
}

function http(body: Buffer | string, ...headers: readonly string[]): Buffer {
  const head = ['HTTP/1.1 200 OK', 'connection: close', ...headers].join('\r\n');
  return Buffer.concat([Buffer.from(`${head}\r\n\r\n`), Buffer.from(body)]);
}

const SOLD = 'ACCESS_NUMBER:77:16285872391';
const packed = gzipSync(SOLD);

describe('a text receipt', () => {
  const buy = async (reply: Buffer) => {
    const { purchase } = await open('smshub', reply);
    const offer = offerOf('smshub', { price: money('0.5', 'USD') });
    return await purchase(offer, { ...call, maxPrice: offer.price });
  };
  const receipt = { id: '77', status: 'open', messages: [] };

  test.each([
    ['with its length', http(SOLD, `content-length: ${SOLD.length}`)],
    ['in chunks', http(`${SOLD.length.toString(16)}\r\n${SOLD}\r\n0\r\n\r\n`, 'transfer-encoding: chunked')],
    ['in gzip, with its length', http(packed, 'content-encoding: gzip', `content-length: ${packed.length}`)],
    ['in gzip', http(packed, 'Content-Encoding: gzip')],
  ])('%s tells the phone', async (_, reply) => {
    expect(await buy(reply)).toEqual({ ...receipt, phone: '+16285872391' });
  });

  test('that ends with its connection tells the id alone: the phone may have been cut off', async () => {
    for (let end = 'ACCESS_NUMBER:77:'.length; end <= SOLD.length; end += 1) {
      expect(await buy(http(SOLD.slice(0, end)))).toEqual(receipt);
    }
  });

  test('that ends with its connection tells the phone where no list could tell it again', async () => {
    const { purchase } = await open('vak', http(SOLD));
    const offer = offerOf('vak', { price: money('0.5', 'USD') });
    const sold = await purchase(offer, { ...call, maxPrice: offer.price });
    expect(sold).toEqual({ ...receipt, phone: '+16285872391' });
  });

  test('that was cut off within its id is in doubt', async () => {
    for (let end = 0; end < 'ACCESS_NUMBER:77:'.length; end += 1) {
      expect(await codeOf(buy(http(SOLD.slice(0, end))))).toBe('OUTCOME_UNKNOWN');
    }
  });

  test('in JSON needs no length: what was cut off is no JSON', async () => {
    const { purchase } = await open('smsbower', http('{"activationId":"77","phoneNumber":"16285872391"}'));
    const offer = offerOf('smsbower');
    const sold = await purchase(offer, { ...call, maxPrice: offer.price });
    expect(sold).toEqual({ ...receipt, phone: '+16285872391' });
  });
});

describe('a code or a balance in a text that ends with its connection', () => {
  test('is believed where it comes twice', async () => {
    const provider = await open('vak', http('STATUS_OK:123456'));
    expect((await provider.fetchOrder('77', call)).messages).toEqual([{ code: '123456' }]);
    expect(provider.asked()).toBe(2);
  });

  test('is not believed where it was cut off once', async () => {
    const cut = await open('vak', http('STATUS_OK:12'), http('STATUS_OK:123456'));
    expect(await codeOf(cut.fetchOrder('77', call))).toBe('UNAVAILABLE');
    const balance = await open('vak', http('ACCESS_BALANCE:17.1'), http('ACCESS_BALANCE:17.154'));
    expect(await codeOf(balance.fetchBalance?.(call) ?? Promise.resolve())).toBe('UNAVAILABLE');
  });

  test('is believed where the second time it has its length', async () => {
    const whole = http('ACCESS_BALANCE:17.154', 'content-length: 21');
    const provider = await open('vak', http('ACCESS_BALANCE:17.1'), whole);
    expect(await provider.fetchBalance?.(call)).toEqual(money('17.154', 'USD'));
  });

  test('is not asked for twice where it has no value, or its length', async () => {
    const waiting = await open('vak', http('STATUS_WAIT_CODE'));
    await waiting.fetchOrder('77', call);
    const whole = await open('vak', http('STATUS_OK:1234', 'content-length: 14'));
    await whole.fetchOrder('77', call);
    expect([waiting.asked(), whole.asked()]).toEqual([1, 1]);
  });
});
