import { z } from 'zod';
import { complaints, refusal } from './checks.ts';
import { terms, termsOf } from './client-schema.ts';
import type { ClientSettings } from './settings.ts';

const tokenless = z.strictObject(terms);

/**
 * Checks what a config says of a client that needs no token, because only its own program reaches it.
 *
 * @param id What the journal will know it by.
 * @param path Where the settings stand, for errors.
 * @throws {NumrouteError} INVALID_INPUT With all mistakes: names the settings and what was expected, never a value.
 */
export function parseClientSettings(raw: unknown, id: string, path: string): ClientSettings {
  const result = tokenless.safeParse(raw);
  if (!result.success) throw refusal(complaints(result.error, path, tokenless));
  return { id, ...termsOf(result.data), tokenHash: '' };
}
