import { NumrouteError } from '@numroute/core';
import { saidError } from '@numroute/http';
import { meaningOf, type Word } from './words.ts';

/** The error of a word, for every call that is not a purchase. */
export function wordError(word: Word, id?: string): NumrouteError {
  const code = word === 'CANCELED' ? 'UNREADABLE' : meaningOf(word).error;
  return saidError({ code, word }, id);
}

/** The error of a word that stands beside something else, which it contradicts. */
export function contradiction(word: Word): NumrouteError {
  return new NumrouteError('UNREADABLE', 'the vendor contradicts itself', { vendorWord: word });
}
