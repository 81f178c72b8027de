import { type RefusalCode, waitIn } from '@numroute/http';
import type { Profile, Task, WordCode } from './profile.ts';
import type { Said } from './reply.ts';

/** What a vendor's word means. */
export interface Meaning {
  readonly code: WordCode;
  /** The word as it is shown: with what stood behind its colon. */
  readonly word: string;
  /** The least price, as text in the account's currency. */
  readonly price?: string;
  readonly retryAfterMs?: number;
  /** The same request will be refused for the order's whole life. */
  readonly final?: true;
}

/** The bans of the one site that documents them last so long (protocol.md 4). */
const BAN_MS = 1_800_000;

/** A ban is of purchases: the orders that live are followed all the same, at this pace. */
const BANNED_LOOK_MS = 60_000;

/** Of the original, for a site that tells none (protocol.md 4). */
const CANCEL_AFTER_MS = 120_000;

/**
 * One table for every site, whatever the HTTP status (quirk 4). Matched whole, on what stands before
 * the first colon: a prefix such as `NO_` would make a dead key look like empty stock (quirk 38).
 *
 * @see protocol.md 3
 */
const codes: ReadonlyMap<string, WordCode> = new Map(
  Object.entries({
    UNAUTHORIZED: [
      'BAD_KEY NO_KEY EMPTY_KEY WRONG_API_KEY ERROR_WRONG_KEY BAD_API_KEY UNAUTHENTICATED NO_ACCESS',
      'ACCOUNT_INACTIVE',
    ].join(' '),
    INSUFFICIENT_FUNDS: 'NO_BALANCE NO_MONEY LOW_BALANCE NO_MEANS BAD_BALANCE',
    OUT_OF_STOCK: 'NO_NUMBERS NO_NUMBER OUT_OF_STOCK',
    PRICE_ABOVE_LIMIT: 'WRONG_MAX_PRICE MAX_PRICE_EXCEEDED',
    RATE_LIMITED: 'RATE_LIMIT TOO_MANY_REQUESTS REQUEST_LIMIT CHANNELS_LIMIT TOO_MANY_ACTIVE_RENTALS BANNED',
    REJECTED: [
      'BAD_ACTION NO_METHOD WRONG_ACTION ACTION_NOT_AVAILABLE BAD_SERVICE WRONG_SERVICE SERVICE_IS_INCORRECT',
      'BAD_COUNTRY WRONG_COUNTRY WRONG_COUNTRY_ID COUNTRY_IS_INCORRECT BAD_OPERATOR WRONG_OPERATOR',
      'OPERATORS_NOT_FOUND WRONG_EXCEPTION_PHONE SERVICE_NOT_AVAILABLE SERVICE_UNAVAILABLE_REGION NOT_AVAILABLE',
      'THE_SERVICE_IS_PROHIBITED_FOR_SALE_BY_ADMINISTRATION UNPROCESSABLE_ENTITY BAD_MULTIPLE',
      'BAD_MAX_PRICE BAD_PROVIDER_IDS BAD_EXCEPT_PROVIDER_IDS BAD_ACTIVATION_TYPE BAD_FIXED_PRICE',
      'BAD_VALUES NO_PROVIDERS BAD_LANG',
    ].join(' '),
    UNKNOWN_ORDER: 'NO_ACTIVATION WRONG_ACTIVATION_ID NOT_FOUND INVALID_ACTIVATION_ID',
    WRONG_STATE: [
      'BAD_STATUS EARLY_CANCEL_DENIED CANNOT_BEFORE_2_MIN OTP_RECEIVED NEW_OTP_RECEIVED',
      'FREE_CANCELLATION_EXPIRED ACTIVATION_NOT_ACTIVE ALREADY_CANCEL ALREADY_CANCELLED ALREADY_CANCELED',
      'ALREADY_FINISH ALREADY_FINISHED',
    ].join(' '),
    UNAVAILABLE: 'SERVER_ERROR ERROR ERROR_API',
  } satisfies Partial<Record<WordCode, string>>).flatMap(([code, words]) =>
    words.split(' ').map((word) => [word, code as WordCode] as const),
  ),
);

/** Words of a refusal that no later time takes back: a code came, the free time is over, the order is over. */
const final =
  /^(?:OTP_RECEIVED|NEW_OTP_RECEIVED|FREE_CANCELLATION_EXPIRED|ACTIVATION_NOT_ACTIVE|ALREADY_\w+)$/;

/** The meaning of a word for a task; undefined for a word that nobody documented. */
export function meaningOf(
  said: Said,
  task: Task,
  profile: Partial<Pick<Profile, 'words' | 'cancelAfterMs'>>,
): Meaning | undefined {
  const known = profile.words?.[task]?.[said.word] ?? codes.get(said.word) ?? serverWord(said.word);
  if (known === undefined) return undefined;
  const word = said.rest ? `${said.word}:${said.rest}`.slice(0, 200) : said.word;
  const told = waitIn(said.info);
  const meaning = { code: known, word, ...(told !== undefined && { retryAfterMs: told }) };
  switch (said.word) {
    case 'BANNED': {
      // A ban of one pair of service and country says nothing of the others.
      if (said.info?.get('scope') === 'specific') return { code: 'REJECTED', word };
      // Its date has no zone, and is shown but not counted with (quirk 35).
      const ban = told ?? BAN_MS;
      const buys = task === 'purchase' || task === 'offers';
      return { ...meaning, retryAfterMs: buys ? ban : Math.min(ban, BANNED_LOOK_MS) };
    }
    case 'EARLY_CANCEL_DENIED':
    case 'CANNOT_BEFORE_2_MIN': {
      // Counted from the purchase, so that after it the order is old enough for sure.
      const wait = waitIn(said.info, ['minActivationTime']) ?? profile.cancelAfterMs ?? CANCEL_AFTER_MS;
      return { ...meaning, retryAfterMs: wait };
    }
    case 'WRONG_MAX_PRICE': {
      const price = said.rest ?? said.info?.get('min');
      return { ...meaning, ...(typeof price === 'string' && { price }) };
    }
    default:
      return final.test(said.word) ? { ...meaning, final: true } : meaning;
  }
}

/** Whether a word proves that nothing was bought. A server in trouble may have sold before it fell. */
export function isRefusal(code: WordCode): code is RefusalCode {
  return code !== 'UNAVAILABLE' && code !== 'UNKNOWN_ORDER' && code !== 'WRONG_STATE';
}

/** `ERROR_SQL25`, `internal error; reference = …` */
function serverWord(word: string): WordCode | undefined {
  const inTrouble = /^[A-Z0-9_]*SQL[A-Z0-9_]*$/.test(word) || word.startsWith('INTERNAL_ERROR');
  return inTrouble ? 'UNAVAILABLE' : undefined;
}
