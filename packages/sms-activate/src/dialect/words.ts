import { type ErrorCode, NumrouteError, type WireReply } from '@numroute/core';
import type { Profile } from '../profile.ts';
import { Digits, type Json, plain, writeJson } from './json.ts';

export type Word =
  | 'BAD_KEY'
  | 'BAD_ACTION'
  | 'BAD_SERVICE'
  | 'BAD_COUNTRY'
  | 'BAD_OPERATOR'
  | 'BAD_STATUS'
  | 'NO_NUMBERS'
  | 'NO_BALANCE'
  | 'WRONG_MAX_PRICE'
  | 'ORDER_ALREADY_EXISTS'
  | 'NO_ACTIVATION'
  | 'NO_ACTIVATIONS'
  | 'OPERATORS_NOT_FOUND'
  | 'EARLY_CANCEL_DENIED'
  | 'OTP_RECEIVED'
  | 'ACTIVATION_NOT_ACTIVE'
  | 'RATE_LIMIT'
  | 'BAD_LANG'
  | 'ERROR_SQL';

/** A no in the words of the original, before the site says it in its own way. */
export class Refusal extends Error {
  readonly word: Word;
  /** The parameter that is to blame; HeroSMS names it. */
  readonly field: string | undefined;
  readonly blame: 'REQUIRED' | 'INVALID';
  /** The payload of WRONG_MAX_PRICE. */
  readonly least: string | undefined;

  constructor(
    word: Word,
    options: {
      readonly field?: string;
      readonly blame?: 'REQUIRED' | 'INVALID';
      readonly least?: string;
    } = {},
  ) {
    super(word);
    this.word = word;
    this.field = options.field;
    this.blame = options.blame ?? 'INVALID';
    this.least = options.least;
  }
}

const byCode: ReadonlyMap<ErrorCode, Word> = new Map<ErrorCode, Word>([
  ['OUT_OF_STOCK', 'NO_NUMBERS'],
  ['NO_OFFER', 'NO_NUMBERS'],
  ['REJECTED', 'NO_NUMBERS'],
  ['INSUFFICIENT_FUNDS', 'NO_BALANCE'],
  ['UNAUTHORIZED', 'BAD_KEY'],
  ['RATE_LIMITED', 'RATE_LIMIT'],
  ['UNKNOWN_ORDER', 'NO_ACTIVATION'],
  ['WRONG_STATE', 'BAD_STATUS'],
]);

/** ERROR_SQL promises nothing, not even that nothing was bought, and so fits the rest. */
export function refusalOf(error: unknown, action: string | undefined): Refusal {
  if (error instanceof Refusal) return error;
  if (!NumrouteError.is(error)) return new Refusal('ERROR_SQL');
  if (NumrouteError.is(error, 'PRICE_ABOVE_LIMIT')) {
    const { price, order } = error.details;
    if (order) return new Refusal('ERROR_SQL');
    return price ? new Refusal('WRONG_MAX_PRICE', { least: plain(price) }) : new Refusal('NO_NUMBERS');
  }
  if (error.code === 'UNSUPPORTED') return new Refusal(action === 'setStatus' ? 'BAD_STATUS' : 'BAD_ACTION');
  return new Refusal(byCode.get(error.code) ?? 'ERROR_SQL');
}

/** The site's own way to say it. */
export function sayNo(profile: Profile, action: string, refusal: Refusal): WireReply {
  switch (profile.id) {
    case 'herosms':
      return heroSays(action, refusal);
    case 'tiger-sms':
      return tigerSays(action, refusal);
    case 'smsbower':
      return bowerSays(action, refusal);
    case 'privatesms':
      return privateSays(action, refusal);
    default:
      return { body: textOf(otherWord(profile.id, action, refusal.word), refusal.least) };
  }
}

function textOf(word: string, least: string | undefined): string {
  return word === 'WRONG_MAX_PRICE' && least !== undefined ? `${word}:${least}` : word;
}

function otherWord(id: string, action: string, word: Word): string {
  const site = wordsBySite.get(id);
  return site?.get(`${action} ${word}`) ?? site?.get(word) ?? commonWords.get(word) ?? word;
}

const commonWords: ReadonlyMap<string, string> = new Map([['OTP_RECEIVED', 'BAD_STATUS']]);

