import { type Call, NumrouteError } from '@numroute/core';
import {
  allPages,
  createAsker,
  dataOf,
  isSuccess,
  parseJson,
  type Reply,
  type Said,
  unexpected,
} from '@numroute/http';
import { phone } from '@numroute/http/fields';
import * as v from 'valibot';
import { type InboundSms, type Inbox, oldestFirst } from './inbox.ts';

/** How the messages of a Twilio account are read. */
export interface TwilioSettings {
  /** `AC` and 32 signs. */
  readonly accountSid: string;
  /** The account's auth token, or the secret of `keySid`. */
  readonly apiKey: string;
  /** `SK` and 32 signs, where `apiKey` is the secret of an API key. @default the account's auth token is used */
  readonly keySid?: string;
  /** @default 'https://api.twilio.com/2010-04-01' */
  readonly baseUrl?: string;
  /** @default false; the loopback needs none */
  readonly allowInsecureHttp?: boolean;
  /** For each page. @default 20_000 */
  readonly timeoutMs?: number;
}

const PAGE = '50';
/** A page of fifty long messages. */
const LONGEST_PAGE = 1_048_576;

const row = v.object({
  sid: v.pipe(v.string(), v.regex(/^(?:SM|MM)\w{1,64}$/)),
  to: phone,
  from: v.nullish(v.string()),
  body: v.string(),
  direction: v.string(),
  date_created: v.pipe(
    v.string(),
    v.regex(/^(?:\w{3}, )?\d{1,2} \w{3} \d{4} \d\d:\d\d:\d\d \+0000$/),
    v.transform(Date.parse),
    v.number(),
    v.check((time) => !Number.isNaN(time)),
  ),
});

const page = v.object({ messages: v.array(row), next_page_uri: v.nullish(v.string()) });

const failure = v.object({ code: v.pipe(v.string(), v.regex(/^\d{1,6}$/)) });

/**
 * The inbound messages of a Twilio account, read by its list. It is read again for each question: nothing is
 * kept.
 *
 * @throws {NumrouteError} INVALID_INPUT The address is wrong.
 */
export function twilioInbox(settings: TwilioSettings): Inbox {
  const { accountSid, apiKey, keySid = accountSid, timeoutMs = 20_000 } = settings;
  const { baseUrl = 'https://api.twilio.com/2010-04-01', allowInsecureHttp = false } = settings;
  const asker = createAsker({ baseUrl, allowInsecureHttp, timeoutMs, secrets: [apiKey] });
  const key = { auth: { in: 'basic', user: keySid }, value: apiKey } as const;
  const path = ['Accounts', accountSid, 'Messages.json'];

  return {
    async list(number, { from, to }, call) {
      // Twilio filters by whole days of GMT, and tells whole seconds.
      const first = Math.floor(from / 1000) * 1000;
      const query = { To: number, 'DateSent>': new Date(first).toISOString().slice(0, 10), PageSize: PAGE };
      const inTurn = turnsOf(call);
      const rows = await allPages(async (next?: string) => {
        const asked = { path, query: { ...query, ...cursorOf(next) }, maxBytes: LONGEST_PAGE };
        const reply = await inTurn(() => asker.ask(asked, call.signal, key));
        return readPage(reply, number);
      });
      const isAsked = ({ receivedAt }: InboundSms): boolean => receivedAt >= first && receivedAt <= to;
      // The list is the newest first.
      return oldestFirst(unique(rows).toReversed().filter(isAsked));
    },
    close: async () => asker.close(),
  };
}

function readPage(
  reply: Reply,
  number: string,
): { readonly rows: readonly InboundSms[]; readonly next?: string } {
  const { messages, next_page_uri: next } = dataOf(reply, page, saidIn(reply));
  const rows = messages
    .filter(({ direction }) => direction === 'inbound')
    .map(({ sid, to, from, body, date_created }): InboundSms => {
      // A list that was not filtered holds the codes of others.
      if (to !== number) throw unexpected(reply, 'to');
      return { id: sid, text: body, receivedAt: date_created, ...(from && { from }) };
    });
  return { rows, ...(next && { next }) };
}

/** A message that came while the pages were read moves the others: one may stand on two pages. */
function unique(rows: readonly InboundSms[]): readonly InboundSms[] {
  return [...new Map(rows.map((one) => [one.id, one])).values()];
}

/** What names the next page. The rest of its address is not believed: the key would go where it leads. */
function cursorOf(next: string | undefined): Readonly<Record<string, string>> {
  if (next === undefined) return {};
  const told = URL.parse(next, 'https://any.example')?.searchParams;
  const [token, number] = [told?.get('PageToken'), told?.get('Page')];
  const isWhole = /^[\w-]{1,200}$/.test(token ?? '') && /^\d{1,6}$/.test(number ?? '');
  if (token && number && isWhole) return { Page: number, PageToken: token };
  throw new NumrouteError('UNREADABLE', 'next_page_uri names no page', {});
}

/** Twilio's own words, each with its HTTP status. */
function saidIn(reply: Reply): Said | undefined {
  if (isSuccess(reply)) return undefined;
  const told = v.safeParse(failure, parseJson(reply.text));
  if (!told.success) return undefined;
  const word = told.output.code;
  if (reply.status === 401 && word === '20003') return { code: 'UNAUTHORIZED', word };
  if (reply.status === 429 && word === '20429') return { code: 'RATE_LIMITED', word };
  return undefined;
}

/** The caller waited for the first request; each further one waits for its turn. */
function turnsOf({ turn }: Call): <T>(send: () => Promise<T>) => Promise<T> {
  let isFirst = true;
  return (send) => {
    if (!isFirst && turn) return turn(send);
    isFirst = false;
    return send();
  };
}
