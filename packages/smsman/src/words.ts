import {
  isSuccess,
  type Json,
  membersOf,
  parseJson,
  type RefusalCode,
  type Reply,
  refuseSaid,
  type Said,
  unexpected,
} from '@numroute/http';

export type Word =
  | 'wrong_token'
  | 'bad_token'
  | 'no_numbers'
  | 'no_free_phones'
  | 'balance'
  | 'low_balance'
  | 'no_balance'
  | 'wrong_application_id'
  | 'wrong_country_id'
  | 'wrong_status'
  | 'wrong_request_id';

type Code = RefusalCode | 'UNKNOWN_ORDER' | 'WRONG_STATE';

/** @see https://sms-man.com/site/docs-apiv2 */
const meanings: Readonly<Record<Word, Code>> = {
  wrong_token: 'UNAUTHORIZED',
  bad_token: 'UNAUTHORIZED',
  no_numbers: 'OUT_OF_STOCK',
  no_free_phones: 'OUT_OF_STOCK',
  balance: 'INSUFFICIENT_FUNDS',
  low_balance: 'INSUFFICIENT_FUNDS',
  no_balance: 'INSUFFICIENT_FUNDS',
  wrong_application_id: 'REJECTED',
  wrong_country_id: 'REJECTED',
  wrong_status: 'WRONG_STATE',
  wrong_request_id: 'UNKNOWN_ORDER',
};

export type Fields = ReadonlyMap<string, Json>;

/** The members of a reply in which a word counts: of a server that did not fail. */
export function fieldsOf(reply: Pick<Reply, 'status' | 'text' | 'parts'>): Fields | undefined {
  const isAnswer = isSuccess(reply) || reply.status === 400;
  return isAnswer && !reply.parts ? membersOf(parseJson(reply.text)) : undefined;
}

/** The code of an error, of which the sentence beside it is for people. */
export function wordIn(fields: Fields | undefined): Word | undefined {
  const [word, success = false] = ['error_code', 'success'].map((name) => fields?.get(name));
  const isKnown = success === false && typeof word === 'string' && Object.hasOwn(meanings, word);
  return isKnown ? (word as Word) : undefined;
}

/** What a word means. */
export function meaningOf(word: Word): { readonly code: Code; readonly word: string } {
  return { code: meanings[word], word };
}

/** What the vendor said in the place of what it was asked for. */
export function saidBy(reply: Reply): Said | undefined {
  const word = wordIn(fieldsOf(reply));
  return word && meaningOf(word);
}

/** A list as it came; it begins as an error does. @throws {NumrouteError} It is an error, or an object that says nothing. */
export function listIn(reply: Reply): string | Iterable<string> {
  refuseSaid(reply, saidBy(reply));
  const fields = fieldsOf(reply);
  if (fields && (fields.size === 0 || fields.has('error_code'))) throw unexpected(reply);
  return reply.parts ?? reply.text;
}
