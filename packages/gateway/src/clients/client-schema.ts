import { isCurrency, parseCountry, parseService } from '@numroute/core';
import { z } from 'zod';
import {
  amount,
  checked,
  complaints,
  decimal,
  NOT_NONE,
  refusal,
  whole,
  withoutUndefined,
  word,
} from './checks.ts';
import { isPercent, PERCENT } from './pricing.ts';
import type { ClientSettings } from './settings.ts';

const id = checked(
  z.string().regex(/^[a-z0-9][a-z0-9-]{0,31}$/),
  'up to 32 lower-case letters, digits and dashes',
);

/** What a client may see, buy and spend, whoever wrote it down. */
export const terms = {
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
};

const webhookUrl = checked(
  z
    .string()
    .max(500)
    .refine((text) => {
      const url = URL.canParse(text) ? new URL(text) : undefined;
      return (
        (url?.protocol === 'https:' || url?.protocol === 'http:') &&
        url.username === '' &&
        url.password === ''
      );
    }),
  'an address such as "https://crm.example.com/numroute", without a user and a password',
);

/** A client as a config file names it. */
export const configuredClient = z.strictObject({
  id,
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
  ...terms,
  operator: z.boolean().optional(),
  webhook: z.strictObject({ url: webhookUrl, secret: z.strictObject({ env: z.string().min(1) }) }).optional(),
});

/** What a client may do: its settings without its name, its token and its webhook. */
export type ClientTerms = Omit<ClientSettings, 'id' | 'tokenHash' | 'webhook'>;

type ReadTerms = z.output<z.ZodObject<typeof terms>>;

/** Of what was read, absent is absent. */
export function termsOf({ budget, per = 'total', margin, ...rest }: ReadTerms): ClientTerms {
  return {
    ...withoutUndefined(rest),
    ...(margin && { margin: withoutUndefined(margin) }),
    budget: { ...budget, per },
  };
}

const alone = z.strictObject({
  id,
  ...terms,
  operator: z.boolean().optional(),
  webhook: z.strictObject({ url: webhookUrl }).optional(),
});

/** A client that has no token yet, nor a secret for its webhook. */
export type NewClient = ClientTerms & { readonly id: string; readonly webhook?: { readonly url: string } };

/**
 * Checks a client that is to be added, written as in a config file but for its token.
 *
 * @throws {NumrouteError} INVALID_INPUT With all mistakes: names the settings and what was expected, never a value.
 */
export function parseClient(raw: unknown): NewClient {
  const result = alone.safeParse(raw);
  if (!result.success) throw refusal(complaints(result.error, '', alone));
  const { id: name, webhook, ...rest } = result.data;
  return { id: name, ...termsOf(rest), ...(webhook && { webhook }) };
}
