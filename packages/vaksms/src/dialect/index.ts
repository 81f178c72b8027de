import { type Dialect, type ErrorCode, NumrouteError, stepsBelow, type WireReply } from '@numroute/core';
import type { Word } from '../words.ts';
import { showBalance, showCount, showCountries, showCounts } from './lists.ts';
import { changeOrder, showCodes } from './orders.ts';
import { sellNumber } from './sale.ts';
import { type Answer, Refusal } from './visit.ts';

const answers: ReadonlyMap<string, Answer> = new Map<string, Answer>([
  ['getBalance', showBalance],
  ['getCountNumber', showCount],
  ['getCountNumberList', showCounts],
  ['getNumber', sellNumber],
  ['getSmsCode', showCodes],
  ['setStatus', changeOrder],
]);

const byCode: ReadonlyMap<ErrorCode, Word> = new Map<ErrorCode, Word>([
  ['OUT_OF_STOCK', 'noNumber'],
  ['NO_OFFER', 'noNumber'],
  ['PRICE_ABOVE_LIMIT', 'noNumber'],
  ['INSUFFICIENT_FUNDS', 'noMoney'],
  ['REJECTED', 'badData'],
  ['UNKNOWN_ORDER', 'idNumNotFound'],
  ['WRONG_STATE', 'badStatus'],
]);

const PATH = '/api';

/** The server half: answers as VAK-SMS does, in the currency of its shop, which this wire does not name. */
export function vaksmsDialect(): Dialect {
  return {
    id: 'vaksms',
    path: PATH,
    async respond({ method, path, query }, door) {
      const [call = '', ...more] = stepsBelow(PATH, path) ?? [];
      if (method !== 'GET' || more.length > 0) return nothing;
      try {
        const shop = door(query.get('apiKey') ?? '');
        // In the open, as the vendor has it; whoever has a key sees what this shop sells.
        if (call === 'getCountryList') return reply(await showCountries(shop));
        const answer = answers.get(call);
        if (!answer) return nothing;
        if (!shop) return refuse('apiKeyNotFound');
        return reply(await answer(shop, query));
      } catch (error) {
        return refusalOf(error);
      }
    },
  };
}

const nothing: WireReply = { status: 404, body: 'Not Found' };

/** What has no word here promises nothing. */
function refusalOf(error: unknown): WireReply {
  if (error instanceof Refusal) return refuse(error.word);
  const isKnown = NumrouteError.is(error) && !error.moneyMayHaveMoved;
  const word = isKnown ? byCode.get(error.code) : undefined;
  return word ? refuse(word) : { status: 500, body: 'Internal Server Error' };
}

const refuse = (word: Word): WireReply => reply(`{"error":"${word}"}`);

function reply(body: string): WireReply {
  return { headers: { 'content-type': 'application/json' }, body };
}
