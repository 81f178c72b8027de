import {
  type Dialect,
  type ErrorCode,
  NumrouteError,
  replyInParts,
  stepsBelow,
  type WireReply,
  type WireRequest,
} from '@numroute/core';
import type { Balance, Unit } from '../fields.ts';
import type { Word } from '../words.ts';
import { Awaited } from './awaited.ts';
import { showApplications, showBalance, showCountries } from './lists.ts';
import { changeOrder, showSms } from './orders.ts';
import { showPrices } from './prices.ts';
import { sellNumber } from './sale.ts';
import { type Answer, Refusal } from './visit.ts';

/** How the simulated SMS-Man counts. */
export interface DialectOptions {
  /** What a cost of 1 is, in the shop's currency. @default '1' */
  readonly unit?: Unit;
  /** Whether what is held for open orders is taken off the balance already. @default 'free': it is */
  readonly balance?: Balance;
}

const answers: ReadonlyMap<string, Answer> = new Map<string, Answer>([
  ['get-balance', showBalance],
  ['countries', async () => showCountries()],
  ['applications', async () => showApplications()],
  ['get-prices', showPrices],
  ['get-number', sellNumber],
  ['get-sms', showSms],
  ['set-status', changeOrder],
]);

const byCode: ReadonlyMap<ErrorCode, Word> = new Map<ErrorCode, Word>([
  ['OUT_OF_STOCK', 'no_numbers'],
  ['NO_OFFER', 'no_numbers'],
  ['PRICE_ABOVE_LIMIT', 'no_numbers'],
  ['REJECTED', 'no_numbers'],
  ['INSUFFICIENT_FUNDS', 'low_balance'],
  ['UNKNOWN_ORDER', 'wrong_request_id'],
  ['WRONG_STATE', 'wrong_status'],
]);

const PATH = '/control';

/** The server half: answers as SMS-Man does, in the currency of its shop, which this wire does not name. */
export function smsmanDialect({ unit = '1', balance = 'free' }: DialectOptions = {}): Dialect {
  const awaited = new Awaited();
  return {
    id: 'smsman',
    path: PATH,
    async respond(request, door) {
      const [call = '', ...more] = stepsBelow(PATH, request.path) ?? [];
      const answer = more.length === 0 ? answers.get(call) : undefined;
      if (!answer) return { status: 404, body: 'Not Found' };
      try {
        const parameters = parametersOf(request);
        const key = parameters.get('token') ?? '';
        const shop = door(key);
        if (!shop) throw new Refusal('wrong_token');
        const body = await answer({ shop, key, parameters, unit, balance, awaited });
        return replyInParts({ headers: JSON_TYPE }, typeof body === 'string' ? [body] : body);
      } catch (error) {
        return refusalOf(error);
      }
    },
  };
}

const JSON_TYPE = { 'content-type': 'application/json' } as const;

/** In the query, or in a form. */
function parametersOf({ query, body }: WireRequest): URLSearchParams {
  return new URLSearchParams([...query, ...new URLSearchParams(body)]);
}

/** What has no word here promises nothing. */
function refusalOf(error: unknown): WireReply {
  const isKnown = NumrouteError.is(error) && !error.moneyMayHaveMoved;
  const word = error instanceof Refusal ? error.word : isKnown ? byCode.get(error.code) : undefined;
  if (word === undefined) return { status: 500, body: 'Internal Server Error' };
  const body = JSON.stringify({ success: false, error_code: word, error_msg: word.replaceAll('_', ' ') });
  return { status: 400, headers: JSON_TYPE, body };
}
