import { readFileSync } from 'node:fs';
import { createServer as createProxy } from 'node:http';
import { createConnection, createServer, type Socket } from 'node:net';
import path from 'node:path';
import { createServer as createTlsServer, getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { failure, listen, offer, open, purchaseCall } from './helpers.ts';

/** Nobody trusts it. */
const pem = readFileSync(path.join(import.meta.dirname, 'fixtures/self-signed.pem'));
const SALE = 'HTTP/1.1 200 OK\r\ncontent-length: 19\r\n\r\nOK 17 +447700900000';

/** A TLS server; `heard` is what came out of the encryption. */
async function tlsVendor(answer: (socket: Socket) => void): Promise<{ url: string; heard: string[] }> {
  const heard: string[] = [];
  const server = createTlsServer({ key: pem, cert: pem }, (socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (data) => {
      heard.push(data.toString());
      answer(socket);
    });
  });
  server.on('tlsClientError', () => undefined);
  return { url: `https://127.0.0.1:${await listen(server)}/api`, heard };
}

/** A server that never speaks TLS. */
async function rawVendor(onHello: (socket: Socket) => void): Promise<string> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => onHello(socket));
  });
  return `https://127.0.0.1:${await listen(server)}/api`;
}

/** Forwards CONNECT. */
async function proxyServer(): Promise<string> {
  const proxy = createProxy().on('connect', (request, client) => {
    const { hostname, port } = new URL(`http://${request.url}`);
    const upstream = createConnection(Number(port), hostname, () => {
      client.write('HTTP/1.1 200 OK\r\n\r\n');
      upstream.pipe(client).pipe(upstream);
    });
    for (const socket of [client, upstream]) {
      socket.on('error', () => {
        client.destroy();
        upstream.destroy();
      });
    }
  });
  return `http://127.0.0.1:${await listen(proxy)}`;
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
      const settings = way === 'directly' ? {} : { proxy: await proxyServer() };
      const error = await failure(open(url, settings).purchase(offer, purchaseCall()));
      expect(error.code).toBe('UNAVAILABLE');
      expect(error.moneyMayHaveMoved).toBe(false);
      expect(heard).toEqual([]);
    });
  }
});

describe('after the handshake the request may have left', () => {
  const trusted = getCACertificates('default');
  beforeAll(() => setDefaultCACertificates([...trusted, pem.toString()]));
  afterAll(() => setDefaultCACertificates(trusted));

  for (const way of ['directly', 'through a proxy']) {
    const settings = async () => (way === 'directly' ? {} : { proxy: await proxyServer() });

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
