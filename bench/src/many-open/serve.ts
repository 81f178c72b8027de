import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A site without a list of open orders, in a process of its own: no code ever comes. Tells its port, and on each message how often it was asked for orders. */
let asked = 0;

const server = createServer((request, response) => {
  const action = new URL(request.url ?? '', 'http://x').searchParams.get('action');
  if (action === 'getStatus') asked += 1;
  response.end(action === 'getBalance' ? 'ACCESS_BALANCE:100000' : 'STATUS_WAIT_CODE');
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
process.on('message', () => process.send?.(asked));
process.on('disconnect', () => process.exit());