const wordsBySite: ReadonlyMap<string, ReadonlyMap<string, string>> = new Map([
  ['smshub', new Map([['BAD_SERVICE', 'WRONG_SERVICE']])],
  [
    'smsbower',
    new Map([
      ['getNumber BAD_SERVICE', 'WRONG_SERVICE'],
      ['getNumberV2 BAD_SERVICE', 'WRONG_SERVICE'],
    ]),
  ],
  [
    'sms-verification-number',
    new Map([
      // An unknown service and an unknown country are not named.
      ['BAD_SERVICE', 'ERROR_API'],
      ['BAD_COUNTRY', 'ERROR_API'],
      ['BAD_OPERATOR', 'ERROR_API'],
      ['BAD_ACTION', 'NO_METHOD'],
      ['EARLY_CANCEL_DENIED', 'CANNOT_BEFORE_2_MIN'],
      ['RATE_LIMIT', 'REQUEST_LIMIT'],
    ]),
  ],
  [
    'vak-sms',
    new Map([
      ['BAD_KEY', 'BAD_ACTION'],
      ['getStatus NO_ACTIVATION', 'BAD_ACTION'],
    ]),
  ],
  [
    'daisysms',
    new Map([
      ['NO_BALANCE', 'NO_MONEY'],
      ['WRONG_MAX_PRICE', 'MAX_PRICE_EXCEEDED'],
      ['OTP_RECEIVED', 'ACCESS_READY'],
      ['EARLY_CANCEL_DENIED', 'ACCESS_READY'],
    ]),
  ],
]);

function envelope(status: number, title: string, details: string, info?: Json): WireReply {
  return { status, body: writeJson({ title, details, info }) };
}

const heroWords: ReadonlyMap<Word, readonly [status: number, title: string, details: string]> = new Map([
  ['BAD_KEY', [401, 'BAD_KEY', 'Unauthorized']],
  ['BAD_ACTION', [404, 'BAD_ACTION', 'Method Not Found']],
  ['NO_ACTIVATION', [404, 'NOT_FOUND', 'Activation Not Found']],
  ['NO_BALANCE', [402, 'NO_BALANCE', '']],
  ['WRONG_MAX_PRICE', [400, 'WRONG_MAX_PRICE', '']],
  ['BAD_STATUS', [400, 'BAD_STATUS', '']],
  ['EARLY_CANCEL_DENIED', [409, 'EARLY_CANCEL_DENIED', '']],
  ['ACTIVATION_NOT_ACTIVE', [409, 'ACTIVATION_NOT_ACTIVE', '']],
  ['OTP_RECEIVED', [409, 'OTP_RECEIVED', '']],
  ['RATE_LIMIT', [429, 'RATE_LIMIT', '']],
  ['ERROR_SQL', [500, 'SERVER_ERROR', '']],
]);

function heroSays(action: string, { word, field, blame, least }: Refusal): WireReply {
  if (field !== undefined) {
    if (action === 'getNumber' && word !== 'BAD_KEY')
      return { body: `UNPROCESSABLE_ENTITY:${field}:${blame}` };
    return envelope(422, 'UNPROCESSABLE_ENTITY', 'Validation failed', { field, code: blame, message: '' });
  }
  const said = heroWords.get(word);
  if (!said) return { body: word };
  const [status, title, details] = said;
  if (word === 'EARLY_CANCEL_DENIED') return envelope(status, title, details, { minActivationTime: 120 });
  return envelope(status, title, details, least === undefined ? undefined : { min: new Digits(least) });
}

function tigerSays(action: string, { word, least }: Refusal): WireReply {
  const text = otherWord('tiger-sms', action, word);
  if (word === 'BAD_KEY') return { status: 401, body: text };
  if (word === 'RATE_LIMIT') return { status: 429, body: 'Too Many Requests' };
  if (!action.endsWith('V2')) return { body: textOf(text, least) };
  if (word === 'NO_ACTIVATION') return envelope(404, 'NOT_FOUND', 'Activation Not Found');
  const details = word === 'BAD_SERVICE' ? 'This service/country combination is not available' : '';
  return envelope(200, text, details, least === undefined ? undefined : { min: new Digits(least) });
}

function bowerSays(action: string, { word, least }: Refusal): WireReply {
  if (word === 'BAD_KEY') return { status: 401, body: '{"status":0,"message":"No access","data":[]}' };
  const isPrices = action === 'getPrices' || action === 'getPricesV2';
  if (isPrices && word === 'BAD_COUNTRY') return { body: '{"error":"Bad country"}' };
  if (isPrices && word === 'BAD_SERVICE') return { body: '{"error":"Bad service"}' };
  return { body: textOf(otherWord('smsbower', action, word), least) };
}

const privateStatuses: ReadonlyMap<string, number> = new Map([
  ['BAD_KEY', 401],
  ['BAD_ACTION', 400],
  ['BAD_STATUS', 400],
  ['EARLY_CANCEL_DENIED', 403],
  ['NO_ACTIVATION', 404],
  ['SERVER ERROR', 500],
]);

function privateSays(action: string, { word, least }: Refusal): WireReply {
  const said = word === 'ERROR_SQL' ? 'SERVER ERROR' : otherWord('privatesms', action, word);
  return { status: privateStatuses.get(said) ?? 200, body: textOf(said, least) };
}
