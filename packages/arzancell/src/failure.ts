import { NumrouteError } from '@numroute/core';
import { meaningOf, type Word } from './words.ts';

/** The error of a word, for every call that is not a purchase. */
export function wordError(word: Word, id?: string): NumrouteError {
  const code = word === 'CANCELED' ? 'UNREADABLE' : meaningOf(word).error;
  const message = `the vendor answered ${word}`;
  if (code === 'UNKNOWN_ORDER') return new NumrouteError(code, message, { vendorWord: word, id: id ?? '' });
  return new NumrouteError(code, message, { vendorWord: word });
}

/** The error of a word that stands beside something else, which it contradicts. */
export function contradiction(word: Word): NumrouteError {
  return new NumrouteError('UNREADABLE', 'the vendor contradicts itself', { vendorWord: word });
}
