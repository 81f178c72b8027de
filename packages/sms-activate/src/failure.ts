import { NumrouteError } from '@numroute/core';
import {
  EDGE_WAIT_MS,
  headerWait,
  isSuccess,
  isTurnedAway,
  membersOf,
  type Reply,
  sampleOf,
  waitIn,
} from '@numroute/http';
import type { Profile, Task } from './profile.ts';
import { type Body, wordsOf } from './reply.ts';
import { type Meaning, meaningOf } from './words.ts';

/** The back-off after "too fast": no site says one, the longest block that was seen is ten seconds. */
const BACK_OFF_MS = 10_000;

/** The word of a reply to a read; undefined where there is none, or none that is known. */
export function findWord(body: Body, task: Task, profile: Profile): Meaning | undefined {
  for (const said of wordsOf(body)) {
    const meaning = meaningOf(said, task, profile);
    if (meaning) return meaning;
  }
  return undefined;
}

/** The error of a reply to a read that holds no data. */
export function replyError(reply: Reply, body: Body, task: Task, profile: Profile, id = ''): NumrouteError {
  const meaning = findWord(body, task, profile);
  if (!meaning) return strangeError(reply, body);
  const { code, word, retryAfterMs, final } = meaning;
  const message = `the vendor answered ${word}`;
  const details = { vendorWord: word };
  switch (code) {
    case 'UNKNOWN_ORDER':
      // A server in trouble has lost sight of more than the order.
      if (reply.status >= 500) return new NumrouteError('UNAVAILABLE', message, details);
      return new NumrouteError(code, message, { ...details, id });
    case 'RATE_LIMITED':
      return new NumrouteError(code, message, { ...details, ...waitOf(meaning, reply) });
    case 'UNAVAILABLE':
      return new NumrouteError(code, message, { ...details, ...told(retryAfterMs ?? headerWait(reply)) });
    case 'WRONG_STATE':
      return new NumrouteError(code, message, { ...details, ...told(retryAfterMs), ...(final && { final }) });
    default:
      return new NumrouteError(code, message, details);
  }
}

function strangeError(reply: Reply, body: Body): NumrouteError {
  const details = { vendorWord: sampleOf(reply) };
  const message = `the vendor's reply is not understood (HTTP ${reply.status})`;
  const wait = plainWait(reply, body);
  if (wait !== undefined)
    return new NumrouteError('RATE_LIMITED', message, { ...details, retryAfterMs: wait });
  if (isKeyRefused(reply, body)) return new NumrouteError('UNAUTHORIZED', message, details);
  if (isSuccess(reply)) return new NumrouteError('UNREADABLE', message, details);
  // A page at 403 is the filter in front of the site, and no word about the key (quirk 8).
  return new NumrouteError('UNAVAILABLE', message, { ...details, ...told(headerWait(reply)) });
}

/** How long to wait after a reply that says "too fast" without a word of the table; undefined for any other. */
export function plainWait(reply: Reply, body: Body): number | undefined {
  const isTurned = isTurnedAway(reply);
  if (reply.status !== 429 && !isTurned) return undefined;
  const fields = body.kind === 'json' ? membersOf(body.value) : undefined;
  const wait = waitIn(fields) ?? waitIn(membersOf(fields?.get('info'))) ?? headerWait(reply);
  return wait ?? (isTurned ? EDGE_WAIT_MS : BACK_OFF_MS);
}

/** A server that wants a key answers 401 before it acts. A page with that status may be from something before it. */
export function isKeyRefused({ status }: Reply, { kind }: Body): boolean {
  return status === 401 && kind !== 'html';
}

export function waitOf({ word, retryAfterMs }: Meaning, reply: Reply): { readonly retryAfterMs?: number } {
  const tooFast = /^(RATE|TOO_MANY_REQ|REQUEST)/.test(word);
  return told(retryAfterMs ?? headerWait(reply) ?? (tooFast ? BACK_OFF_MS : undefined));
}

const told = (wait: number | undefined): { readonly retryAfterMs?: number } =>
  wait === undefined ? {} : { retryAfterMs: wait };
