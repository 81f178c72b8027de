import { money, type Offer } from '@numroute/core';
import type { Reply, RequestDescription, Send } from '@numroute/http';

/** The samples of the vendor's documents and clients. */
export const page = {
  balance: '{"response":"1","balance":"12.34","zbalance":0}',
  country:
    '{"name":"Russia","position":1,"code":7,"other":true,"new":false,"enabled":true,"services":{"service_vkcom":{"count":10,"popular":true,"price":"0.1","id":1,"service":"VKcom","slug":"vkcom"}}}',
  sold: '{"response":1,"tzid":123,"number":"+79001234567","country":7}',
  soldShort: '{"response":1,"tzid":123}',
  state:
    '[{"country":46,"sum":14,"service":"Facebook","number":"+46050101010","response":"TZ_NUM_ANSWER","tzid":10000,"time":281,"form":"index","msg":[{"service":"bybit","msg":"468683"}]}]',
  done: '{"response":1,"tzid":10000}',
} as const;

export const say = (response: string): string => JSON.stringify({ response });

/** The sample state with changes. */
export const stateOf = (changes: object): string =>
  JSON.stringify([{ ...JSON.parse(page.state)[0], ...changes }]);

export const offer: Offer = {
  provider: 'onlinesim',
  service: 'vk',
  country: 'RU',
  price: money('0.1', 'USD'),
  stock: 10,
  handle: '{"country":"7","service":"vkcom"}',
};

export const call = { signal: new AbortController().signal };

/** When the replies of these tests came. */
export const AT = 1_790_000_000_000;

export function reply(text: string, status = 200, headers: Record<string, string> = {}): Reply {
  return { status, headers, at: AT, text };
}

/** A vendor that answers from a list, by method, one after the other, and remembers what it was asked. */
export function fakeSend(
  replies: Readonly<Record<string, string | Reply | readonly (string | Reply)[]>>,
): Send & { readonly asked: RequestDescription[] } {
  const asked: RequestDescription[] = [];
  const left = new Map(Object.entries(replies).map(([name, all]) => [`${name}.php`, [all].flat()]));
  const send: Send = async (request) => {
    asked.push(request);
    const all = left.get(String(request.path)) ?? [];
    const answer = (all.length > 1 ? all.shift() : all[0]) ?? say('REQUEST_NOT_FOUND');
    return typeof answer === 'string' ? reply(answer) : answer;
  };
  return Object.assign(send, { asked });
}
