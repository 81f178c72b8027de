import type { Money } from '@numroute/core';
import { type NewClient, parseClient } from '../clients/client-schema.ts';
import type { KeptClient } from '../clients/kept-clients.ts';
import type { ClientSettings } from '../clients/settings.ts';
import type { Member } from '../selling/clientele.ts';
import type { OutboxState } from '../webhooks/outbox.ts';
import { timeOf } from './resources.ts';
import { count, currency, listOf, money, object, type Schema, text, time } from './schemas.ts';

const terms: Readonly<Record<string, Schema>> = {
  budget: { ...money, description: 'The most that it may spend.' },
  per: { enum: ['day', 'month', 'total'], description: 'The span of the budget; absent: `total`.' },
  currency: { ...currency, description: 'Of its prices; absent: USD.' },
  rate: object({
    requests: { type: 'integer', minimum: 1, maximum: 100_000 },
    perMs: { type: 'integer', minimum: 100, maximum: 3_600_000 },
  }),
  services: { ...listOf(text), minItems: 1, description: 'What it may see and buy; absent: all.' },
  countries: { ...listOf(text), minItems: 1, description: 'Where it may see and buy; absent: everywhere.' },
  margin: object({ percent: text, fixed: text }, 'all'),
  maxPrice: { ...money, description: 'What one number may cost if the program sends no cap.' },
  allowVirtual: { type: 'boolean' },
  operator: { type: 'boolean', description: 'Sees the vendors, all clients and these settings.' },
};
const address: Schema = { ...text, format: 'uri', maxLength: 500 };
const optional = Object.keys(terms).filter((name) => name !== 'budget');
const id: Schema = {
  ...text,
  pattern: '^[a-z0-9][a-z0-9-]{0,31}$',
  description: 'Goes to the journal with every purchase. Never given twice.',
};

/** What a client is to be. */
export const newClient: Schema = object(
  {
    id,
    ...terms,
    webhook: { ...object({ url: address }), description: 'Where it is told what becomes of its orders.' },
  },
  [...optional, 'webhook'],
);

const orNone = (schema: Schema): Schema => ({ anyOf: [schema, { type: 'null' }] });

/** What is to change; null: as if it had never been said. */
export const changedClient: Schema = object(
  Object.fromEntries(
    Object.entries({ ...terms, webhook: object({ url: address }) }).map(([name, schema]) => [
      name,
      name === 'budget' ? schema : orNone(schema),
    ]),
  ),
  'all',
);

export const client: Schema = object(
  {
    id,
    from: {
      enum: ['config', 'here'],
      description: '`config`: the settings of the gateway name it, and only they change it.',
    },
    ...terms,
    webhook: {
      ...object(
        {
          url: address,
          waiting: { ...count, description: 'Orders with something that it has not heard.' },
          failing: { ...count, description: 'Of those, the ones that were tried and not heard.' },
          givenUp: { ...count, description: 'Steps that nobody heard for a day, in this run.' },
          lastHeardAt: time,
          lastProblem: text,
        },
        ['waiting', 'failing', 'givenUp', 'lastHeardAt', 'lastProblem'],
      ),
      description: 'Where it is told what becomes of its orders, and how far that is.',
    },
    balance: { ...money, description: 'What is left of its budget; absent once it is revoked.' },
    addedAt: time,
    revokedAt: { ...time, description: 'It holds no token any more. Its id stays taken.' },
  },
  [...optional, 'webhook', 'balance', 'addedAt', 'revokedAt'],
);
export const clients: Schema = object({ clients: listOf(client) });
const webhookSecret: Schema = { ...text, description: 'With what its webhook is signed, shown this once.' };
export const withToken: Schema = object(
  {
    client,
    token: { ...text, description: 'Shown this once; the gateway keeps its hash alone.' },
    webhookSecret,
  },
  ['webhookSecret'],
);
/** A client, and what it was given. */
export const withSecret: Schema = object({ client, webhookSecret }, ['webhookSecret']);

/** What REST says of a client's settings. */
export interface ClientBody {
  readonly budget?: Money;
  readonly maxPrice?: Money | null;
  readonly webhook?: { readonly url: string } | null;
  readonly [name: string]: unknown;
}

/** A client as an operator sees it, never with its token. */
export function clientResource(
  settings: ClientSettings,
  member: Member | undefined,
  kept: KeptClient | undefined,
  outbox: OutboxState | undefined,
): object {
  const { addedAt, revokedAt } = kept ?? {};
  const { webhook, ...body } = bodyOf(settings);
  const { lastHeardAt, ...told } = outbox ?? {};
  return {
    ...body,
    ...(webhook && {
      webhook: {
        ...webhook,
        ...told,
        ...(lastHeardAt !== undefined && { lastHeardAt: timeOf(lastHeardAt) }),
      },
    }),
    id: settings.id,
    from: kept && (revokedAt === undefined || !member) ? 'here' : 'config',
    ...(member && { balance: member.shop.client.budget.remaining() }),
    ...(addedAt !== undefined && { addedAt: timeOf(addedAt) }),
    ...(revokedAt !== undefined && !member && { revokedAt: timeOf(revokedAt) }),
  };
}

/**
 * @param id Of the client that is to be.
 * @throws {NumrouteError} INVALID_INPUT
 */
export function clientOf(named: string, body: ClientBody): NewClient {
  const { budget, maxPrice, ...rest } = body;
  return parseClient({
    ...rest,
    id: named,
    ...(budget && { budget: written(budget) }),
    ...(maxPrice && { maxPrice: written(maxPrice) }),
  });
}

/** The settings with what is said of them in the place of what was. */
export function changedBy(settings: ClientSettings, change: ClientBody): NewClient {
  const all = Object.entries({ ...bodyOf(settings), ...change });
  return clientOf(settings.id, Object.fromEntries(all.filter(([, value]) => value !== null)));
}

function bodyOf({ id: _id, tokenHash: _hash, budget, webhook, ...settings }: ClientSettings): ClientBody {
  const { amount, currency: of, per } = budget;
  return {
    ...settings,
    budget: { amount, currency: of },
    per,
    // Never with its secret.
    ...(webhook && { webhook: { url: webhook.url } }),
  };
}

const written = ({ amount, currency: of }: Money): string => `${amount}${of}`;
