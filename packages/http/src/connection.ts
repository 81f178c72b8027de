import { NumrouteError } from '@numroute/core';
import { unlessAborted } from './abort.ts';
import type { Adapter, ConnectionSettings, Reply, RequestDescription } from './adapter.ts';
import { parseBaseUrl, parseProxy } from './base-url.ts';
import { type Carrier, socketCarrier } from './carrier.ts';
import type { Exchange } from './exchange.ts';
import { nextTurn } from './in-slices.ts';
import { createKeySource } from './key.ts';
import { createRedactor, type Redactor } from './redact.ts';
import { toWire } from './wire.ts';

/** Shorter keys are nobody's secret, and striking `12` out of a reply would change its prices. */
export const SHORTEST_STRUCK_KEY = 8;
const REMEMBERED_KEYS = 4;
const MAX_BYTES = 65_536;

/** The way to one vendor with one key. */
export interface Connection {
  readonly closed: boolean;
  /** Primed with the keys used so far. */
  redactor(): Redactor;
  read(request: RequestDescription, signal: AbortSignal): Promise<Exchange>;
  /** The signal counts until the request leaves, and never after. */
  purchase(request: RequestDescription, signal: AbortSignal): Promise<Exchange>;
  close(): void;
}

export function connect(
  auth: Adapter['auth'],
  settings: ConnectionSettings & { readonly carrier?: Carrier },
): Connection {
  const key = createKeySource(settings.apiKey);
  const proxy = settings.proxy === undefined ? undefined : parseProxy(settings.proxy);
  const timeoutMs = duration('timeoutMs', settings.timeoutMs ?? 20_000);
  const purchaseTimeoutMs = duration('purchaseTimeoutMs', settings.purchaseTimeoutMs ?? 65_000);
  const base = parseBaseUrl(settings);
  const carrier = settings.carrier ?? socketCarrier(proxy);
  const known: string[] = [];
  let forErrors = createRedactor([]);
  let forReplies = createRedactor([]);
  let closed = false;

  const remember = (value: string): void => {
    if (known.includes(value)) return;
    known.unshift(value);
    known.length = Math.min(known.length, REMEMBERED_KEYS);
    forErrors = createRedactor(known);
    forReplies = createRedactor(known.filter(({ length }) => length >= SHORTEST_STRUCK_KEY));
  };

  const prepare = async (
    request: RequestDescription,
    signal: AbortSignal,
  ): Promise<ReturnType<typeof toWire>> => {
    const secret = await unlessAborted(key(), signal);
    if (closed) throw closedError();
    remember(secret.reveal());
    return toWire(base, request, { auth, key: secret });
  };

  return {
    get closed() {
      return closed;
    },
    redactor: () => forErrors,
    async read(request, signal) {
      const wire = await prepare(request, signal);
      const maxBytes = request.maxBytes ?? MAX_BYTES;
      const whole = await carrier.carry(wire, { fresh: false, maxBytes, timeoutMs, signal });
      // A price list of megabytes: to receive and to decode it took a turn already.
      if (whole.kind === 'reply' && whole.reply.text.length > MAX_BYTES) await nextTurn();
      return struck(whole, forReplies);
    },
    async purchase(request, signal) {
      const wire = await prepare(request, signal);
      const maxBytes = request.maxBytes ?? MAX_BYTES;
      signal.throwIfAborted();
      const whole = await carrier.carry(wire, { fresh: true, maxBytes, timeoutMs: purchaseTimeoutMs });
      return struck(whole, forReplies);
    },
    close() {
      closed = true;
      carrier.close();
    },
  };
}

export function closedError(): NumrouteError<'CLOSED'> {
  return new NumrouteError('CLOSED', 'The provider was closed.', {});
}

function struck(result: Exchange, redactor: Redactor): Exchange {
  if (result.kind === 'not-sent') return result;
  if (result.kind === 'no-reply') {
    return result.partial === undefined ? result : { ...result, partial: redactor.strikeCut(result.partial) };
  }
  const { status, headers, text } = result.reply;
  const reply: Reply = {
    status,
    headers: Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name, redactor.strike(value)]),
    ),
    text: redactor.strike(text),
  };
  return { kind: 'reply', reply };
}

function duration(field: string, value: number): number {
  if (Number.isFinite(value) && value >= 1 && value <= 3_600_000) return value;
  throw NumrouteError.input(field, 'milliseconds from 1 to 3600000', String(value));
}
