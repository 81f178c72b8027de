import { readFileSync } from 'node:fs';
import { type AddressInfo, createConnection, createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';

/**
 * A vendor's TLS and the long way to it, in a process of its own: what arrives is decrypted and goes to
 * the port of the first argument. Each way takes half of the second one, in milliseconds.
 */
const [port = 0, roundTripMs = 0] = process.argv.slice(2, 4).map(Number);
const pem = readFileSync(process.argv[4] ?? '');

function join(from: Socket, to: Socket, delayMs: (isFirst: boolean) => number): void {
  let isFirst = true;
  from.setNoDelay(true);
  from.on('data', (data) => {
    setTimeout(() => to.writable && to.write(data), delayMs(isFirst));
    isFirst = false;
  });
  from.on('error', () => to.destroy());
  from.on('close', () => setTimeout(() => to.destroy(), delayMs(false)));
}

const listen = (server: Server): Promise<number> =>
  new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });

const tls = await listen(
  createTlsServer({ key: pem, cert: pem }, (client) => {
    const vendor = createConnection(port, '127.0.0.1');
    join(client, vendor, () => 0);
    join(vendor, client, () => 0);
  }),
);
const line = await listen(
  createServer((client) => {
    const far = createConnection(tls, '127.0.0.1');
    // The handshake of TCP is done on this machine: its round trip is waited for here.
    join(client, far, (isFirst) => (isFirst ? roundTripMs * 1.5 : roundTripMs / 2));
    join(far, client, () => roundTripMs / 2);
  }),
);
process.send?.(line);
process.on('disconnect', () => process.exit());
