import { isSuccess, membersOf, parseJson, type RefusalCode, type Reply, type Said } from '@numroute/http';

interface Meaning {
  /** After it a purchase was certainly not made. */
  readonly refusal?: RefusalCode;
  /** The error of a call that is not a purchase. @default the refusal */
  readonly error?: Said['code'];
}

const ofKey: Meaning = { refusal: 'UNAUTHORIZED' };
const ofAccount: Meaning = { refusal: 'REJECTED', error: 'UNAUTHORIZED' };
const soldOut: Meaning = { refusal: 'OUT_OF_STOCK' };
const wrong: Meaning = { refusal: 'REJECTED' };
const busy: Meaning = { refusal: 'RATE_LIMITED' };
const unknownOrder: Meaning = { error: 'UNKNOWN_ORDER' };
const wrongState: Meaning = { error: 'WRONG_STATE' };

/**
 * The words of `response`. `DUPLICATE_OPERATION` says that an operation is there: to a purchase it proves
 * nothing.
 *
 * @see https://onlinesim.io/docs/api/en/sms
 */
const meanings = {
  ERROR_WRONG_KEY: ofKey,
  ERROR_NO_KEY: ofKey,
  ACCOUNT_BLOCKED: ofAccount,
  API_ACCESS_DISABLED: ofAccount,
  API_ACCESS_IP: ofAccount,
  ACCOUNT_IDENTIFICATION_REQUIRED: ofAccount,
  WARNING_LOW_BALANCE: { refusal: 'INSUFFICIENT_FUNDS' },
  NO_NUMBER: soldOut,
  WARNING_NO_NUMS: soldOut,
  SERVICE_TO_NUMBER_EMPTY: soldOut,
  ERROR_NO_SERVICE_REPEAT: soldOut,
  'repeat disabled': soldOut,
  UNDEFINED_COUNTRY: wrong,
  NO_COUNTRY: wrong,
  ERROR_NO_SERVICE: wrong,
  ERROR_PARAMS: wrong,
  REQUEST_NOT_FOUND: wrong,
  ERROR_LENGTH_NUMBER_FOR_FORWARD: wrong,
  NEED_EXTENSION_NUMBER: wrong,
  NO_CONFIRM_FORWARD: wrong,
  EXCEEDED_CONCURRENT_OPERATIONS: busy,
  INTERVAL_CONCURRENT_REQUESTS_ERROR: busy,
  TIME_INTERVAL_ERROR: busy,
  TRY_AGAIN_LATER: busy,
  ERROR_NO_OPERATIONS: unknownOrder,
  ERROR_NO_TZID: unknownOrder,
  ERROR_WRONG_TZID: unknownOrder,
  NO_COMPLETE_TZID: wrongState,
  DUPLICATE_OPERATION: wrongState,
  LIFICYCLE_NUM_EXPIRED: wrongState,
} as const satisfies Readonly<Record<string, Meaning>>;

export type Word = keyof typeof meanings;

const byWord: ReadonlyMap<string, Meaning> = new Map(Object.entries(meanings));

/** What a list is answered with where a country is not sold, or where there is no order. */
export const noCountry: readonly string[] = ['UNDEFINED_COUNTRY', 'NO_COUNTRY'] satisfies readonly Word[];
export const NO_OPERATIONS: Word = 'ERROR_NO_OPERATIONS';

/** Of an order: beside a refusal it contradicts it. */
const ORDER = /"(?:tzid|number)"/i;

/** `response` of an object; `1` says that all is well. A list has none. */
export function wordIn(reply: Reply): string | undefined {
  const members = isSuccess(reply) && !reply.parts ? membersOf(parseJson(reply.text)) : undefined;
  const word = members?.get('response');
  return typeof word === 'string' ? word : undefined;
}

export function refusalIn(reply: Reply): Said<RefusalCode> | undefined {
  const word = wordIn(reply);
  const code = byWord.get(word ?? '')?.refusal;
  return word === undefined || code === undefined || ORDER.test(reply.text) ? undefined : { code, word };
}

/** What a reply says to anything but a purchase. */
export function saidBy(reply: Reply): Said | undefined {
  const word = wordIn(reply);
  const meaning = byWord.get(word ?? '');
  const code = meaning?.error ?? meaning?.refusal;
  return word === undefined || code === undefined ? undefined : { code, word };
}
