import type { ServerResponse } from 'node:http';
import { NumrouteError } from '@numroute/core';
import { expect, test } from 'vitest';
import { twilioInbox } from '../src/index.ts';
import { call, serve } from './support.ts';

const accountSid = `AC${'0'.repeat(32)}`;
const apiKey = 'a-token-of-32-signs-or-so';
const number = '+15550001111';
const day = Date.UTC(2026, 7, 18);
const period = { from: day, to: day + 86_400_000 };

/** The reply of the sheet, letter for letter but for what it leaves open. */
const row = (more: object = {}) => ({
  sid: 'SM1',
  from: '+15550009999',
  to: number,
  body: 'Your code: 012345',
  direction: 'inbound',
  status: 'received',
  date_created: 'Tue, 18 Aug 2026 20:01:40 +0000',
  num_segments: '1',
  ...more,
});

const pageOf = (rows: readonly object[], next: string | null = null): string =>
  JSON.stringify({ messages: rows, next_page_uri: next });

const say = (response: ServerResponse, body: string, status = 200): void => {
  response.writeHead(status, { 'content-type': 'application/json' }).end(body);
};

async function listFrom(answer: (url: URL, response: ServerResponse) => void, times = period) {
  const site = await serve(answer);
  const inbox = twilioInbox({ accountSid, apiKey, baseUrl: site.baseUrl, timeoutMs: 5_000 });
  try {
    return { asked: site.asked, messages: await inbox.list(number, times, call) };
  } finally {
    await inbox.close?.();
    await site[Symbol.asyncDispose]();
  }
}

test('an SMS of the sheet, asked for by number, day and HTTP Basic', async () => {
  const { asked, messages } = await listFrom((_, response) => say(response, pageOf([row()])));
  const receivedAt = Date.UTC(2026, 7, 18, 20, 1, 40);
  expect(messages).toEqual([{ id: 'SM1', from: '+15550009999', text: 'Your code: 012345', receivedAt }]);
  expect(asked.map(({ url }) => url.pathname + url.search)).toEqual([
    `/2010-04-01/Accounts/${accountSid}/Messages.json?To=%2B15550001111&DateSent%3E=2026-08-18&PageSize=50`,
  ]);
  const basic = Buffer.from(`${accountSid}:${apiKey}`).toString('base64');
  expect(asked[0]?.headers.authorization).toBe(`Basic ${basic}`);
});

test('all pages, the oldest first, each SMS once; what is sent, or of another time, is left out', async () => {
  const at = (time: string) => ({ date_created: `Tue, 18 Aug 2026 ${time} +0000` });
  const first = [
    row({ sid: 'SM3', body: 'c', ...at('20:00:03') }),
    row({ sid: 'SM2', body: 'b', ...at('20:00:02') }),
  ];
  const second = [
    row({ sid: 'SM2', body: 'b', ...at('20:00:02') }),
    row({ sid: 'SM9', direction: 'outbound-api', to: '+15550003333', ...at('20:00:02') }),
    row({ sid: 'SM1', body: 'a', ...at('20:00:01') }),
    row({ sid: 'SM0', body: 'too early', ...at('19:59:59') }),
  ];
  // Only what names the page is taken of it: the key goes to no other host or account.
  const next = 'https://evil.example/2010-04-01/Accounts/ACother/Messages.json?Page=1&PageToken=PASM2';
  const from = Date.UTC(2026, 7, 18, 20, 0, 0, 900);
  const { asked, messages } = await listFrom(
    (url, response) => say(response, url.searchParams.has('Page') ? pageOf(second) : pageOf(first, next)),
    { from, to: from + 60_000 },
  );
  expect(messages.map(({ text }) => text)).toEqual(['a', 'b', 'c']);
  expect(asked.map(({ url }) => [url.pathname, url.searchParams.get('PageToken')])).toEqual([
    [`/2010-04-01/Accounts/${accountSid}/Messages.json`, null],
    [`/2010-04-01/Accounts/${accountSid}/Messages.json`, 'PASM2'],
  ]);
});

test.each([
  ['another number', 200, pageOf([row({ to: '+15550003333' })]), 'UNREADABLE'],
  ['a time of no zone', 200, pageOf([row({ date_created: '2026-08-18 20:01:40' })]), 'UNREADABLE'],
  ['a page that has no name', 200, pageOf([row()], '/2010-04-01/x?Page=1'), 'UNREADABLE'],
  ['pages without an end', 200, pageOf([row()], '/x?Page=1&PageToken=PA1'), 'UNREADABLE'],
  ['half a reply', 200, pageOf([row()]).slice(0, -9), 'UNREADABLE'],
  ['no list', 200, '{}', 'UNREADABLE'],
  ['a page of HTML', 200, '<html>', 'UNAVAILABLE'],
  ['a wrong key', 401, '{"code":20003,"message":"Authenticate","status":401}', 'UNAUTHORIZED'],
  ['too many', 429, '{"code":20429,"message":"Too Many Requests","status":429}', 'RATE_LIMITED'],
  ['an outage', 503, pageOf([row()]), 'UNAVAILABLE'],
])('%s is an error, never an empty list', async (_, status, body, code) => {
  await expect(listFrom((__, response) => say(response, body, status))).rejects.toMatchObject({ code });
});

test('the key is in no error, though the vendor repeats it', async () => {
  const failed = await listFrom((_, response) => say(response, `<h1>${apiKey}</h1>`, 500)).catch(
    (error: unknown) => error,
  );
  expect(NumrouteError.is(failed)).toBe(true);
  expect(JSON.stringify(failed) + String((failed as Error).stack)).not.toContain(apiKey);
});

test('every page after the first waits for its turn', async () => {
  await using site = await serve((url, response) =>
    say(response, pageOf([], url.searchParams.has('Page') ? null : '/x?Page=1&PageToken=PA1')),
  );
  const inbox = twilioInbox({ accountSid, apiKey, baseUrl: site.baseUrl });
  const seen: number[] = [];
  const turn = <T>(send: () => Promise<T>): Promise<T> => {
    seen.push(site.asked.length);
    return send();
  };
  await inbox.list(number, period, { ...call, turn });
  await inbox.close?.();
  expect(seen).toEqual([1]);
});
