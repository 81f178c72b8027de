import type { ErrorCode } from '@numroute/core';
import { tame } from '../io.ts';

/** A provider that gave no offers or no balance, and why. */
export interface Silence {
  readonly provider: string;
  readonly error: { readonly code: ErrorCode; readonly message: string };
}

/** What an error says of a provider, where that is more than silence. */
const heads: Readonly<Partial<Record<ErrorCode, string>>> = {
  UNAUTHORIZED: 'refused the key',
  UNREADABLE: 'gave an answer that is not understood',
  RATE_LIMITED: 'asks for a pause',
  INSUFFICIENT_FUNDS: 'holds too little money',
};

/** `refused the key`; `no answer` where the error says no more of the provider. */
export const headOf = (code: string): string => heads[code as ErrorCode] ?? 'no answer';

/** `hub refused the key: the vendor answered BAD_KEY (UNAUTHORIZED)` */
export function silenceText({ provider, error: { code, message } }: Silence): string {
  const head = heads[code];
  const who = head === undefined ? `No answer from ${provider}` : `${provider} ${head}`;
  return `${who}: ${withoutName(provider, message)} (${code})`;
}

/** The message without the provider's name before it, which the line says already. */
export function withoutName(provider: string, message: string): string {
  let rest = tame(message);
  while (rest.startsWith(`${provider}: `)) rest = rest.slice(provider.length + 2);
  return rest;
}
