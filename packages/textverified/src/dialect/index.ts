import {
  type Clock,
  type Dialect,
  type Door,
  type Shop,
  stepsBelow,
  systemClock,
  type WireReply,
  type WireRequest,
} from '@numroute/core';
import { membersOf, parseJson } from '@numroute/http';
import {
  cancelOrder,
  type Links,
  reportNumber,
  sellNumber,
  showAccount,
  showMessages,
  showOrder,
  showOrders,
} from './orders.ts';
import { showPrice, showServices } from './prices.ts';
import { notFound, sayNo, show, unauthorized } from './reply.ts';
import { IssuedTokens, LIFETIME_S } from './tokens.ts';

const ROOT = '/api/pub/v2';

/** How the simulated TextVerified talks. */
export interface DialectOptions {
  /** For the life of tokens. @default the system's */
  readonly clock?: Clock;
}

interface Asked {
  readonly id: string;
  readonly query: URLSearchParams;
  readonly body: ReadonlyMap<string, unknown>;
  readonly links: Links;
}

type Answer = (shop: Shop, asked: Asked) => Promise<WireReply>;

/** By method and path; `:id` stands for the id of an order. */
const answers: ReadonlyMap<string, Answer> = new Map<string, Answer>([
  ['GET account/me', showAccount],
  ['GET services', showServices],
  ['POST pricing/verifications', (shop, { body }) => showPrice(shop, body)],
  ['POST verifications', (shop, { body, links }) => sellNumber(shop, body, links)],
  ['GET verifications', (shop, { links }) => showOrders(shop, links)],
  ['GET verifications/:id', (shop, { id, links }) => showOrder(shop, id, links)],
  ['POST verifications/:id/cancel', (shop, { id }) => cancelOrder(shop, id)],
  ['POST verifications/:id/report', (shop, { id }) => reportNumber(shop, id)],
  ['GET sms', (shop, { query, links }) => showMessages(shop, query.get('reservationId') ?? '', links)],
]);

/**
 * The server half: answers as TextVerified's documents say. Amounts have no currency on this wire, so the shop
 * must trade in dollars, and its numbers are of the United States.
 */
export function textverifiedDialect({ clock = systemClock }: DialectOptions = {}): Dialect {
  const tokens = new IssuedTokens(clock);
  return {
    id: 'textverified',
    path: ROOT,
    async respond(request, door) {
      const { method, query, headers } = request;
      const steps = stepsBelow(ROOT, request.path) ?? [];
      if (method === 'POST' && steps.join('/') === 'auth') return logIn(request, door, tokens);
      const key = tokens.keyOf(/^Bearer\s+(\S+)$/i.exec(headers['authorization'] ?? '')?.[1] ?? '');
      const shop = key === undefined ? undefined : door(key);
      if (!shop) return unauthorized;
      const [first = '', id = '', ...more] = steps;
      const call = first === 'verifications' && id !== '' ? [first, ':id', ...more] : steps;
      const answer = answers.get(`${method} ${call.join('/')}`);
      if (!answer) return notFound;
      const body = membersOf(parseJson(request.body)) ?? new Map();
      try {
        return await answer(shop, { id, query, body, links: linksOf(request) });
      } catch (error) {
        return sayNo(error);
      }
    },
  };
}

/** The key and the name of its account are both needed. */
function logIn({ headers }: WireRequest, door: Door, tokens: IssuedTokens): WireReply {
  const key = headers['x-api-key'];
  if (!key || !headers['x-api-username'] || !door(key)) return unauthorized;
  const { token, endsAt } = tokens.issue(key);
  const expiresAt = new Date(endsAt).toISOString();
  return show(JSON.stringify({ token, expiresIn: LIFETIME_S, expiresAt }));
}

function linksOf({ headers }: WireRequest): Links {
  const scheme = headers['x-forwarded-proto'] === 'https' ? 'https' : 'http';
  const root = `${scheme}://${headers['host'] ?? 'localhost'}${ROOT}`;
  return (...steps) =>
    steps.reduce((path, step) => path + (step.startsWith('?') ? step : `/${encodeURIComponent(step)}`), root);
}
