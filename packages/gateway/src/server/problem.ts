import { type AnyNumrouteError, type ErrorCode, type Money, NumrouteError } from '@numroute/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { LostNumber } from '../orders/lost-number.ts';
import type { HostFault } from './hosts.ts';
import { refusalOf } from './refusals.ts';

/** RFC 9457, and whether money may have moved. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  /** Those that are no `ErrorCode` are the gateway's own. */
  readonly code: ErrorCode | 'LOST' | 'NOT_FOUND' | 'TOO_LARGE' | 'FAILED';
  /** False is a promise: nothing was charged by this request. */
  readonly moneyMayHaveMoved: boolean;
  readonly field?: string;
  readonly retryAfterMs?: number;
  /** Of the cheapest, where it is above the cap. */
  readonly price?: Money;
  /** Of `LOST`: the order that was charged. */
  readonly order?: string;
}

const known: Readonly<Record<ErrorCode, readonly [status: number, title: string]>> = {
  INVALID_INPUT: [400, 'Something in the request is wrong'],
  UNAUTHORIZED: [401, 'No such token'],
  INSUFFICIENT_FUNDS: [402, 'The budget does not cover it'],
  BUDGET_EXCEEDED: [402, 'The budget does not cover it'],
  REJECTED: [403, 'Not allowed'],
  UNKNOWN_ORDER: [404, 'No such order'],
  OUT_OF_STOCK: [409, 'Nobody sells that now'],
  NO_OFFER: [409, 'Nobody sells that now'],
  NO_CODE: [409, 'No code came in time'],
  PRICE_ABOVE_LIMIT: [409, 'Dearer than the cap'],
  NOT_AS_OFFERED: [409, 'The vendor sold something else'],
  WRONG_STATE: [409, 'The order is not in a state for that'],
  RATE_LIMITED: [429, 'Too many requests'],
  UNSUPPORTED: [501, 'The vendor cannot do that'],
  OUTCOME_UNKNOWN: [502, 'The purchase may have been made'],
  UNREADABLE: [502, 'The vendor could not be understood'],
  UNAVAILABLE: [503, 'Not available now'],
  CLOSED: [503, 'Closing'],
  NOT_OWNER: [503, 'Another gateway serves this'],
};

/** An error of ours, or a failure of which nothing is told. */
export function problemOf(error: unknown): Problem {
  if (error instanceof LostNumber) return lost(error);
  if (NumrouteError.is(error)) return problemOfKnown(error);
  const status = (error as { statusCode?: unknown }).statusCode;
  if (status === 413) return plain('TOO_LARGE', 413, 'The body is too large');
  if (typeof status === 'number' && status >= 400 && status < 500) return refused(error, status);
  // Nobody proved that nothing was charged.
  return { ...plain('FAILED', 500, 'The gateway failed'), moneyMayHaveMoved: true };
}

/** Answers with what went wrong. */
export function sendProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const problem = problemOf(error);
  if (problem.code === 'FAILED') request.log.error({ err: error }, 'a request failed');
  if (problem.retryAfterMs !== undefined)
    reply.header('retry-after', Math.ceil(problem.retryAfterMs / 1_000));
  if (problem.status === 401) reply.header('www-authenticate', 'Bearer');
  return reply.code(problem.status).type('application/problem+json').send(problem);
}

export function plain(code: Problem['code'], status: number, title: string, detail: string = title): Problem {
  return { type: `urn:numroute:problem:${code}`, title, status, detail, code, moneyMayHaveMoved: false };
}

function refused(error: unknown, status: number): Problem {
  const { field, detail } = refusalOf(error);
  return { ...plain('INVALID_INPUT', status, known.INVALID_INPUT[1], detail), ...(field && { field }) };
}

export function hostProblem(fault: HostFault): Problem {
  const [status, expected] =
    fault === 'several'
      ? [400, 'one, not several']
      : [421, 'an IP address or a name that the settings of the gateway list under "hosts"'];
  return {
    ...plain(
      'INVALID_INPUT',
      status,
      'The request is not addressed to this server',
      `host: expected ${expected}`,
    ),
    field: 'host',
  };
}

function problemOfKnown(error: AnyNumrouteError): Problem {
  const { code, message, moneyMayHaveMoved, details } = error;
  const [status, title] = known[code];
  return {
    ...plain(code, status, title, error.code === 'OUTCOME_UNKNOWN' ? DOUBT : message),
    moneyMayHaveMoved,
    ...('field' in details && { field: details.field }),
    ...('retryAfterMs' in details &&
      details.retryAfterMs !== undefined && { retryAfterMs: Math.ceil(details.retryAfterMs) }),
    ...('price' in details && details.price && !moneyMayHaveMoved && { price: details.price }),
  };
}

const DOUBT =
  'The vendor may have charged for it. Ask again with the same Idempotency-Key: that buys nothing more, and tells the order once it is found, or LOST once it is known that nobody can find it.';

/** 410, because to ask again is of no use, and whatever repeats requests by itself repeats a 502. */
function lost({ number }: LostNumber): Problem {
  const detail =
    'The vendor charged, or may have, and nobody can tell the number any more. The budget counts it. Another Idempotency-Key buys another number.';
  return {
    ...plain('LOST', 410, 'Charged, and the number cannot be told', detail),
    moneyMayHaveMoved: true,
    order: String(number),
  };
}
