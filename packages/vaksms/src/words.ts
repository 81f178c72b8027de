import {
  isSuccess,
  type Json,
  membersOf,
  parseJson,
  type RefusalCode,
  type Reply,
  type Said,
} from '@numroute/http';

export type Word =
  | 'apiKeyNotFound'
  | 'noMoney'
  | 'noNumber'
  | 'noService'
  | 'badService'
  | 'noCountry'
  | 'noOperator'
  | 'badData'
  | 'idNumNotFound'
  | 'badStatus';

type Code = RefusalCode | 'UNKNOWN_ORDER' | 'WRONG_STATE';

/** @see https://vak-sms.com/api/vak/ */
const meanings: Readonly<Record<Word, Code>> = {
  apiKeyNotFound: 'UNAUTHORIZED',
  noMoney: 'INSUFFICIENT_FUNDS',
  noNumber: 'OUT_OF_STOCK',
  noService: 'REJECTED',
  badService: 'REJECTED',
  noCountry: 'REJECTED',
  noOperator: 'REJECTED',
  badData: 'REJECTED',
  idNumNotFound: 'UNKNOWN_ORDER',
  badStatus: 'WRONG_STATE',
};

/** A key of nobody's, in the words of the site behind the API. */
const NOBODY = 'Пользователь не найден';

/** What stands before the API repeats so what the API said. */
const RELAYED = 'UserApiService error: ';

export type Fields = ReadonlyMap<string, Json>;

/** The members of a reply in which a word counts: of a server that did not fail. */
export function fieldsOf(reply: Pick<Reply, 'status' | 'text' | 'parts'>): Fields | undefined {
  const isAnswer = isSuccess(reply) || reply.status === 400;
  return isAnswer && !reply.parts ? membersOf(parseJson(reply.text)) : undefined;
}

/** The word of a reply: `error`, or what the site behind the API said, as `message` repeats it. */
export function wordIn(fields: Fields | undefined): Word | undefined {
  const [error, message] = ['error', 'message'].map((name) => known(fields?.get(name)));
  return error && message && error !== message ? undefined : (error ?? message);
}

/** Whether it is the form of a refusal, whatever its words are. */
export function isRefusal(fields: Fields): boolean {
  return fields.has('error') || String(fields.get('message')).startsWith(RELAYED);
}

function known(told: Json | undefined): Word | undefined {
  if (typeof told !== 'string') return undefined;
  const inner = told.startsWith(RELAYED) ? told.slice(RELAYED.length) : undefined;
  const word = inner === undefined ? told : (membersOf(parseJson(inner))?.get('error') ?? inner);
  if (word === NOBODY) return 'apiKeyNotFound';
  return typeof word === 'string' && Object.hasOwn(meanings, word) ? (word as Word) : undefined;
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
