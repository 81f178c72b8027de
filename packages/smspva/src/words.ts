import { parseJson, type RefusalCode, type Reply, type Said, sampleOf } from '@numroute/http';
import * as v from 'valibot';

interface Meaning {
  /** After it a purchase was certainly not made. 500 and 503 say nothing of the kind. */
  readonly refusal?: RefusalCode;
  /** The error of a list, a balance or an order that was asked for. */
  readonly read?: Said['code'];
  /** The error of a cancel. @default the read's */
  readonly cancel?: Said['code'];
  /** A cancel is refused for the rest of the order's life. */
  readonly final?: true;
}

/**
 * The documented status codes.
 *
 * @see https://docs.smspva.com/#tag/activation_v2_all_methods
 */
const meanings: Readonly<Record<string, Meaning>> = {
  '405': { refusal: 'REJECTED', read: 'REJECTED' },
  '406': { read: 'UNKNOWN_ORDER' },
  '407': { refusal: 'INSUFFICIENT_FUNDS' },
  '410': { cancel: 'WRONG_STATE', final: true },
  '411': { refusal: 'RATE_LIMITED', read: 'RATE_LIMITED' },
  '500': { read: 'UNAVAILABLE' },
  '501': { refusal: 'OUT_OF_STOCK', read: 'UNAVAILABLE', cancel: 'WRONG_STATE' },
  '502': { refusal: 'OUT_OF_STOCK', read: 'UNAVAILABLE' },
  '503': { read: 'UNAVAILABLE' },
};

const envelope = v.object({
  statusCode: v.pipe(v.string(), v.regex(/^\d{3}$/)),
  error: v.nullish(v.object({ type: v.nullish(v.string(), ''), description: v.nullish(v.string(), '') }), {}),
});

/** Of an order: beside a refusal it contradicts it. */
const ORDER = /"(?:order_?id|phone_?number)"/i;

/**
 * The status code of an envelope, which is what counts. Undefined where the HTTP status contradicts it: then
 * somebody in between has answered, or the vendor broke. A 202 may come as 200.
 */
export function statusOf(reply: Reply): string | undefined {
  const read = reply.parts ? undefined : v.safeParse(envelope, parseJson(reply.text));
  if (!read?.success) return undefined;
  const { statusCode } = read.output;
  return reply.status === 200 || String(reply.status) === statusCode ? statusCode : undefined;
}

/** The word after which a purchase was certainly not made. */
export function refusalIn(reply: Reply): Said<RefusalCode> | undefined {
  const code = meaningOf(reply).refusal;
  return code === undefined || ORDER.test(reply.text) ? undefined : { code, word: wordOf(reply) };
}

/** What a reply says in the place of what was read. */
export function saidBy(reply: Reply): Said | undefined {
  const { read: code } = meaningOf(reply);
  return code && { code, word: wordOf(reply) };
}

/** What it says in the place of a cancel. */
export function saidOfCancel(reply: Reply): Said | undefined {
  const { read, cancel: code = read, final } = meaningOf(reply);
  return code && { code, word: wordOf(reply), final };
}

const meaningOf = (reply: Reply): Meaning => meanings[statusOf(reply) ?? ''] ?? {};

function wordOf(reply: Reply): string {
  const read = v.safeParse(envelope, parseJson(reply.text));
  const { statusCode = '', error } = read.success ? read.output : {};
  const why = error?.description || error?.type;
  return why ? `${statusCode} ${why}` : sampleOf(reply);
}
