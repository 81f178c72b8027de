import { createServer, type Socket } from 'node:net';
import { describe, expect, test } from 'vitest';
import { failure, listen, offer, open, purchaseCall } from './helpers.ts';
import { httpProxy } from './proxies.ts';
import { SALE, tlsVendor, trustTheVendor } from './tls-vendor.ts';

/** A server that never speaks TLS. */
async function rawVendor(onHello: (socket: Socket) => void): Promise<string> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => onHello(socket));
  });
  return `https://127.0.0.1:${await listen(server)}/api`;
}

const sell = (socket: Socket): unknown => socket.write(SALE);

describe('a TLS handshake that fails: the purchase never left', () => {
  const broken: Record<string, (socket: Socket) => unknown> = {
    'the server speaks plain http': (socket) => socket.end(SALE),
    'the server resets': (socket) => socket.resetAndDestroy(),
    'the server hangs up': (socket) => socket.end(),
    'the server says nothing': () => undefined,
  };
  for (const [name, onHello] of Object.entries(broken)) {
    test(name, async () => {
      const error = await failure(open(await rawVendor(onHello)).purchase(offer, purchaseCall()));
      expect(error.code).toBe('UNAVAILABLE');
      expect(error.moneyMayHaveMoved).toBe(false);
      expect(error.message).toContain('never left');
    });
  }

  for (const way of ['directly', 'through a proxy']) {
    test(`a certificate that nobody signed, ${way}`, async () => {
      const { url, heard } = await tlsVendor(sell);
      const settings = way === 'directly' ? {} : { proxy: (await httpProxy()).url };
      const error = await failure(open(url, settings).purchase(offer, purchaseCall()));
      expect(error.code).toBe('UNAVAILABLE');
      expect(error.moneyMayHaveMoved).toBe(false);
      expect(heard).toEqual([]);
    });
  }
});

describe('after the handshake the request may have left', () => {
  trustTheVendor();

  for (const way of ['directly', 'through a proxy']) {
    const settings = async () => (way === 'directly' ? {} : { proxy: (await httpProxy()).url });

    test(`a reset and a silence are unknown, ${way}`, async () => {
      for (const answer of [(socket: Socket) => socket.destroy(), () => undefined]) {
        const { url, heard } = await tlsVendor(answer);
        const error = await failure(open(url, await settings()).purchase(offer, purchaseCall()));
        expect(error.code).toBe('OUTCOME_UNKNOWN');
        expect(heard).toHaveLength(1);
      }
    });

    test(`a sale is a sale, ${way}`, async () => {
      const { url } = await tlsVendor(sell);
      expect(await open(url, await settings()).purchase(offer, purchaseCall())).toMatchObject({ id: '17' });
    });
  }
});
