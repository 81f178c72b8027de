import { NumrouteError, type OrderRef } from '@numroute/core';

/** What a web framework hands over; only these parts are looked at. */
export interface HookRequest {
  readonly method: string;
  /** With or without a query, which is not looked at. */
  readonly path: string;
  /** At most 64 KB of it is read. */
  readonly body: string;
}

/** Whose webhooks are read, and who is told. */
export interface HookOptions {
  /** The router, or whoever else takes hints. */
  readonly router: {
    /** The order is looked at as soon as its provider's limit allows. */
    hint(ref: OrderRef): void;
  };
  readonly provider: string;
  /** The path's last part: at least 32 letters and digits that nobody can guess. */
  readonly secret: string;
  /** The ids of the orders that a body speaks of. @default those under the names that vendors use */
  readonly idsOf?: (body: unknown) => readonly string[];
}

/** The status to answer with; the answer has no body. */
export type HookAnswer = 200 | 404 | 405;

const MOST_BODY = 64 * 1024;
const MOST_IDS = 20;
const NAMES = ['reservationId', 'activationId', 'activation_id', 'orderId', 'order_id', 'operation_id', 'id'];

/**
 * Takes a vendor's webhook as a hint that there is news of an order, and never as the news: the
 * order is asked for. Repetitions do no harm, and a stranger who guesses the path learns nothing.
 *
 * @throws {NumrouteError} INVALID_INPUT A secret that can be guessed.
 */
export function createHook(options: HookOptions): (request: HookRequest) => HookAnswer {
  const { router, provider, secret, idsOf = idsIn } = options;
  if (!/^[A-Za-z0-9_-]{32,}$/.test(secret)) {
    throw NumrouteError.input(
      'secret',
      'at least 32 letters, digits, dashes or underscores, from a random source',
    );
  }
  return ({ method, path, body }) => {
    const [last = ''] = (path.split('?')[0] ?? '').split('/').slice(-1);
    if (!isSame(last, secret)) return 404;
    if (method !== 'POST' && method !== 'GET') return 405;
    // Whatever it says, the vendor is told that it was heard: it would only say it again.
    if (body.length <= MOST_BODY) {
      for (const id of new Set(idsOf(parse(body)).slice(0, MOST_IDS))) router.hint({ provider, id });
    }
    return 200;
  };
}

/** Takes as long wherever they differ. */
function isSame(said: string, secret: string): boolean {
  let difference = said.length ^ secret.length;
  for (let place = 0; place < secret.length; place += 1) {
    difference |= (said.charCodeAt(place) || 0) ^ secret.charCodeAt(place);
  }
  return difference === 0;
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return Object.fromEntries(new URLSearchParams(body));
  }
}

/** One order, or a list of them. */
function idsIn(body: unknown): readonly string[] {
  return Array.isArray(body) ? body.slice(0, MOST_IDS).flatMap(idsOfOne) : idsOfOne(body);
}

function idsOfOne(body: unknown): readonly string[] {
  if (!isObject(body)) return [];
  const { event, data } = body;
  // An event has an id of its own, and its order stands in its data. No vendor nests deeper.
  const fields = event !== undefined && isObject(data) ? data : body;
  for (const name of NAMES) {
    const id = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (typeof id === 'string' && id !== '' && id.length <= 100) return [id];
    if (Number.isSafeInteger(id)) return [String(id)];
  }
  return [];
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
