import type { IncomingMessage, ServerResponse } from 'node:http';
import { NumrouteError } from '@numroute/core';
import type { FastifyInstance } from 'fastify';
import type { Metrics } from '../metrics/metrics.ts';
import type { ClientShop } from '../selling/client-shop.ts';
import type { Clientele } from '../selling/clientele.ts';
import { guard } from './guard.ts';
import { ownHosts } from './hosts.ts';
import { limits } from './limits.ts';
import { sendProblem } from './problem.ts';
import type { TokenCheck } from './token-check.ts';

/** One address that somebody else's code answers, for holders of tokens. */
export interface Endpoint {
  /** By which metrics know it. */
  readonly name: string;
  /** Such as `/mcp`. */
  readonly path: string;
  /**
   * Answers one request of the client whose shop it is.
   *
   * @param body What its JSON says; undefined: it has none.
   * @returns What was asked for, as a label of metrics: one of few words.
   */
  respond(
    shop: ClientShop,
    request: IncomingMessage,
    response: ServerResponse,
    body: unknown,
  ): Promise<string>;
  /** Ends what it keeps open. */
  close(): Promise<void>;
}

interface EndpointParts {
  readonly endpoint: Endpoint;
  /** Names that the server answers to, beside IP addresses. */
  readonly hosts: Iterable<string>;
  readonly clientele: Pick<Clientele, 'onCutOff'>;
  readonly metrics: Metrics;
  readonly tokens: TokenCheck;
}

/** Serves it with what everything here is served with: tokens, limits, and no word to a page of another site. */
export async function serveEndpoint(app: FastifyInstance, parts: EndpointParts): Promise<void> {
  const { endpoint, hosts, clientele, metrics, tokens } = parts;
  const isOurs = ownHosts(hosts);
  app.setErrorHandler(sendProblem);
  app.addHook('onRequest', async ({ headers: { origin } }) => {
    if (origin === undefined) return;
    // A browser says in every request to another site whose page it is.
    const host = URL.canParse(origin) ? new URL(origin).host : '';
    if (host === '' || !isOurs(host)) throw foreignPage();
  });
  const shops = guard(app, tokens);
  const open = new Map<ServerResponse, string>();
  clientele.onCutOff((client) => {
    for (const [response, owner] of open) if (owner === client) response.destroy();
  });
  // They may be streams that do not end by themselves, and the server waits for every answer.
  app.addHook('preClose', async () => {
    await endpoint.close();
    for (const response of open.keys()) response.destroy();
  });
  app.route({
    method: ['GET', 'POST', 'DELETE'],
    url: endpoint.path,
    schema: { hide: true },
    handler: async (request, reply) => {
      const shop = shops.of(request);
      const { id } = shop.client;
      const mine = [...open.values()].filter((owner) => owner === id).length;
      if (mine >= limits.streamsOfOne)
        throw new NumrouteError('RATE_LIMITED', `This token has ${mine} answers open.`, {});
      const { raw: response } = reply;
      open.set(response, id);
      response.once('close', () => open.delete(response));
      reply.hijack();
      for (const [name, value] of Object.entries(reply.getHeaders()))
        if (value !== undefined) response.setHeader(name, value);
      const action = await endpoint.respond(shop, request.raw, response, request.body ?? undefined);
      const status = response.statusCode;
      metrics.answered({ via: endpoint.name, action, client: id, status }, reply.elapsedTime);
      return reply;
    },
  });
}

const foreignPage = (): NumrouteError<'REJECTED'> =>
  new NumrouteError('REJECTED', 'A page of another site may not ask here.', {});
