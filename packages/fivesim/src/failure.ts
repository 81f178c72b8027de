import { NumrouteError } from '@numroute/core';
import { headerWait, isSuccess, type Reply, unexpected } from '@numroute/http';
import { isFinal, isOutage, isThrottle, stateOf } from './words.ts';

/** The error of a reply to a read that holds no JSON of a shop which has not failed; undefined: it may. */
export function failureOf(reply: Reply, order?: string): NumrouteError | undefined {
  const { text, status } = reply;
  const message = `the vendor answered: ${text}`;
  if (isThrottle(text, status)) {
    const wait = headerWait(reply);
    const waiting = wait === undefined ? {} : { retryAfterMs: wait };
    return new NumrouteError('RATE_LIMITED', message, { vendorWord: text, ...waiting });
  }
  if (isOutage(text)) return new NumrouteError('UNAVAILABLE', message, { vendorWord: text });
  const state = order === undefined ? undefined : stateOf(text, status);
  if (state === 'UNKNOWN_ORDER')
    return new NumrouteError(state, message, { vendorWord: text, id: order ?? '' });
  if (state !== undefined)
    return new NumrouteError(state, message, { vendorWord: text, ...(isFinal(text) && { final: true }) });
  return isSuccess(reply) ? undefined : unexpected(reply);
}
