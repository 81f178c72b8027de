import type { Clock } from '@numroute/core';
import { createHook } from '@numroute/router';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import type { Orders } from '../orders/orders.ts';
import { limits } from './limits.ts';
import { sendProblem } from './problem.ts';
import { Slowing } from './slowing.ts';
import { placeOf } from './token-check.ts';

interface HookParts {
  readonly orders: Pick<Orders, 'hint' | 'providers'>;
  /** The part of the address that nobody can guess. */
  readonly secret: string;
  readonly clock: Clock;
  readonly log: Logger;
}

interface Called {
  readonly Params: { readonly secret: string; readonly provider: string };
}

/**
 * Takes the webhooks of vendors, at `/hooks/<secret>/<provider>`, as hints that there is news of an order: no
 * vendor of these signs them, so an order is asked for, and nothing that they say is believed.
 */
export async function serveHooks(app: FastifyInstance, parts: HookParts): Promise<void> {
  const { orders, secret, clock, log } = parts;
  const hooks = new Map(
    orders.providers.map((provider) => [provider, createHook({ router: orders, provider, secret })]),
  );
  const guessing = new Slowing({ times: limits.wrongTokens, inMs: limits.wrongTokensMs, clock });
  const calling = new Slowing({ times: limits.hooks, inMs: limits.hooksMs, clock });
  app.setErrorHandler(sendProblem);
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'string', bodyLimit: limits.hookBytes }, (_request, body, done) =>
    done(null, body),
  );
  app.post<Called>('/hooks/:secret/:provider', { schema: { hide: true } }, async (request, reply) => {
    const { params, body, ip } = request;
    const place = placeOf(ip);
    guessing.check(place, 'Too many wrong addresses came from here.');
    // Also for a vendor that is none: whether the secret is right is found out in one way.
    const hook =
      hooks.get(params.provider) ?? createHook({ router: { hint: () => undefined }, provider: '', secret });
    const said = hook({ method: 'POST', path: params.secret, body: typeof body === 'string' ? body : '' });
    if (said !== 200) {
      guessing.count(place);
      return reply.callNotFound();
    }
    if (!hooks.has(params.provider)) {
      log.warn(
        { provider: params.provider.slice(0, 40) },
        'a webhook of a vendor that is not in the settings',
      );
      return reply.callNotFound();
    }
    calling.check(params.provider, 'Too many webhooks.');
    calling.count(params.provider);
    return await reply.code(200).send();
  });
}
