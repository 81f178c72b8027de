import { Readable } from 'node:stream';
import { eachInSlices, type Shop, stepsBelow, type WireRequest } from '@numroute/core';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { GatewaySettings } from '../clients/settings.ts';
import type { Metrics } from '../metrics/metrics.ts';
import type { Repeats } from '../selling/repeats.ts';
import { whetherHeard } from '../server/delivery.ts';
import { type Mount, mountsOf } from '../server/mounts.ts';
import type { TokenCheck } from '../server/token-check.ts';
import { wholeRequestOf, wireRequestOf } from '../server/wire.ts';
import { dialectShop } from './dialect-shop.ts';

interface DialectParts {
  readonly settings: GatewaySettings;
  readonly tokens: TokenCheck;
  readonly repeats: Repeats | undefined;
  readonly metrics: Metrics;
  readonly newId: () => string;
}

/** By these parameters clients choose pools. Which one they come to changes with prices and stock. */
const POOL_WORDS = ['country', 'operator', 'providerIds', 'exceptProviderIds'];

/** Of the parts of long answers, as long as these are kept: a price list goes to many clients. */
type KeptBytes = WeakMap<readonly string[], Promise<Bytes>>;

interface Bytes {
  readonly parts: readonly Buffer[];
  readonly length: number;
}

/** Serves old clients in their own words. */
export async function serveDialects(app: FastifyInstance, parts: DialectParts): Promise<void> {
  const bytes: KeptBytes = new WeakMap();
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
  // Old clients read words, not JSON. What fails here failed before the dialect heard of it.
  app.setErrorHandler((error: { readonly statusCode?: number }, request, reply) => {
    const status = error.statusCode ?? 500;
    if (status >= 500) request.log.error({ err: error }, 'a dialect failed');
    return reply
      .code(status)
      .type('text/plain; charset=utf-8')
      .send(status === 413 ? 'TOO_LARGE' : 'ERROR');
  });
  for (const mount of mountsOf(parts.settings.profile ?? 'classic')) {
    for (const url of mount.paths) {
      app.route({
        method: mount.hears === 'whole' ? ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] : ['GET', 'POST'],
        url,
        schema: { hide: true },
        handler: (request, reply) => respond(request, reply, mount, parts, bytes),
      });
    }
  }
}

async function respond(
  request: FastifyRequest,
  reply: FastifyReply,
  mount: Mount,
  { tokens, repeats, metrics, newId }: DialectParts,
  bytes: KeptBytes,
): Promise<FastifyReply> {
  const { name, dialect, currency, tiers, numbered } = mount;
  const wire = mount.hears === 'whole' ? wholeRequestOf(request, name) : await wireRequestOf(request);
  const orderId = (numbered && wire.query.get('orderId')?.trim()) || undefined;
  const poolWords =
    mount.hears === 'parameters' ? JSON.stringify(POOL_WORDS.map((word) => wire.query.get(word))) : undefined;
  let client: string | undefined;
  const shopOf = (token: string): Shop | undefined => {
    if (token === '') {
      tokens.letStrangerPass(request.ip);
      return undefined;
    }
    const shop = tokens.shopOf(token, request.ip);
    if (!shop) return undefined;
    client = shop.client.id;
    return dialectShop(shop, {
      tiers,
      repeats,
      newId,
      isGone: () => request.raw.socket.destroyed,
      heard: () => whetherHeard(request.raw, reply.raw),
      ...(currency !== undefined && { currency }),
      ...(orderId !== undefined && { orderId }),
      ...(poolWords !== undefined && { poolWords }),
    });
  };
  const answer = await dialect.respond(wire, shopOf);
  const { status = 200, headers = {}, parts } = answer;
  const action = metrics.actionOf(actionIn(wire, mount));
  metrics.answered({ via: name, action, client: client ?? 'nobody', status }, reply.elapsedTime);
  if (request.log.level === 'debug') request.log.debug({ via: name, action, client, status }, 'answered');
  reply.code(status).headers(headers);
  if (!parts) return reply.send(answer.body);
  const { length, parts: chunks } = await bytesOf(parts, bytes);
  return reply.header('content-length', length).send(Readable.from(chunks, { objectMode: false }));
}

/** What was asked for, without whatever id stands behind it. */
function actionIn({ path, query }: WireRequest, { dialect, hears }: Mount): string | null {
  if (hears === 'parameters') return query.get('action');
  return stepsBelow(dialect.path, path)?.slice(0, 2).join('/') ?? null;
}

function bytesOf(parts: readonly string[], kept: KeptBytes): Promise<Bytes> {
  const known = kept.get(parts);
  if (known) return known;
  const made = encoded(parts);
  kept.set(parts, made);
  return made;
}

async function encoded(parts: readonly string[]): Promise<Bytes> {
  const bytes: Buffer[] = [];
  await eachInSlices(parts, (part) => bytes.push(Buffer.from(part)));
  return { parts: bytes, length: bytes.reduce((sum, { length }) => sum + length, 0) };
}
