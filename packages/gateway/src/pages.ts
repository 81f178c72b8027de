import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';

/** A page may load its own files and speak to this server, and nothing else. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Serves a folder at `/`: the files in it, nothing above it, nothing hidden. */
export async function servePages(app: FastifyInstance, root: string): Promise<void> {
  await app.register(fastifyStatic, {
    root,
    dotfiles: 'ignore',
    // Set below, because the server's own are for data.
    cacheControl: false,
    setHeaders: (reply) => {
      reply.header('content-security-policy', policy);
      reply.header('cache-control', 'no-cache');
    },
  });
}
