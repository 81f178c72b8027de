import { NumrouteError, systemClock } from '@numroute/core';
import type { ConnectionSettings, KeyPlace, Reply, RequestDescription } from './adapter.ts';
import { SHORTEST_STRUCK_KEY, struckReply } from './provider/connection.ts';
import { isLoopback, parseBaseUrl } from './wire/base-url.ts';
import { socketCarrier } from './wire/carrier.ts';
import { createRedactor } from './wire/redact.ts';
import { Secret } from './wire/secret.ts';
import { toWire } from './wire/wire.ts';

/** Whose key a question carries, and where it goes. */
export interface AskerKey {
  readonly auth: KeyPlace;
  readonly value: string;
}

/** How hosts are asked who they are. */
export interface AskerSettings extends Pick<ConnectionSettings, 'baseUrl' | 'allowInsecureHttp' | 'warn'> {
  /** For each question. @default 10_000 */
  readonly timeoutMs?: number;
  /** Struck out of every reply, wherever a host echoes them. */
  readonly secrets: readonly string[];
}

/** Puts questions to a host that no adapter speaks for yet. */
export interface Asker {
  /** Whether the host is this machine. */
  readonly isLocal: boolean;
  /**
   * Sends one question, once.
   *
   * @throws {NumrouteError} UNAVAILABLE No whole reply, or a redirect, which is not followed: then with its
   *   status as `vendorWord`.
   */
  ask(request: RequestDescription, signal: AbortSignal, key?: AskerKey): Promise<Reply>;
  /** Closes its connections. */
  close(): void;
}

/**
 * Plain http is refused as everywhere, but for the loopback: on that way there is nobody.
 *
 * @throws {NumrouteError} INVALID_INPUT The address is wrong; the error never repeats it.
 */
export function createAsker(settings: AskerSettings): Asker {
  const { timeoutMs = 10_000, secrets } = settings;
  const given = URL.parse(settings.baseUrl);
  const isLocal = given !== null && isLoopback(given);
  const base = parseBaseUrl({
    ...settings,
    allowInsecureHttp: settings.allowInsecureHttp === true || isLocal,
  });
  const carrier = socketCarrier(undefined);
  const redactor = createRedactor(secrets);
  const forReplies = createRedactor(secrets.filter(({ length }) => length >= SHORTEST_STRUCK_KEY));
  return {
    isLocal,
    async ask(request, signal, key) {
      signal.throwIfAborted();
      const credentials = key && { auth: key.auth, key: new Secret(key.value) };
      const maxBytes = request.maxBytes ?? 65_536;
      const wire = toWire(base, request, credentials);
      const result = await carrier.carry(wire, { fresh: false, maxBytes, timeoutMs, signal });
      signal.throwIfAborted();
      if (result.kind !== 'reply') {
        const why = result.kind === 'not-sent' ? 'no connection' : 'no whole reply';
        throw new NumrouteError('UNAVAILABLE', `${base.host}: ${why} (${redactor.word(result.why)}).`, {});
      }
      const { status, headers } = result.reply;
      if (status >= 300 && status < 400) {
        const host = URL.parse(headers['location'] ?? '', base.href)?.host ?? '';
        const target = host === '' ? '' : ` to ${redactor.word(host)}`;
        throw new NumrouteError('UNAVAILABLE', `${base.host}: redirected${target}; not followed.`, {
          vendorWord: `HTTP ${status}`,
        });
      }
      return struckReply(result.reply, forReplies, systemClock.now());
    },
    close: () => carrier.close(),
  };
}
