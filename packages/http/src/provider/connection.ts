import { type Clock, NumrouteError, unlessAborted } from '@numroute/core';
import type {
  Adapter,
  ConnectionSettings,
  FetchedToken,
  KeyPlace,
  Reply,
  RequestDescription,
} from '../adapter.ts';
import { parseBaseUrl } from '../wire/base-url.ts';
import { type Carrier, socketCarrier } from '../wire/carrier.ts';
import type { Exchange } from '../wire/exchange.ts';
import { createKeySource } from '../wire/key.ts';
import { proxyAccess, secretsOf, userAndPassword } from '../wire/proxy.ts';
import { createRedactor, type Redactor } from '../wire/redact.ts';
import { longReply, type RawReply } from '../wire/reply.ts';
import type { Secret } from '../wire/secret.ts';
import { type Credentials, toWire, type WireRequest } from '../wire/wire.ts';
import { changeLeaves } from './own-error.ts';
import { type InTurn, Tokens } from './token.ts';

/** Shorter keys are nobody's secret, and striking `12` out of a reply would change its prices. */
export const SHORTEST_STRUCK_KEY = 8;
const REMEMBERED_KEYS = 4;
const MAX_BYTES = 65_536;

/** The way to one vendor with one key. */
export interface Connection {
  readonly closed: boolean;
  /** Primed with the key of the settings, or those that their function gave so far, and what a proxy wants. */
  redactor(): Redactor;
  /** Strikes the keys out of every text of what an adapter made of a reply: it may have decoded them. */
  strike<T>(made: T): T;
  /** @param inTurn Gives each request a place in the vendor's lane; one that fetches a token is one of its own. */
  read(request: RequestDescription, inTurn: InTurn, signal: AbortSignal): Promise<Exchange<Reply>>;
  /**
   * Makes a read ready that others may wait for, too: what was sent does not end with whoever asked. The key
   * and the token are his own: a vault that hangs holds up nobody else.
   */
  prepare(
    request: RequestDescription,
    inTurn: InTurn,
    signal: AbortSignal,
  ): Promise<() => Promise<Exchange<Reply>>>;
  /** A purchase may follow soon: its way is made ready, and nothing is sent. */
  expectPurchase(): void;
  /** The signal counts until the request leaves, and never after. */
  purchase(request: RequestDescription, inTurn: InTurn, signal: AbortSignal): Promise<Exchange<Reply>>;
  /** The vendor refused the token, whatever its status: the next request fetches another. */
  forgetToken(): void;
  close(): void;
}

