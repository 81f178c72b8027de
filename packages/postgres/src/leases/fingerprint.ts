import { createHash } from 'node:crypto';

const BYTES = 16;

/**
 * A name for an account at a vendor that is the same wherever the account is configured, and tells nothing of
 * its key: for `LeaseTerms.accounts`.
 *
 * @param kind Of the provider, such as `sms-activate`.
 * @param baseUrl Of the vendor's API; an empty text where the adapter knows but one.
 * @param key The account's key.
 */
export function fingerprintOf(kind: string, baseUrl: string, key: string): string {
  const whole = JSON.stringify([kind, baseUrl, key]);
  return createHash('sha256')
    .update(whole)
    .digest('hex')
    .slice(0, 2 * BYTES);
}
