import type { RefusalCode } from '@numroute/http';

/** What a phrase says about a purchase; absent: nothing that could be relied on. */
type Refusal = Extract<RefusalCode, 'OUT_OF_STOCK' | 'INSUFFICIENT_FUNDS' | 'UNAUTHORIZED' | 'REJECTED'>;

interface Meaning {
  /** The error of any call that is not a purchase. */
  readonly error: Refusal | 'UNKNOWN_ORDER' | 'WRONG_STATE' | 'UNAVAILABLE';
  /**
   * The allow-list of a purchase. `TRY AGAIN` is not on it, because it may follow a charge; nor are
   * the words of other actions, which answer a question that was not asked.
   */
  readonly refusal?: Refusal;
}

/** The page's thirteen error phrases. */
export type Phrase =
  | 'INVALID REQUEST'
  | 'INVALID API'
  | 'NOT ENOUGH BALANCE'
  | 'INVALID COUNTRY'
  | 'INVALID SERVICE'
  | 'INVALID SERVER'
  | 'NO NUMBER'
  | 'INVALID ORDER ID'
  | 'UNCANCELLABLE ORDER'
  | 'INVALID ACTION'
  | 'TRY AGAIN'
  | 'EXPIRED SMS TIME'
  | 'CAN NOT GET SMS';

const meanings: Readonly<Record<Phrase, Meaning>> = {
  'INVALID REQUEST': { error: 'REJECTED', refusal: 'REJECTED' },
  'INVALID API': { error: 'UNAUTHORIZED', refusal: 'UNAUTHORIZED' },
  'NOT ENOUGH BALANCE': { error: 'INSUFFICIENT_FUNDS', refusal: 'INSUFFICIENT_FUNDS' },
  'INVALID COUNTRY': { error: 'REJECTED', refusal: 'REJECTED' },
  'INVALID SERVICE': { error: 'REJECTED', refusal: 'REJECTED' },
  'INVALID SERVER': { error: 'REJECTED', refusal: 'REJECTED' },
  'NO NUMBER': { error: 'OUT_OF_STOCK', refusal: 'OUT_OF_STOCK' },
  'INVALID ORDER ID': { error: 'UNKNOWN_ORDER' },
  'UNCANCELLABLE ORDER': { error: 'WRONG_STATE' },
  'INVALID ACTION': { error: 'REJECTED', refusal: 'REJECTED' },
  'TRY AGAIN': { error: 'UNAVAILABLE' },
  'EXPIRED SMS TIME': { error: 'WRONG_STATE' },
  'CAN NOT GET SMS': { error: 'UNAVAILABLE' },
};

export const phrases: readonly Phrase[] = Object.keys(meanings) as Phrase[];

/** A phrase is a sentence of the page; a word is a phrase or the answer to a cancel. */
export type Word = Phrase | 'CANCELED';

export function meaningOf(phrase: Phrase): Meaning {
  return meanings[phrase];
}

export function findPhrase(text: string): Phrase | undefined {
  return Object.hasOwn(meanings, text) ? (text as Phrase) : undefined;
}