export function connect(
  auth: Adapter['auth'],
  clock: Clock,
  settings: ConnectionSettings & { readonly carrier?: Carrier },
): Connection {
  const key = createKeySource(settings.apiKey);
  const proxy = proxyAccess(settings);
  const timeoutMs = duration('timeoutMs', settings.timeoutMs ?? 20_000);
  const purchaseTimeoutMs = duration('purchaseTimeoutMs', settings.purchaseTimeoutMs ?? 65_000);
  const base = parseBaseUrl(settings);
  const carrier = settings.carrier ?? socketCarrier(proxy);
  const keys: string[] = [];
  const fetchedTokens: string[] = [];
  const always = proxy ? secretsOf(proxy) : [];
  let forErrors: Redactor;
  let forReplies: Redactor;
  let closed = false;

  const prime = (): void => {
    const all = [...keys.flatMap((one) => secretsIn(one, auth)), ...fetchedTokens, ...always];
    forErrors = createRedactor(all);
    const long = all.filter(({ length }) => length >= SHORTEST_STRUCK_KEY);
    forReplies = long.length === all.length ? forErrors : createRedactor(long);
  };
  prime();
  // Apart: tokens come and go, and must not push the key out.
  const remember = (value: string, among = keys): void => {
    if (among.includes(value)) return;
    among.unshift(value);
    among.length = Math.min(among.length, REMEMBERED_KEYS);
    prime();
  };
  // An adapter's own error may repeat it before anything was sent.
  if (typeof settings.apiKey === 'string') remember(settings.apiKey.trim());

  const withKey = async (
    request: RequestDescription,
    place: KeyPlace,
    signal: AbortSignal,
  ): Promise<WireRequest> => {
    const secret = await unlessAborted(key(), signal);
    if (closed) throw closedError();
    remember(secret.reveal());
    return toWire(base, request, { auth: place, key: secret });
  };
  /** @param credentials A token, where the vendor wants one. */
  const wireOf = async (
    request: RequestDescription,
    signal: AbortSignal,
    credentials: Credentials | undefined,
  ): Promise<WireRequest> =>
    credentials
      ? toWire(base, request, credentials)
      : await withKey(request, request.auth ?? (auth as KeyPlace), signal);
  const carryRead = async (
    wire: WireRequest,
    { maxBytes = MAX_BYTES }: RequestDescription,
    signal: AbortSignal,
  ): Promise<Exchange<Reply>> => {
    const whole = await carrier.carry(wire, { fresh: false, maxBytes, timeoutMs, signal });
    return struck(whole, forReplies, clock.now());
  };
  const carryForAll = (wire: WireRequest, request: RequestDescription): Promise<Exchange<Reply>> =>
    carryRead(wire, request, new AbortController().signal);
  const tokens = auth.in === 'token' ? new Tokens(auth, clock) : undefined;
  const withToken = async (
    { request, key: place, name, prefix }: FetchedToken,
    inTurn: InTurn,
    signal: AbortSignal,
  ): Promise<Credentials> => {
    const fetched = async (): Promise<Secret | undefined> => {
      const wire = await withKey(request, place, signal);
      const login = async (): Promise<Reply> => {
        const result = await carryForAll(wire, request);
        if (result.kind === 'reply') return result.reply;
        throw new NumrouteError(
          'UNAVAILABLE',
          `no whole reply to the request for a token (${result.why})`,
          {},
        );
      };
      return await tokens?.ensure(login, inTurn, signal);
    };
    const token = tokens?.held ?? (await fetched());
    if (closed || !token) throw closedError();
    remember(token.reveal(), fetchedTokens);
    return { auth: { in: 'header', name, ...(prefix !== undefined && { prefix }) }, key: token };
  };
  const readOnce = async (
    request: RequestDescription,
    inTurn: InTurn,
    signal: AbortSignal,
    credentials?: Credentials,
  ): Promise<Exchange<Reply>> =>
    inTurn(async () => {
      signal.throwIfAborted();
      return await carryRead(await wireOf(request, signal, credentials), request, signal);
    });

  return {
    get closed() {
      return closed;
    },
    redactor: () => forErrors,
    strike: <T>(made: T): T =>
      changeLeaves(made, (leaf) => (typeof leaf === 'string' ? forReplies.strike(leaf) : leaf)) as T,
    async read(request, inTurn, signal) {
      if (auth.in !== 'token') return await readOnce(request, inTurn, signal);
      const first = await withToken(auth, inTurn, signal);
      const result = await readOnce(request, inTurn, signal, first);
      if (result.kind !== 'reply' || result.reply.status !== 401) return result;
      tokens?.forget(first.key);
      return await readOnce(request, inTurn, signal, await withToken(auth, inTurn, signal));
    },
    async prepare(request, inTurn, signal) {
      const credentials = auth.in === 'token' ? await withToken(auth, inTurn, signal) : undefined;
      const wire = await wireOf(request, signal, credentials);
      return async () => {
        const result = await carryForAll(wire, request);
        if (result.kind === 'reply' && result.reply.status === 401) tokens?.forget(credentials?.key);
        return result;
      };
    },
    expectPurchase: () => carrier.expectPurchase?.(),
    async purchase(request, inTurn, signal) {
      const credentials = auth.in === 'token' ? await withToken(auth, inTurn, signal) : undefined;
      const wire = await wireOf(request, signal, credentials);
      const maxBytes = request.maxBytes ?? MAX_BYTES;
      let sent: Promise<Exchange> | undefined;
      const send = (): Promise<Exchange> => {
        signal.throwIfAborted();
        if (closed) throw closedError();
        sent = carrier.carry(wire, { fresh: true, maxBytes, timeoutMs: purchaseTimeoutMs });
        return sent;
      };
      const whole = await inTurn(async () => await send()).catch((error: unknown) => {
        // Whatever became of the turn: what left is waited for.
        if (sent) return sent;
        throw error;
      });
      if (whole.kind === 'reply' && whole.reply.status === 401) tokens?.forget(credentials?.key);
      return struck(whole, forReplies, clock.now());
    },
    forgetToken: () => tokens?.forget(tokens.held),
    close() {
      closed = true;
      carrier.close();
    },
  };
}

/** The key, and of `user:password` the password alone, too. */
function secretsIn(key: string, auth: Adapter['auth']): readonly string[] {
  const place = auth.in === 'token' ? auth.key : auth;
  const isPair = place.in === 'basic' && place.user === undefined;
  return isPair ? [key, userAndPassword(key)[1]] : [key];
}

export function closedError(): NumrouteError<'CLOSED'> {
  return new NumrouteError('CLOSED', 'The provider was closed.', {});
}

function struck(result: Exchange, redactor: Redactor, at: number): Exchange<Reply> {
  if (result.kind === 'not-sent') return result;
  if (result.kind === 'no-reply') {
    return result.partial === undefined ? result : { ...result, partial: redactor.strikeCut(result.partial) };
  }
  return { kind: 'reply', reply: struckReply(result.reply, redactor, at) };
}

/** @param at When it came, in milliseconds since 1970. */
export function struckReply(reply: RawReply, redactor: Redactor, at: number): Reply {
  const { status, openEnded, parts } = reply;
  const head = {
    status,
    at,
    headers: Object.fromEntries(
      Object.entries(reply.headers).map(([name, value]) => [name, redactor.strike(value)]),
    ),
    ...(openEnded && { openEnded }),
  };
  if (!parts) return { ...head, text: redactor.strike(reply.text) };
  return longReply(head, redactor.strikeParts(parts));
}

function duration(field: string, value: number): number {
  if (Number.isFinite(value) && value >= 1 && value <= 3_600_000) return value;
  throw NumrouteError.input(field, 'milliseconds from 1 to 3600000', String(value));
}
