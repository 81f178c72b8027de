import { isIP } from 'node:net';
import { NumrouteError, parseService } from '@numroute/core';
import { type ProfileName, profiles } from '@numroute/sms-activate';
import { z } from 'zod';
import { checked, complaint, whole, withoutUndefined, word } from './checks.ts';
import { configuredClient, termsOf } from './client-schema.ts';
import type { ClientSettings, GatewaySettings } from './settings.ts';
import { hashToken, isToken, TOKEN_SHAPE } from './tokens.ts';

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
    .union([z.literal(false), z.strictObject({ windowMs: whole(1_000, 3_600_000).optional() })])
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
  pages: checked(z.literal(false), 'false, for no price board at /').optional(),
});

/**
 * Checks the `gateway` part of a config file. Tokens are read from the environment and hashed at once.
 *
 * @throws {NumrouteError} INVALID_INPUT Names the setting and what was expected, never its value.
 */
export function parseGatewaySettings(
  raw: unknown,
  env: Readonly<Record<string, string | undefined>>,
): GatewaySettings {
  const result = gateway.safeParse(raw ?? {});
  if (!result.success) throw complaint(result.error, 'gateway');
  const { clients, repeats, priceHistory, ...rest } = result.data;
  return {
    ...withoutUndefined(rest),
    ...(repeats !== undefined && { repeats: repeats && withoutUndefined(repeats) }),
    ...(priceHistory && { priceHistory: withoutUndefined(priceHistory) }),
    clients: clients.map(({ id, token, ...terms }, index) => ({
      id,
      ...termsOf(terms),
      tokenHash: 'sha256' in token ? token.sha256 : hashOf(token.env, env, `gateway.clients[${index}].token`),
    })) satisfies readonly ClientSettings[],
  };
}

function hashOf(name: string, env: Readonly<Record<string, string | undefined>>, path: string): string {
  const token = env[name];
  if (token === undefined || !isToken(token)) {
    throw NumrouteError.input(
      path,
      `the environment variable ${name} to hold ${TOKEN_SHAPE}; \`numroute token\` makes one`,
    );
  }
  return hashToken(token);
}
