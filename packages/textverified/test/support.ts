import { money, type Offer } from '@numroute/core';
import type { Reply, RequestDescription, Send } from '@numroute/http';

const link = (href: string) => `{"method":"GET","href":"https://www.textverified.com/api/pub/v2/${href}"}`;

export const ID = 'lr_01KDTYP75BGENVDBSPN03566BG';

/** The samples of the vendor's documents and clients. */
export const page = {
  token: '{"token":"eyJhbGciOiJIUzI1NiJ9.e30.x","expiresIn":899,"expiresAt":"2020-06-15T00:41:35+00:00"}',
  account: '{"username":"user@example.com","currentBalance":1234.56}',
  services:
    '[{"serviceName":"gmail","capability":"sms"},{"serviceName":"yahoo","capability":"smsAndVoiceCombo"},{"serviceName":"allservices","capability":"sms"},{"serviceName":"servicenotlistedvoice","capability":"voice"}]',
  price: '{"serviceName":"yahoo","price":0.5}',
  sold: link(`verifications/${ID}`),
  order: `{"number":"2223334444","sms":${link(`sms?reservationId=${ID}`)},"calls":${link('calls')},"createdAt":"2026-11-20T10:00:00+00:00","endsAt":"2026-11-20T10:05:00+00:00","id":"${ID}","cancel":{"canCancel":true,"link":${link('x')}},"reactivate":{"canReactivate":false,"link":${link('x')}},"report":{"canReport":true,"link":${link('x')}},"reuse":{"link":${link('x')},"reusableUntil":null},"sale":${link('sales/x')},"serviceName":"yahoo","state":"verificationPending","totalCost":0.95}`,
  list: `{"data":[{"createdAt":"2026-11-20T10:00:00+00:00","id":"${ID}","link":${link(`verifications/${ID}`)},"serviceName":"yahoo","state":"verificationPending","totalCost":0.95,"number":"2223334444","sms":${link('sms')},"calls":${link('calls')}}],"hasNext":false,"hasPrevious":false,"count":1,"links":{"current":${link('verifications')},"previous":null,"next":null}}`,
  noSms: `{"data":[],"hasNext":false,"hasPrevious":false,"count":0,"links":{"current":${link('sms')},"previous":null,"next":null}}`,
  sms: `{"data":[{"id":"sms_2","from":"22395","to":"2223334444","createdAt":"2026-11-20T10:02:00+00:00","smsContent":"Your code is 0654","parsedCode":null,"encrypted":false},{"id":"sms_1","from":"22395","to":"2223334444","createdAt":"2026-11-20T10:01:00+00:00","smsContent":"Your code is 0123","parsedCode":"0123","encrypted":true}],"hasNext":false,"hasPrevious":false,"count":2,"links":{"current":${link('sms')},"previous":null,"next":null}}`,
} as const;

/** The sample order with changes. */
export const orderOf = (changes: object): string => JSON.stringify({ ...JSON.parse(page.order), ...changes });

export const refusal = (errorCode: string | null, errorDescription: string | null = null): string =>
  JSON.stringify({ errorCode, errorDescription });

export const offer: Offer = {
  provider: 'textverified',
  service: 'yahoo',
  country: 'US',
  price: money('0.95', 'USD'),
  stock: null,
  handle: '{"service":"yahoo"}',
};

export const call = { signal: new AbortController().signal };

/** When the replies of these tests came: in the life of the sample order. */
export const AT = Date.parse('2026-11-20T10:03:00Z');

export function reply(text: string, status = 200, headers: Record<string, string> = {}): Reply {
  return { status, headers, at: AT, text };
}

/** A vendor that answers by method and path, one after the other, and remembers what it was asked. */
export function fakeSend(
  replies: Readonly<Record<string, string | Reply | readonly (string | Reply)[]>>,
): Send & { readonly asked: RequestDescription[] } {
  const asked: RequestDescription[] = [];
  const left = new Map(Object.entries(replies).map(([name, all]) => [name, [all].flat()]));
  const send: Send = async (request) => {
    asked.push(request);
    const { method = request.json ? 'POST' : 'GET', path = [] } = request;
    const all = left.get(`${method} ${[path].flat().join('/')}`) ?? [];
    const answer = (all.length > 1 ? all.shift() : all[0]) ?? reply(refusal('NotFound'), 404);
    return typeof answer === 'string' ? reply(answer) : answer;
  };
  return Object.assign(send, { asked });
}
