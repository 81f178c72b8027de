import { money, type Offer } from '@numroute/core';
import type { Reply, RequestDescription, Send } from '@numroute/http';

/** Replies of 5sim as others recorded them in August 2026, letter for letter but for their length. */
export const page = {
  countries:
    '{"england":{"iso":{"gb":1},"prefix":{"+44":1},"text_en":"England","text_ru":"Англия","virtual2":{"activation":1}}}',
  ofCountry:
    '{"england":{"telegram":{"virtual59":{"cost":0.8,"count":385,"rate":0,"rate1":0,"rate3":6.9,"rate24":4.49,"rate72":6.19,"rate168":8.2,"rate720":8.65},"virtual67":{"cost":0.89,"count":0}}}}',
  ofProduct: '{"telegram":{"england":{"virtual38":{"cost":0.8,"count":385,"rate720":8.65}}}}',
  profile:
    '{"id":1,"email":"a@example.com","balance":21.6408,"rating":95.866,"frozen_balance":0,"total_active_orders":0,"did_order":false,"is_totp":false,"last_order":"england:google:virtual53:42:0.20","default_country":{"name":"","iso":"","prefix":""},"default_operator":{"name":""},"default_forwarding_number":""}',
  order:
    '{"id":1081142764,"phone":"+447700000000","operator":"virtual53","product":"google","price":0.2,"status":"FINISHED","expires":"2026-08-29T11:49:02.689429Z","sms":[{"created_at":"2026-08-29T11:30:11.1Z","date":"2026-08-29T11:30:10Z","sender":"Google","text":"Your verification code is 459260","code":"459260"}],"created_at":"2026-08-29T11:29:02.689429Z","country":"england"}',
  sale: '{"id":1081142764,"phone":"+447700000000","operator":"virtual53","product":"google","price":0.2,"status":"RECEIVED","expires":"2026-08-29T11:49:02.689429Z","sms":null,"created_at":"2026-08-29T11:29:02.689429Z","forwarding":false,"forwarding_number":"","country":"england"}',
  nowhere: '<a href="/404.html">Found</a>.',
} as const;

export const offer: Offer = {
  provider: 'fivesim',
  service: 'google',
  country: 'GB',
  pool: 'virtual53',
  price: money('0.2', 'USD'),
  stock: 42,
  handle: '{"country":"england","operator":"virtual53","product":"google"}',
};

export const call = { signal: new AbortController().signal };
export const maxPrice = money('0.2', 'USD');

/** When the replies of these tests came. */
const AT = Date.parse('2026-08-29T11:29:03Z');

export function reply(text: string, status = 200, headers: Record<string, string> = {}, at = AT): Reply {
  return { status, headers, at, text };
}

/** A vendor that answers from a list, one after the other, and remembers what it was asked. */
export function fakeSend(
  ...replies: readonly (string | Reply)[]
): Send & { readonly asked: RequestDescription[] } {
  const asked: RequestDescription[] = [];
  const left = [...replies];
  const send: Send = async (request) => {
    asked.push(request);
    const answer = left.shift() ?? reply(page.nowhere, 302);
    return typeof answer === 'string' ? reply(answer) : answer;
  };
  return Object.assign(send, { asked });
}

/** A row of the list of orders, which tells no SMS. */
export function row(id: number, status: string, at: number): string {
  const time = new Date(at).toISOString();
  return `{"id":${id},"phone":"+447700000000","operator":"virtual53","product":"google","price":0.2,"status":"${status}","expires":"${time}","sms":[],"created_at":"${time}","country":"england"}`;
}

export const listOf = (rows: readonly string[]): string =>
  `{"Data":[${rows.join()}],"ProductNames":[],"Statuses":[],"Total":999999}`;
