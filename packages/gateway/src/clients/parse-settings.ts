import { isIP } from 'node:net';
import { NumrouteError, parseService } from '@numroute/core';
import { type ProfileName, profiles } from '@numroute/sms-activate';
import { z } from 'zod';
import type { Orders } from '../orders/orders.ts';
import { type Candidate, wrongClients } from './check-clients.ts';
import { checked, complaints, type Mistake, refusal, whole, withoutUndefined, word } from './checks.ts';
import { configuredClient, termsOf } from './client-schema.ts';
import type { GatewaySettings } from './settings.ts';
import { hashToken, isToken, TOKEN_SHAPE } from './tokens.ts';
import { isWebhookSecret, WEBHOOK_SECRET } from './webhook-secret.ts';

const hostName = checked(
  z
    .string()
    .toLowerCase()
    .regex(/^[a-z0-9_](?:[a-z0-9_.-]{0,251}[a-z0-9_])?$/),
  'a name such as "sms.example.com", without scheme and port',
);

const network = checked(
  z.string().refine((text) => {
    const [address = '', bits, ...more] = text.split('/');
    const most = isIP(address) === 4 ? 32 : isIP(address) === 6 ? 128 : -1;
    return (
      more.length === 0 &&
      most > 0 &&
      (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= most))
    );
  }),
  'an IP address such as "127.0.0.1", or a network such as "10.0.0.0/8"',
);

const gateway = z.strictObject({
  host: checked(z.string().min(1), 'an address such as "127.0.0.1"').optional(),
  port: whole(0, 65_535).optional(),
  hosts: z.array(hostName).optional(),
  proxies: z.array(network).optional(),
  clients: checked(
    z.array(z.unknown()).min(1),
    'at least one client with a token: without one anybody could buy',
  ).pipe(z.array(configuredClient)),
  profile: checked(
    z.enum(Object.keys(profiles) as [ProfileName]),
    `one of ${Object.keys(profiles).join(', ')}`,
  ).optional(),
  repeats: z
    .union([z.literal(false), z.strictObject({ windowMs: whole(1_000, 3_600_000).optional() })], {
      error: 'false, or {"windowMs": …} with a whole number from 1000 to 3600000',
    })
    .optional(),
  maxConnections: whole(1, 1_000_000).optional(),
  pricesTtlMs: whole(0, 600_000).optional(),
  priceHistory: z
    .strictObject({
      file: checked(z.string().min(1), 'a file name such as "gateway-prices.sqlite"'),
      services: z
        .array(word((text) => parseService(text)))
        .min(1, 'at least one service, such as "telegram"')
        .max(100, 'at most 100 services: each look asks each vendor for a list of each'),
      everyMs: whole(60_000, 86_400_000).optional(),
      keepMs: whole(3_600_000, 3_650 * 86_400_000).optional(),
      most: whole(1_000_000, 1e12).optional(),
    })
    .optional(),
  webhooks: z.strictObject({ private: z.boolean() }).optional(),
  hooks: z.strictObject({ secret: z.strictObject({ env: z.string().min(1) }) }).optional(),
  pages: checked(z.literal(false), 'false, for no price board at /').optional(),
});

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Checks the `gateway` part of a config file. Tokens are read from the environment and hashed at once.
 *
 * @param rates Those of the config; absent: `startGateway` refuses what no rate leads to.
 * @throws {NumrouteError} INVALID_INPUT With all mistakes, each with its place and what was expected there, and
 *   never its value.
 */
export function parseGatewaySettings(
  raw: unknown,
  env: Environment,
  rates?: Pick<Orders, 'convert'>,
): GatewaySettings {
  const given = raw ?? {};
  const result = gateway.safeParse(given);
  const { candidates, untold } = candidatesIn(given, env);
  const mistakes = [
    ...(result.success ? [] : complaints(result.error, 'gateway', gateway)),
    ...untold,
    ...wrongHooks(result.data?.hooks?.secret.env, env),
    ...wrongClients(candidates, rates),
  ];
  if (!result.success || mistakes.length > 0) throw refusal(mistakes);
  const { clients: _clients, repeats, priceHistory, hooks, ...rest } = result.data;
  return {
    ...withoutUndefined(rest),
    ...(repeats !== undefined && { repeats: repeats && withoutUndefined(repeats) }),
    ...(hooks && { hooks: { secret: env[hooks.secret.env] ?? '' } }),
    ...(priceHistory && { priceHistory: withoutUndefined(priceHistory) }),
    clients: candidates.map(({ settings }) => settings),
  };
}

/** @param name Of the variable that holds the secret; undefined: no webhook is taken. */
function wrongHooks(name: string | undefined, env: Environment): readonly Mistake[] {
  if (name === undefined || /^[A-Za-z0-9_-]{32,64}$/.test(env[name] ?? '')) return [];
  const expected = `the environment variable ${name} to hold 32 to 64 letters, digits, dashes or underscores from a random source; \`numroute token\` makes such a text`;
  return [NumrouteError.input('gateway.hooks.secret', expected)];
}

/** The clients that are well-formed, and the tokens that the environment lacks. */
function candidatesIn(
  given: unknown,
  env: Environment,
): { readonly candidates: readonly Candidate[]; readonly untold: readonly Mistake[] } {
  const { clients = [] } = Object(given) as { readonly clients?: unknown };
  const candidates: Candidate[] = [];
  const untold: Mistake[] = [];
  for (const [at, raw] of (Array.isArray(clients) ? clients : []).entries()) {
    const place = `gateway.clients[${at}]`;
    // Read by itself: what else is wrong with a client does not hide it.
    const { data: token } = configuredClient.shape.token.safeParse(Object(raw).token);
    const hash = token && hashOf(token, env);
    if (token && 'env' in token && hash === undefined) {
      const expected = `the environment variable ${token.env} to hold ${TOKEN_SHAPE}; \`numroute token\` makes one`;
      untold.push(NumrouteError.input(`${place}.token`, expected));
    }
    const { data } = configuredClient.safeParse(raw);
    if (!data || hash === undefined) continue;
    const { id, token: _token, webhook, ...terms } = data;
    const secret = webhook && env[webhook.secret.env];
    if (webhook && (secret === undefined || !isWebhookSecret(secret))) {
      const expected = `the environment variable ${webhook.secret.env} to hold ${WEBHOOK_SECRET}`;
      untold.push(NumrouteError.input(`${place}.webhook.secret`, expected));
    }
    const told = webhook && secret !== undefined && { webhook: { url: webhook.url, secret } };
    candidates.push({ settings: { id, ...termsOf(terms), tokenHash: hash, ...told }, place });
  }
  return { candidates, untold };
}

/** Undefined: the environment holds none. */
function hashOf(
  token: { readonly env: string } | { readonly sha256: string },
  env: Environment,
): string | undefined {
  if ('sha256' in token) return token.sha256;
  const found = env[token.env];
  return found !== undefined && isToken(found) ? hashToken(found) : undefined;
}
