import { money, type Offer } from '@numroute/core';
import type { Reply, RequestDescription, Send } from '@numroute/http';

/** The samples of the vendor's documents, and where these show none, of its clients. */
export const page = {
  balance: '{"statusCode":200,"data":{"balance":10.5}}',
  user: '{"statusCode":200,"data":{"balance":10.5,"name":"user123","karma":100.5}}',
  prices:
    '{"statusCode":200,"data":[{"service":"opt29","serviceDescription":"Telegram","country":"RU","price":0.5}]}',
  country:
    '{"statusCode":200,"data":[{"s":"opt29","sd":"Telegram","c":"RU","p":"0.50","po":{"operator":"0.58"}}]}',
  price:
    '{"statusCode":200,"data":{"service":"opt29","serviceDescription":"Telegram","price":0.5,"priceByOperators":{"att":"1.25"}}}',
  counts:
    '{"statusCode":200,"data":[{"operator":"att","country":"US","services":[{"service":"opt20","total":3}]}]}',
  /** Of a list as the documents show it. */
  none: '{"statusCode":200,"data":[[]]}',
  sold: '{"statusCode":200,"data":{"orderId":123456,"phoneNumber":9876544321,"countryCode":"RU","orderExpireIn":600}}',
  sms: '{"statusCode":200,"data":{"sms":{"code":"12345","fullText":"Your code is 12345"},"orderId":"123456","orderExpireIn":600}}',
  waiting: '{"statusCode":200,"data":{"sms":{},"orderId":"123456","orderExpireIn":600}}',
  cancelled: '{"statusCode":200,"data":{"orderId":123456}}',
} as const;

export const refused = (statusCode: number, description = 'No.'): string =>
  JSON.stringify({ statusCode, error: { type: 'ERROR', description } });

export const offer: Offer = {
  provider: 'smspva',
  service: 'telegram',
  country: 'RU',
  pool: 'operator',
  price: money('0.58', 'USD'),
  stock: 3,
  handle: '{"country":"RU","service":"opt29","operator":"operator"}',
};

export const call = { signal: new AbortController().signal };

/** When the replies of these tests came. */
export const AT = 1_790_000_000_000;

export function reply(text: string, status = 200, headers: Record<string, string> = {}): Reply {
  return { status, headers, at: AT, text };
}

/** A vendor that answers from a list, by path, and remembers what it was asked. */
export function fakeSend(
  replies: Readonly<Record<string, string | Reply>>,
): Send & { readonly asked: RequestDescription[] } {
  const asked: RequestDescription[] = [];
  const send: Send = async (request) => {
    asked.push(request);
    const path = Array.isArray(request.path) ? request.path.join('/') : String(request.path);
    const answer = replies[path] ?? replies[path.replace(/\/.*/, '/*')] ?? reply(refused(404), 404);
    return typeof answer === 'string' ? reply(answer) : answer;
  };
  return Object.assign(send, { asked });
}
