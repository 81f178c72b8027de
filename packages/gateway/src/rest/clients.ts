import { type Clock, NumrouteError } from '@numroute/core';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { NewClient } from '../clients/client-schema.ts';
import type { KeptClient } from '../clients/kept-clients.ts';
import type { ClientSettings } from '../clients/settings.ts';
import { newToken } from '../clients/tokens.ts';
import { newWebhookSecret } from '../clients/webhook-secret.ts';
import type { Clientele } from '../selling/clientele.ts';
import { operatorOnly, type Shops } from '../server/guard.ts';
import type { Webhooks } from '../webhooks/webhooks.ts';
import { takeAnyBody } from './any-body.ts';
import {
  type ClientBody,
  changedBy,
  changedClient,
  client,
  clientOf,
  clientResource,
  clients,
  newClient,
  withSecret,
  withToken,
} from './client-resource.ts';
import * as schemas from './schemas.ts';

interface Named {
  readonly Params: { readonly id: string };
}

const params = { type: 'object', required: ['id'], properties: { id: { type: 'string', maxLength: 32 } } };
const failure = { default: schemas.failure };

/** For operators: who may use the gateway. What is changed here acts at once, and outlives a restart. */
export function clientRoutes(
  app: FastifyInstance,
  shops: Shops,
  clientele: Clientele,
  webhooks: Pick<Webhooks, 'stateOf'>,
  clock: Clock,
): void {
  const operatorOf = (request: FastifyRequest): string => {
    const shop = shops.of(request);
    operatorOnly(shop);
    return shop.client.id;
  };
  const told = (id: string): object => {
    const [member, kept] = [clientele.member(id), clientele.kept.get(id)];
    const settings = member?.settings ?? kept?.settings;
    if (settings) return clientResource(settings, member, kept, webhooks.stateOf(id));
    throw unknownClient(id);
  };
  /** What is kept of a client that may be changed here. */
  const changeable = (id: string, known: KeptClient | undefined): KeptClient => {
    if (known && known.revokedAt === undefined) return known;
    if (!clientele.member(id)) throw known ? revoked() : unknownClient(id);
    throw new NumrouteError(
      'WRONG_STATE',
      'The settings of the gateway name this client: change it there, and send SIGHUP.',
      {},
    );
  };

  app.get(
    '/clients',
    { schema: { summary: 'For operators: who may use the gateway', response: { 200: clients, ...failure } } },
    async (request) => {
      operatorOf(request);
      const ids = new Set([
        ...clientele.members.map(({ settings }) => settings.id),
        ...clientele.kept.keys(),
      ]);
      return { clients: [...ids].sort().map(told) };
    },
  );

  app.post<{ Body: ClientBody & { readonly id: string } }>(
    '/clients',
    {
      schema: {
        summary: 'For operators: add a client',
        description: 'Answers with its token, which is shown this once.',
        body: newClient,
        response: { 201: withToken, ...failure },
      },
    },
    async (request, reply) => {
      const by = operatorOf(request);
      const { id } = request.body;
      const { settings, webhookSecret } = withWebhook(clientOf(id, request.body));
      const { token, hash } = newToken();
      await clientele.keep(id, by, (known) => {
        if (known || clientele.member(id))
          throw NumrouteError.input('id', 'one that no client has, nor had', JSON.stringify(id));
        return { settings: { ...settings, tokenHash: hash }, addedAt: clock.now() };
      });
      return await reply
        .code(201)
        .header('location', `/v1/clients/${id}`)
        .send({ client: told(id), token, ...(webhookSecret !== undefined && { webhookSecret }) });
    },
  );

  app.patch<Named & { Body: ClientBody }>(
    '/clients/:id',
    {
      schema: {
        summary: 'For operators: change what a client may do',
        description:
          'What is not named stays; what is null is as if it had never been said. A webhook that is set where there was none answers with its secret, once; to replace one, take it away and set it again.',
        params,
        body: changedClient,
        response: { 200: withSecret, ...failure },
      },
    },
    async (request) => {
      const by = operatorOf(request);
      const { id } = request.params;
      let webhookSecret: string | undefined;
      await clientele.keep(id, by, (known) => {
        const kept = changeable(id, known);
        const { tokenHash, webhook } = kept.settings;
        const changed = withWebhook(changedBy(kept.settings, request.body), webhook?.secret);
        if (id === by && !changed.settings.operator) throw notYourself();
        webhookSecret = changed.webhookSecret;
        return { ...kept, settings: { ...changed.settings, tokenHash } };
      });
      return { client: told(id), ...(webhookSecret !== undefined && { webhookSecret }) };
    },
  );

  app.register(async (inner) => {
    takeAnyBody(inner);
    inner.post<Named>(
      '/clients/:id/token',
      {
        schema: {
          summary: 'For operators: give a client another token',
          description: 'The one of before is refused from then on, and its streams end.',
          params,
          response: { 200: withToken, ...failure },
        },
      },
      async (request) => {
        const by = operatorOf(request);
        const { id } = request.params;
        const { token, hash } = newToken();
        await clientele.keep(id, by, (known) => {
          const kept = changeable(id, known);
          return { ...kept, settings: { ...kept.settings, tokenHash: hash } };
        });
        return { client: told(id), token };
      },
    );

    inner.delete<Named>(
      '/clients/:id',
      {
        schema: {
          summary: 'For operators: revoke a client',
          description:
            'It is refused at once, its streams end, and its orders without a code are given up for their money. For ever: its id stays taken. To revoke it again does nothing more.',
          params,
          response: { 200: client, ...failure },
        },
      },
      async (request) => {
        const by = operatorOf(request);
        const { id } = request.params;
        await clientele.keep(id, by, (known) => {
          // Said again, because the journal may not have heard it.
          if (known?.revokedAt !== undefined && !clientele.member(id)) return known;
          if (id === by) throw notYourself();
          return { ...changeable(id, known), revokedAt: clock.now() };
        });
        return told(id);
      },
    );
  });
}

/** @param known The secret that its webhook has already; else it gets one. */
function withWebhook(
  { webhook, ...rest }: NewClient,
  known?: string,
): { readonly settings: Omit<ClientSettings, 'tokenHash'>; readonly webhookSecret?: string } {
  if (!webhook) return { settings: rest };
  const secret = known ?? newWebhookSecret();
  const settings = { ...rest, webhook: { url: webhook.url, secret } };
  return { settings, ...(known === undefined && { webhookSecret: secret }) };
}

const unknownClient = (id: string): NumrouteError =>
  NumrouteError.input('id', 'the id of a client', JSON.stringify(id));
const revoked = (): NumrouteError => new NumrouteError('WRONG_STATE', 'This client was revoked.', {});
const notYourself = (): NumrouteError =>
  new NumrouteError('REJECTED', 'An operator takes no right from itself; another one can.', {});
