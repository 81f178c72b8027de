import { findCountry, type OrderReport, type OrderStatus } from '@numroute/core';
import {
  expiryOf,
  isSuccess,
  type Reply,
  readAs,
  type Shape,
  told,
  unexpected,
  type VendorCodes,
} from '@numroute/http';
import { amountIn, ifTold, orderId, phone, unixSeconds } from '@numroute/http/fields';
import * as v from 'valibot';
import { serviceNamed } from './data/service-names.ts';
import { messagesOf } from './fields.ts';
import { failureOf } from './words.ts';

/** A reply that succeeded, as its schema makes it. @throws {NumrouteError} */
export function readData<T>(reply: Reply, shape: Shape<T>, id?: string): T {
  if (!isSuccess(reply)) throw failureOf(reply, id);
  return readAs(reply, shape);
}

const RESEND = '4';

/** The numbers of `/sms/check`. Whether what expired is paid back is not documented: 6 says that it was. */
const states = {
  1: 'open',
  2: 'gone',
  3: 'delivered',
  [RESEND]: 'open',
  5: 'cancelled',
  6: 'cancelled',
  7: 'open',
  8: 'open',
} as const satisfies Readonly<Record<string, OrderStatus>>;

const check = v.object({
  status: v.picklist(Object.keys(states) as `${keyof typeof states}`[]),
  sms: v.nullish(v.string()),
  full_sms: v.nullish(v.string()),
  expiration: ifTold(unixSeconds),
});

export function readOrder(reply: Reply, id: string): OrderReport {
  const { status: number, sms, full_sms, expiration } = readData(reply, check, id);
  const messages = messagesOf(sms, full_sms);
  const state = states[number];
  // That a code came, and not the code: whoever asks again may be told it.
  if (state === 'delivered' && messages.length === 0) throw unexpected(reply, 'sms');
  return {
    id,
    status: state === 'open' && messages.length > 0 ? 'delivered' : state,
    messages,
    ...(number === RESEND && messages.length > 0 && { awaits: true }),
    ...told({ expiresAt: expiryOf(expiration, reply) }),
  };
}

const cancel = v.object({ success: v.literal('1') });

export function readCancel(reply: Reply, id: string): OrderReport {
  readData(reply, cancel, id);
  return { id, status: 'cancelled', messages: [] };
}

const row = v.object({
  order_code: orderId,
  // The list has been seen with orders that are over.
  status: v.picklist(['pending', 'completed', 'refunded', 'cancelled', 'expired']),
  phonenumber: ifTold(phone),
  code: ifTold(v.string()),
  full_code: ifTold(v.string()),
  short_name: ifTold(v.string()),
  service: ifTold(v.string()),
  cost: ifTold(amountIn('USD')),
  expiry: ifTold(unixSeconds),
});

/** Those that are open or delivered. One row that cannot be read is an error: it may be the order that is sought. */
export function readOpenOrders(reply: Reply, codes: VendorCodes): readonly OrderReport[] {
  const rows = readData(reply, v.array(row));
  return rows
    .filter(({ status }) => status === 'pending' || status === 'completed')
    .map((one) => {
      const messages = messagesOf(one.code, one.full_code);
      const service = serviceNamed(one.service ?? '');
      const country = findCountry(one.short_name ?? '')?.code;
      return {
        id: one.order_code,
        status: one.status === 'completed' || messages.length > 0 ? 'delivered' : 'open',
        messages,
        ...told({
          phone: one.phonenumber,
          service: service === undefined ? undefined : codes.services.nameOf(service),
          // A country that has an id without a name is not called by its name in offers either.
          country: country !== undefined && codes.countries.codeOf(country) ? country : undefined,
          price: one.cost,
          expiresAt: expiryOf(one.expiry, reply),
        }),
      };
    });
}
