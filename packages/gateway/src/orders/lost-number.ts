import { NumrouteError } from '@numroute/core';

/**
 * The purchase under a client's own key was charged, or may have been, and nobody will name its order.
 * To ask again under that key tells nothing more.
 */
export class LostNumber extends NumrouteError<'OUTCOME_UNKNOWN'> {
  /** The record's number. */
  readonly number: number;

  constructor(number: number) {
    super('OUTCOME_UNKNOWN', 'The purchase under this key was charged and its number cannot be told.', {});
    this.number = number;
  }
}
