import { inspect } from 'node:util';
import { check } from './checks.ts';

/** Every way in which a careless program writes a key down, the plain one first. */
export function spellingsOf(secret: string): readonly string[] {
  const bytes = Buffer.from(secret);
  return [
    secret,
    encodeURIComponent(secret),
    new URLSearchParams({ '': secret }).toString().slice(1),
    JSON.stringify(secret).slice(1, -1).replaceAll('/', '\\/'),
    bytes.toString('base64'),
    bytes.toString('base64').replace(/=+$/, ''),
    bytes.toString('hex'),
  ];
}

/** The text without the key, on one line, and short. */
export function withoutSecret(text: string, secret: string, length: number): string {
  let clean = text;
  for (const spelling of spellingsOf(secret)) clean = clean.replaceAll(spelling, '<key>');
  const line = clean.replaceAll(/\s+/g, ' ').trim();
  return line.length <= length ? line : `${line.slice(0, length - 1)}…`;
}

/** Nowhere in what a value shows, however it is looked at. */
export function checkSecret(secret: string, value: unknown, what: string): void {
  const stack = value instanceof Error ? `${value.message}\n${value.stack}` : '';
  const seen = `${inspect(value, { depth: 12, showHidden: true, maxStringLength: null })}\n${stack}\n${jsonOf(value)}`;
  const leak = spellingsOf(secret).find((spelling) => seen.includes(spelling));
  if (leak === undefined) return;
  const at = seen.indexOf(leak);
  const around = seen.slice(Math.max(0, at - 60), at).replaceAll(/\s+/g, ' ');
  check(false, `the key stands in ${what}, after "${around}"`);
}

function jsonOf(value: unknown): string {
  try {
    return JSON.stringify(value) ?? '';
  } catch {
    return '';
  }
}
