import { existsSync } from 'node:fs';
import module from 'node:module';
import path from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';

/** A page may load its own files and speak to this server, and nothing else; no text becomes markup or code. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

/** Where the build puts the price board: the same place, run from source or as it is packed. */
const board = path.join(module.findPackageJSON('..', import.meta.url) ?? '', '..', 'dist', 'board');

/** The price board's folder; false, and a word in the log, if it was never built. */
export function boardIn(log: Logger): string | false {
  if (existsSync(board)) return board;
  log.warn('the price board is not built, so there is no page at /');
  return false;
}

/** Serves a folder at `/`: the files in it, nothing above it, nothing hidden. */
export async function servePages(app: FastifyInstance, root: string): Promise<void> {
  await app.register(fastifyStatic, {
    root,
    dotfiles: 'ignore',
    // Set below, because the server's own are for data.
    cacheControl: false,
    setHeaders: (reply) => {
      reply.header('content-security-policy', policy);
      reply.header('cross-origin-opener-policy', 'same-origin');
      reply.header('cross-origin-resource-policy', 'same-origin');
      reply.header('cache-control', 'no-cache');
    },
  });
}
