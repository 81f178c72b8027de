import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { type ListName, priceListBody } from './body.ts';

/** A site in a process of its own, so that its work stalls nobody else: tells its port, ends with its parent. */
const body = gzipSync(priceListBody((process.argv[2] ?? 'classic') as ListName));

const server = createServer((_request, response) => {
  response.writeHead(200, { 'content-type': 'text/html; charset=UTF-8', 'content-encoding': 'gzip' });
  response.end(body);
});
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
process.on('disconnect', () => process.exit());
