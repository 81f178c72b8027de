import { NumrouteError } from '@numroute/core';
import type { Reply } from '../adapter.ts';
import { isSuccess, sampleOf } from './reply.ts';
import { headerWait } from './waits.ts';

/**
 * The error of a reply to a read that holds neither the data that was asked for nor a word that means
 * something: by its status alone. A page with 401 may be from something in front of the vendor.
 *
 * @param field Where it was not understood, such as `sms.0.text`.
 */
export function unexpected(reply: Reply, field?: string): NumrouteError {
  const { status } = reply;
  const details = { vendorWord: sampleOf(reply) };
  const isPage = /^<(?:!doctype|html)/i.test(details.vendorWord.trim());
  const where = field === undefined || field === '' ? '' : `: ${field}`;
  const message = `the vendor's reply is not understood${where} (HTTP ${status})`;
  const wait = headerWait(reply);
  const waiting = { ...details, ...(wait !== undefined && { retryAfterMs: wait }) };
  if (status === 401 && !isPage) return new NumrouteError('UNAUTHORIZED', message, details);
  if (status === 429) return new NumrouteError('RATE_LIMITED', message, waiting);
  return isSuccess(reply) && !isPage
    ? new NumrouteError('UNREADABLE', message, details)
    : new NumrouteError('UNAVAILABLE', message, waiting);
}
