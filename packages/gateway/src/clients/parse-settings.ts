import { isIP } from 'node:net';
import {
  isCurrency,
  type Money,
  NumrouteError,
  parseCountry,
  parseDecimal,
  parseMoney,
  parseService,
} from '@numroute/core';
import { type ProfileName, profiles } from '@numroute/sms-activate';
import { z } from 'zod';
import { isPercent, PERCENT } from './pricing.ts';
import type { ClientSettings, GatewaySettings } from './settings.ts';
import { hashToken, isToken, TOKEN_SHAPE } from './tokens.ts';

/** What a check expects, said where it fails. */
const checked = <T extends z.ZodType>(schema: T, expected: string): z.ZodType<z.output<T>> =>
  z.unknown().transform((value, context) => {
    const result = schema.safeParse(value);
    if (result.success) return result.data;
    context.addIssue({ code: 'custom', message: expected });
    return z.NEVER;
  }) as unknown as z.ZodType<z.output<T>>;

/** Through one of our own parsers, whose errors say what was expected. */
const word = <T>(parse: (text: string) => T): z.ZodType<T> =>
  z.unknown().transform((value, context) => {
    try {
      if (typeof value === 'string') return parse(value);
      context.addIssue({ code: 'custom', message: 'a text' });
    } catch (error) {
      context.addIssue({
        code: 'custom',
        message: NumrouteError.is(error, 'INVALID_INPUT') ? error.details.expected : 'another value',
      });
    }
    return z.NEVER;
  }) as unknown as z.ZodType<T>;

const whole = (least: number, most: number): z.ZodType<number> =>
  checked(z.int().min(least).max(most), `a whole number from ${least} to ${most}`);

const decimal = (expected: string): z.ZodType<string> =>
  checked(
    z
      .string()
      .max(40)
      .refine((text) => /^\d/.test(text) && parseDecimal(text) !== undefined),
    expected,
  );

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

const amount: z.ZodType<Money> = word((text) => parseMoney(text));

const NOT_NONE = 'at least one, or leave it out for all';

const terms = z.strictObject({
  currency: checked(
    z.string().refine(isCurrency),
    'an ISO 4217 code such as "USD", or "IRT" for Toman',
  ).optional(),
  budget: amount,
  per: checked(z.enum(['day', 'month', 'total']), '"day", "month" or "total"').optional(),
  rate: z.strictObject({ requests: whole(1, 100_000), perMs: whole(100, 3_600_000) }).optional(),
  services: z
    .array(word((text) => parseService(text)))
    .min(1, NOT_NONE)
    .optional(),
  countries: z
    .array(word((text) => parseCountry(text)))
    .min(1, NOT_NONE)
    .optional(),
  margin: z
    .strictObject({
      percent: checked(z.string().refine(isPercent), PERCENT).optional(),
      fixed: decimal('a plain decimal such as "0.01", in the client\'s currency').optional(),
    })
    .optional(),
  maxPrice: amount.optional(),
  allowVirtual: z.boolean().optional(),
});

const client = terms.extend({
  id: checked(
    z.string().regex(/^[a-z0-9][a-z0-9-]{0,31}$/),
    'up to 32 lower-case letters, digits and dashes',
  ),
  token: z.union(
    [
      z.strictObject({ env: z.string().min(1) }),
      z.strictObject({
        sha256: checked(z.string().regex(/^[0-9a-f]{64}$/), 'the 64 hex digits that `numroute token` prints'),
      }),
    ],
    {
      error:
        '{"env": "NAME"} with the name of an environment variable, or {"sha256": "…"} as `numroute token` prints it; files get copied, tokens must not be',
    },
  ),
  operator: z.boolean().optional(),
});

const gateway = z.strictObject({
  host: checked(z.string().min(1), 'an address such as "127.0.0.1"').optional(),
  port: whole(0, 65_535).optional(),
  hosts: z.array(hostName).optional(),
  proxies: z.array(network).optional(),
  clients: checked(
    z.array(z.unknown()).min(1),
    'at least one client with a token: without one anybody could buy',
  ).pipe(z.array(client)),
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
    clients: clients.map(({ id, token, operator, ...given }, index) => ({
      ...termsOf(given),
      id,
      ...(operator !== undefined && { operator }),
      tokenHash: 'sha256' in token ? token.sha256 : hashOf(token.env, env, `gateway.clients[${index}].token`),
    })),
  };
}

/**
 * Checks what a config says of a client that needs no token, because only its own program reaches it.
 *
 * @param id What the journal will know it by.
 * @param path Where the settings stand, for errors.
 * @throws {NumrouteError} INVALID_INPUT Names the setting and what was expected, never its value.
 */
export function parseClientSettings(raw: unknown, id: string, path: string): ClientSettings {
  const result = terms.safeParse(raw);
  if (!result.success) throw complaint(result.error, path);
  return { ...termsOf(result.data), id, tokenHash: '' };
}

function termsOf({
  budget,
  per = 'total',
  margin,
  ...settings
}: z.output<typeof terms>): Omit<ClientSettings, 'id' | 'tokenHash' | 'operator'> {
  return {
    ...withoutUndefined(settings),
    ...(margin && { margin: withoutUndefined(margin) }),
    budget: { ...budget, per },
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

const kinds: Readonly<Record<string, string>> = {
  boolean: 'true or false',
  string: 'a text',
  number: 'a number',
  array: 'a list [ … ]',
  object: 'an object { … }',
};

function complaint({ issues }: z.ZodError, root: string): NumrouteError {
  const [issue] = issues;
  const path = (issue?.path ?? []).map((part) =>
    typeof part === 'number' ? `[${part}]` : `.${String(part).slice(0, 40)}`,
  );
  if (issue?.code === 'unrecognized_keys') {
    return NumrouteError.input(
      `${root}${path.join('')}.${issue.keys[0]?.slice(0, 40)}`,
      'a setting that means something here',
    );
  }
  const expected = issue?.code === 'invalid_type' ? kinds[issue.expected] : issue?.message;
  return NumrouteError.input(`${root}${path.join('')}`, expected ?? 'another value');
}

/** Absent is absent: zod leaves what is optional as undefined. */
function withoutUndefined<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as never;
}
