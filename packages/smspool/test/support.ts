import { money, type Offer } from '@numroute/core';
import type { Reply, RequestDescription, Send } from '@numroute/http';

/** The samples of the vendor's documentation, letter for letter. */
export const page = {
  balance: '{"balance":"5.00"}',
  countries: '[{"ID":1,"name":"United States","short_name":"US","region":"North America"}]',
  stock:
    '[{"country":1,"country_name":"United States","service":1,"service_name":"1","pool":7,"pool_name":"Foxtrot","stock":1468,"price":"0.24","last_update":"2024-09-14 22:15:02"}]',
  pricing:
    '[{"service":846,"service_name":"Snapchat","country":20,"country_name":"Malaysia","short_name":"MY","pool":3,"price":"0.02"}]',
  sold: '{"success":1,"number":1234567890,"cc":"1","phonenumber":"234567890","order_id":"ABCDEFGH","country":"United States","service":"Service","pool":1,"expires_in":1200,"expiration":1705309968,"message":"You have succesfully ordered a Service number from pool: Foxtrot for 0.24.","cost":"0.24","cost_in_cents":24}',
  pending: '{"status":1,"resend":0,"expiration":1704562249,"time_left":1173}',
  completed: '{"status":3,"sms":"12345","full_sms":"Full code: 12345","expiration":1704562249}',
  refunded:
    '{"status":6,"message":"This order has been refunded","resend":0,"expiration":1704562249,"time_left":1134}',
  active:
    '[{"timestamp":"2024-01-06 18:03:15","cost":"0.24","order_code":"ABCDEFGH","phonenumber":"1234567890","code":"0","full_code":"","short_name":"US","service":"Test","status":"pending","expiry":1704561795,"time_left":1126}]',
  cancelled:
    '{"success":1,"message":"The order has been cancelled, and you have been refunded 0.24 dollars."}',
  priceNotFound:
    '{"success":0,"message":"We could not find a suitable pool below the price of: 0.01","type":"PRICE_NOT_FOUND"}',
  missing:
    '{"success":0,"errors":[{"message":"You are missing a required parameter for this request.","param":"service","description":"…"}]}',
  wrongKey: '{"success":0,"errors":[{"message":"Invalid API key","param":"key","description":"…"}]}',
  unknownOrder: '{"success":0,"message":"We could not find this order!"}',
  tooEarly: '{"success":0,"message":"Your order cannot be cancelled yet, please try again later."}',
} as const;

/** A refusal in which each of these pools tells its reason. */
export function refusedBy(pools: Readonly<Record<string, string>>, type?: string): string {
  const told = Object.entries(pools).map(([name, why]) => [
    name,
    { success: 0, message: `<p>Pool <b>${name}</b></p>`, type: why },
  ]);
  return JSON.stringify({ success: 0, message: '<p>No.</p>', type, pools: Object.fromEntries(told) });
}

export const offer: Offer = {
  provider: 'smspool',
  service: 'telegram',
  country: 'US',
  pool: '7',
  price: money('0.24', 'USD'),
  stock: 1468,
  handle: '{"service":"907","country":"1","pool":"7"}',
};

export const call = { signal: new AbortController().signal };
export const purchaseCall = { ...call, maxPrice: money('0.24', 'USD') };

export function reply(text: string, status = 200): Reply {
  return { status, headers: {}, at: 1_705_309_000_000, text };
}

/** A vendor that answers from a list, by path, and remembers what it was asked. */
export function fakeSend(
  replies: Readonly<Record<string, string | Reply>>,
): Send & { readonly asked: RequestDescription[] } {
  const asked: RequestDescription[] = [];
  const send: Send = async (request) => {
    asked.push(request);
    const answer = replies[String(request.path)] ?? reply('{"success":0,"message":"Not found"}', 404);
    return typeof answer === 'string' ? reply(answer) : answer;
  };
  return Object.assign(send, { asked });
}
