import { money, type Offer } from '@numroute/core';
import type { Reply, RequestDescription, Send } from '@numroute/http';
import { vaksmsAdapter } from '../src/index.ts';

/** Replies as the vendor's page and its clients show them, letter for letter. */
export const page = {
  balance: '{"balance":100.0}',
  count: '{"tg":12,"price":18.0}',
  counts: '{"tg":{"count":12,"price":18.0}}',
  countries: '[{"countryName":"Россия","countryCode":"ru","operatorList":["beeline","megafon"]}]',
  sold: '{"tel":79991234567,"idNum":"3adb61376b8f4adb90d6e758cf8084fd"}',
  waiting: '{"smsCode":null}',
  code: '{"smsCode":"1234"}',
  codes: '{"smsCode":["1234","5678"]}',
  cancelled: '{"status":"update"}',
  another: '{"status":"ready"}',
  hasCode: '{"status":"smsReceived"}',
  waits: '{"status":"waitSMS"}',
  noMoney: '{"error":"noMoney"}',
  wrapped: '{"message":"UserApiService error: {\\"error\\":\\"noMoney\\"}"}',
  nobody: '{"message":"UserApiService error: Пользователь не найден"}',
} as const;

export const ID = '3adb61376b8f4adb90d6e758cf8084fd';

export const offer: Offer = {
  provider: 'vaksms',
  service: 'telegram',
  country: 'RU',
  price: money('18', 'RUB'),
  stock: 12,
  lifetimeMs: 1_200_000,
  handle: '{"service":"tg","country":"ru"}',
};

export const call = { signal: new AbortController().signal };

export const adapter = vaksmsAdapter({ currency: 'RUB' });

export function reply(text: string, status = 200, headers: Record<string, string> = {}): Reply {
  return { status, headers, at: 1_790_000_000_000, text };
}

/** A vendor that answers from a list, by method and country, and remembers what it was asked. */
export function fakeSend(
  replies: Readonly<Record<string, string | Reply>>,
): Send & { readonly asked: readonly RequestDescription[] } {
  const asked: RequestDescription[] = [];
  const send: Send = async (request) => {
    asked.push(request);
    const method = String(request.path);
    const answer = replies[`${method}${request.query?.['country']}`] ?? replies[method] ?? reply('', 404);
    return typeof answer === 'string' ? reply(answer) : answer;
  };
  return Object.assign(send, { asked });
}
