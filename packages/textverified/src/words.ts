import { isSuccess, membersOf, parseJson, type RefusalCode, type Reply, type Said } from '@numroute/http';

/** Of an order: beside a refusal it contradicts it. */
const ORDER = /"(?:href|number|lr_[\w-]+)"/i;

/**
 * The vendor publishes no list of its words: these are those of its clients, by pattern. What is none of them
 * may have been bought.
 */
const reasons: readonly (readonly [pattern: RegExp, code: RefusalCode])[] = [
  [/out ?of ?stock|unavailable/i, 'OUT_OF_STOCK'],
  [/balance|credit|fund/i, 'INSUFFICIENT_FUNDS'],
  [/price/i, 'PRICE_ABOVE_LIMIT'],
];

/** `errorCode: errorDescription`, each of which may be null. Undefined: it is no error of the vendor's own. */
export function wordIn(reply: Reply): string | undefined {
  const members = isSuccess(reply) || reply.parts ? undefined : membersOf(parseJson(reply.text));
  if (!members?.has('errorCode') || !members.has('errorDescription')) return undefined;
  const said = [members.get('errorCode'), members.get('errorDescription')].filter(
    (one) => typeof one === 'string' && one !== '',
  );
  return said.join(': ') || `HTTP ${reply.status}`;
}

/** The word after which a purchase was certainly not made: the reply names it by its status and by its text. */
export function refusalIn(reply: Reply): Said<RefusalCode> | undefined {
  const word = wordIn(reply);
  if (word === undefined || ORDER.test(reply.text)) return undefined;
  const code = refusalBy(reply.status, word);
  return code && { code, word };
}

function refusalBy(status: number, word: string): RefusalCode | undefined {
  if (status === 401) return 'UNAUTHORIZED';
  if (status === 429) return 'RATE_LIMITED';
  return status === 400 ? reasons.find(([pattern]) => pattern.test(word))?.[1] : undefined;
}

/** What a reply says of an order in the place of it. */
export function saidOfOrder(reply: Reply): Said | undefined {
  const word = wordIn(reply);
  return word !== undefined && reply.status === 404 ? { code: 'UNKNOWN_ORDER', word } : undefined;
}

/** What refuses a cancel. */
export function saidOfCancel(reply: Reply): Said | undefined {
  const word = wordIn(reply);
  return word !== undefined && reply.status === 400 ? { code: 'WRONG_STATE', word } : saidOfOrder(reply);
}

/** Whether it refuses to tell a price: it sells no such thing. */
export const isNotSold = (reply: Reply): boolean => reply.status === 400 && wordIn(reply) !== undefined;
