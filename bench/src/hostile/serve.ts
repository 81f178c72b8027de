import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { type BodyName, bodies } from './bodies.ts';

/** A site in a process of its own: tells its port, answers what its path names, ends with its parent. */
const server = createServer((request, response) => {
  const name = decodeURIComponent(new URL(request.url ?? '', 'http://x').pathname.slice(1)) as BodyName;
  response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(bodies[name]()));
});
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
process.on('disconnect', () => process.exit());
