import { existsSync } from 'node:fs';
import module from 'node:module';
import path from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';

/** Where the policies of two pages differ, as sources of their directives. */
interface Sources {
  readonly styles: string;
  readonly images: string;
  readonly trustedTypes: string;
}

const policyOf = ({ styles, images, trustedTypes }: Sources): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    `style-src ${styles}`,
    `img-src ${images}`,
    "font-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    `trusted-types ${trustedTypes}`,
  ].join('; ');

/** A page may load its own files and speak to this server, and nothing else; no text becomes markup or code. */
const policy = policyOf({ styles: "'self'", images: "'self'", trustedTypes: "'none'" });

/** Its viewer writes markup, styles and images of its own. It takes no token, and shows our document alone. */
const REFERENCE = 'reference.html';
const referencePolicy = policyOf({
  styles: "'self' 'unsafe-inline'",
  images: "'self' data:",
  trustedTypes: 'lit-html',
});

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
    setHeaders: (reply, file) => {
      const isReference = path.basename(file) === REFERENCE;
      reply.header('content-security-policy', isReference ? referencePolicy : policy);
      reply.header('cross-origin-opener-policy', 'same-origin');
      reply.header('cross-origin-resource-policy', 'same-origin');
      reply.header('cache-control', 'no-cache');
    },
  });
}
