import { readFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import path from 'node:path';
import { createServer, getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterAll, beforeAll } from 'vitest';
import { listen } from './helpers.ts';

/** For 127.0.0.1; nobody trusts it. */
const pem = readFileSync(path.join(import.meta.dirname, 'fixtures/self-signed.pem'));
/** The reply of a vendor that sells. */
export const SALE = 'HTTP/1.1 200 OK\r\ncontent-length: 19\r\n\r\nOK 17 +447700900000';

/** A TLS server; `heard` is what came out of the encryption. */
export async function tlsVendor(answer: (socket: Socket) => void): Promise<{ url: string; heard: string[] }> {
  const heard: string[] = [];
  const server = createServer({ key: pem, cert: pem }, (socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (data) => {
      heard.push(data.toString());
      answer(socket);
    });
  });
  server.on('tlsClientError', () => undefined);
  return { url: `https://127.0.0.1:${await listen(server)}/api`, heard };
}

/** For the tests of one file or group. */
export function trustTheVendor(): void {
  const trusted = getCACertificates('default');
  beforeAll(() => setDefaultCACertificates([...trusted, pem.toString()]));
  afterAll(() => setDefaultCACertificates(trusted));
}
