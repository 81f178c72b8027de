import { randomBytes } from 'node:crypto';

const PREFIX = 'whsec_';

/** What `isWebhookSecret` wants, in words. */
export const WEBHOOK_SECRET: string = `24 to 64 random bytes in base64, after "${PREFIX}" if you like, as \`openssl rand -base64 32\` prints them`;

export function newWebhookSecret(): string {
  return PREFIX + randomBytes(32).toString('base64');
}

export function isWebhookSecret(text: string): boolean {
  const bytes = bytesOf(text);
  return bytes.length >= 24 && bytes.length <= 64 && bytes.toString('base64') === text.replace(PREFIX, '');
}

/** With what is signed. */
export const bytesOf = (secret: string): Buffer => Buffer.from(secret.replace(PREFIX, ''), 'base64');
