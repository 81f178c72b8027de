import { money, type Offer } from '@numroute/core';
import type { Reply, RequestDescription, Send } from '@numroute/http';
import { type SmsmanOptions, smsmanAdapter } from '../src/index.ts';

/** Replies as the vendor's page and its clients show them, letter for letter. */
export const page = {
  balance: '{"balance":"799.70"}',
  prices: '{"1":{"application_id":"1","country_id":"1","cost":"12.5","count":"100"}}',
  allPrices: '{"1":{"1":{"cost":"12.5","count":"100"}}}',
  countries: '{"1":{"id":"1","title":"Russia","code":"RU"}}',
  applications: '{"1":{"id":"1","title":"Vkontakte","code":"vk"}}',
  sold: '{"request_id":1,"country_id":1,"application_id":1,"number":"79002415539"}',
  code: '{"request_id":1,"country_id":1,"application_id":1,"number":"79002415539","sms_code":"1243"}',
  waiting:
    '{"request_id":1,"country_id":1,"application_id":1,"number":"79002415539","error_code":"wait_sms","error_msg":"Still waiting..."}',
  changed: '{"request_id":1,"success":true}',
  refused: '{"success":false,"error_code":"wrong_application_id","error_msg":"Wrong application ID!"}',
  wrongToken: '{"success":false,"error_code":"wrong_token","error_msg":{"token":"…"}}',
} as const;

export const offer: Offer = {
  provider: 'smsman',
  service: 'vk',
  country: 'RU',
  price: money('12.5', 'RUB'),
  stock: 100,
  handle: '{"country":"1","service":"1"}',
};

export const call = { signal: new AbortController().signal };

export const adapterOf = (more: Partial<SmsmanOptions> = {}) => smsmanAdapter({ currency: 'RUB', ...more });

export const refusal = (word: string): string => page.refused.replace('wrong_application_id', word);

export function reply(text: string, status = 200, headers: Record<string, string> = {}): Reply {
  return { status, headers, at: 1_790_000_000_000, text };
}

/** A vendor that answers from a list, by method, and remembers what it was asked. */
export function fakeSend(
  replies: Readonly<Record<string, string | Reply>>,
): Send & { readonly asked: readonly RequestDescription[] } {
  const asked: RequestDescription[] = [];
  const all: Readonly<Record<string, string | Reply>> = {
    countries: page.countries,
    applications: page.applications,
    ...replies,
  };
  const send: Send = async (request) => {
    asked.push(request);
    const answer = all[String(request.path)] ?? reply('', 404);
    return typeof answer === 'string' ? reply(answer) : answer;
  };
  return Object.assign(send, { asked });
}
