import { type Message, NumrouteError, type OrderReport, saysNothing } from '@numroute/core';
import { isSuccess, membersOf, type Reply, readIsoTime } from '@numroute/http';
import { findWord, replyError } from './failure.ts';
import { readId } from './fields.ts';
import type { Profile } from './profile.ts';
import { type Body, readBody, wordsOf } from './reply.ts';

const waiting: ReadonlySet<string> = new Set(['STATUS_WAIT_CODE', 'STATUS_WAIT_RESEND', 'STATUS_WAITING']);

/**
 * The order is over, and nobody says what became of the money: a finished order says the same, and so does
 * one whose code was read elsewhere (quirk 27). Only the answer to our own cancel proves a refund.
 */
const over: ReadonlySet<string> = new Set([
  ...['STATUS_CANCEL', 'ACCESS_CANCEL', 'ACTIVATION_NOT_ACTIVE'],
  ...['ALREADY_CANCEL', 'ALREADY_CANCELLED', 'ALREADY_CANCELED', 'ALREADY_FINISH', 'ALREADY_FINISHED'],
]);

/** What getStatus or getStatusV2 says. */
export function readStatus(reply: Reply, id: string, profile: Profile): OrderReport {
  const body = readBody(reply);
  if (reply.status < 500 && wordsOf(body).some(({ word }) => over.has(word))) {
    return { id, status: 'gone', messages: [] };
  }
  const report = isSuccess(reply) ? (readWord(body, id) ?? readDetails(body, id, profile)) : undefined;
  if (!report) throw replyError(reply, body, 'status', profile, id);
  return report;
}

function readWord(body: Body, id: string): OrderReport | undefined {
  const [said] = body.kind === 'text' ? wordsOf(body) : [];
  if (!said) return undefined;
  const { word, rest = '' } = said;
  if (waiting.has(word)) return { id, status: 'open', messages: [] };
  if (word !== 'STATUS_OK' && word !== 'STATUS_WAIT_RETRY') return undefined;
  const report = reportOf(
    id,
    codesIn(rest).map((code) => messageOf(code, undefined)),
  );
  // Its value is the old code (quirk 26), which is news to whoever never saw it.
  return word === 'STATUS_OK' ? report : { ...report, awaits: true };
}

/** One site may answer with a list of codes; all others with one, or a text that may begin with a bracket. */
function codesIn(rest: string): readonly unknown[] {
  const body = rest.startsWith('[') ? readBody({ text: rest }) : undefined;
  const list = body?.kind === 'json' && Array.isArray(body.value) ? body.value : [rest];
  return list.every((code) => typeof code !== 'object' || code === null) ? list : [rest];
}

function readDetails(body: Body, id: string, profile: Profile): OrderReport | undefined {
  const found = detailsIn(body, profile);
  return found && reportOf(id, found);
}

/** `{"verificationType":0,"sms":{…},"call":{…}}`, or with `data` instead: one SMS, or a list of them. */
export function detailsIn(body: Body, profile: Profile): readonly Message[] | undefined {
  const fields = body.kind === 'json' ? membersOf(body.value) : undefined;
  if (!fields || findWord(body, 'status', profile)) return undefined;
  if (!['verificationType', 'sms', 'call', 'data'].some((name) => fields.has(name))) return undefined;
  const rows = ['sms', 'call', 'data'].flatMap((name) => {
    const value = fields.get(name);
    return (Array.isArray(value) ? value : [value]).flatMap((row: unknown) => membersOf(row) ?? []);
  });
  return rows.flatMap((row) => {
    const message = messageOf(row.get('code'), row.get('text'), row.get('id'));
    if (!message) return [];
    const from = row.get('phoneFrom');
    // A time without its zone, or of zeros, tells nothing (quirk 33).
    const receivedAt = readIsoTime(row.get('date') ?? row.get('dateTime'));
    return {
      ...message,
      ...(typeof from === 'string' && !saysNothing(from) && { from }),
      ...(receivedAt !== undefined && { receivedAt }),
    };
  });
}

/** Only a code or a text counts as received, never a status (quirk 28). */
export function reportOf(id: string, found: readonly (Message | undefined)[]): OrderReport {
  const messages = found.filter((message) => message !== undefined);
  return { id, status: messages.length > 0 ? 'delivered' : 'open', messages };
}

/**
 * Some sites send the whole text where the code belongs: that is a text (quirk 25). A word for nothing, such
 * as `null`, is neither: no SMS came.
 */
export function messageOf(code: unknown, text: unknown, id?: unknown): Message | undefined {
  const given = typeof code === 'string' ? code.trim() : '';
  const said = saysNothing(unquote(given)) ? '' : unquote(given);
  const isCode = /^[\p{L}\p{N}-]{1,20}$/u.test(said);
  // A text stays as it came, its quotes too.
  const hasText = typeof text === 'string' && !saysNothing(unquote(text.trim()));
  const whole = hasText ? text : isCode || said === '' ? '' : given;
  if (said === '' && whole === '') return undefined;
  const own = readId(id);
  return {
    ...(own !== undefined && { id: own }),
    ...(isCode && { code: said }),
    ...(whole !== '' && { text: whole }),
  };
}

/** One matching pair of quotes (quirk 24). */
function unquote(text: string): string {
  return /^(['"])(.*)\1$/s.exec(text)?.[2]?.trim() ?? text;
}

/** The vendor's yes to a wish, in the words of the original and of its clones, and what the order is then. */
const granted = {
  cancel: {
    words: [
      'ACCESS_CANCEL',
      'ACCESS_CANCEL_ALREADY',
      'STATUS_CANCEL',
      'ALREADY_CANCEL',
      'ALREADY_CANCELLED',
      'ALREADY_CANCELED',
    ],
    status: 'cancelled',
  },
  finish: {
    words: ['ACCESS_ACTIVATION', 'ALREADY_FINISH', 'ALREADY_FINISHED'],
    status: 'finished',
  },
  another: {
    words: ['ACCESS_RETRY_GET', 'ACCESS_WAITING', 'STATUS_WAIT_RETRY', 'STATUS_WAIT_RESEND'],
    status: 'delivered',
  },
} as const;

export type Wish = keyof typeof granted;

/** What setStatus says. `204 No Content` is a yes (quirk 6); an empty 200 is a reply that got lost. */
export function readSetStatus(reply: Reply, id: string, wish: Wish, profile: Profile): OrderReport {
  const body = readBody(reply);
  const { words, status } = granted[wish];
  const said = wordsOf(body);
  const isYes = isSuccess(reply) && said.some(({ word }) => words.some((yes) => yes === word));
  if (reply.status === 204 || isYes) return { id, status, messages: [] };
  // The answer to another wish, or the state instead of an answer: one site says ACCESS_READY for a cancel
  // that failed (quirk 36). With a failed server it proves nothing.
  const [other] = reply.status < 500 ? said.filter(({ word }) => /^(?:ACCESS|STATUS)_/.test(word)) : [];
  if (other) {
    throw new NumrouteError('WRONG_STATE', `the vendor answered ${other.word}`, { vendorWord: other.word });
  }
  throw replyError(reply, body, 'setStatus', profile, id);
}
