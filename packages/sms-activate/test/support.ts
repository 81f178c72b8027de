import { money, type Offer } from '@numroute/core';
import type { Reply, RequestDescription, Send } from '@numroute/http';

export const offer: Offer = {
  provider: 'herosms',
  service: 'telegram',
  country: 'US',
  price: money('0.5', 'USD'),
  stock: 3,
  handle: '{"country":"187","service":"tg"}',
};

export const cap = money('0.7', 'USD');

export function reply(text: string, status = 200, headers: Record<string, string> = {}): Reply {
  return { status, headers, at: 0, text };
}

/** A vendor that answers from a list, by action, and remembers what it was asked. */
export function fakeSend(
  replies: Record<string, string | Reply>,
): Send & { readonly asked: RequestDescription[] } {
  const asked: RequestDescription[] = [];
  const send: Send = async (request) => {
    asked.push(request);
    const answer = replies[request.query?.['action'] ?? ''] ?? 'BAD_ACTION';
    return typeof answer === 'string' ? reply(answer) : answer;
  };
  return Object.assign(send, { asked });
}
