import { type Dialect, type ErrorCode, NumrouteError, stepsBelow, type WireReply } from '@numroute/core';
import { meaningOf, type Word } from '../words.ts';
import { showBalance, showCountries, showOffers, showServices } from './lists.ts';
import { Memory } from './memory.ts';
import { banNumber, cancelNumber, closeNumber, repeatNumber, showStatus } from './orders.ts';
import { sellNumber } from './sale.ts';
import { type Answer, Refusal } from './visit.ts';

const answers: ReadonlyMap<string, Answer> = new Map<string, Answer>([
  ['balance', showBalance],
  ['getinfo', showOffers],
  ['getservice', showServices],
  ['getcountry', showCountries],
  ['getnum', sellNumber],
  ['checkstatus', showStatus],
  ['cancelnumber', cancelNumber],
  ['bannumber', banNumber],
  ['repeat', repeatNumber],
  ['closenumber', closeNumber],
]);

const byCode: ReadonlyMap<ErrorCode, Word> = new Map<ErrorCode, Word>([
  ['OUT_OF_STOCK', '-204'],
  ['NO_OFFER', '-204'],
  ['PRICE_ABOVE_LIMIT', '-204'],
  ['INSUFFICIENT_FUNDS', '-205'],
  ['UNKNOWN_ORDER', '-304'],
]);

const PATH = '/v2.php';

/** The server half: answers as the guide says that Numberland answers, with numbers that are rented out for once. */
export function numberlandDialect(): Dialect {
  const memory = new Memory();
  return {
    id: 'numberland',
    path: PATH,
    async respond({ path, query }, door) {
      if (stepsBelow(PATH, path)?.length !== 0) return { status: 404, body: 'Not Found' };
      try {
        const key = query.get('apikey') ?? '';
        const shop = key === '' ? undefined : door(key);
        if (!shop) return refuse('-901');
        const answer = answers.get(query.get('method') ?? '');
        if (!answer) return refuse('-902');
        return reply(await answer({ shop, key, parameters: query, memory }));
      } catch (error) {
        return refuse(wordOf(error));
      }
    },
  };
}

/** -900 promises nothing and so fits the rest. */
function wordOf(error: unknown): Word {
  if (error instanceof Refusal) return error.word;
  return (NumrouteError.is(error) && byCode.get(error.code)) || '-900';
}

function refuse(word: Word): WireReply {
  return reply(`{"RESULT":${word},"DESCRIPTION":${JSON.stringify(meaningOf(word)?.says ?? '')}}`);
}

function reply(body: string): WireReply {
  return { headers: { 'content-type': 'application/json; charset=utf-8' }, body };
}
