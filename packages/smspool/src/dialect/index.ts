import {
  type Clock,
  type Dialect,
  type Door,
  type Shop,
  stepsBelow,
  systemClock,
  type WireReply,
  type WireRequest,
} from '@numroute/core';
import { showCountries, showPools, showServices } from './catalogue.ts';
import { cancelOrder, sellNumber, showActive, showBalance, showOrder } from './orders.ts';
import { showPricing, showStock } from './prices.ts';
import { json, missing, Refusal, refusalOf, wrongKey } from './refusals.ts';

/** How the simulated SMSPool talks. */
export interface DialectOptions {
  /** The root of the API. @default '/' */
  readonly path?: string;
  /** For the seconds that are left. @default the system's */
  readonly clock?: Clock;
}

type Fields = ReadonlyMap<string, string>;
type Answer = (shop: Shop, fields: Fields, clock: Clock) => Promise<object>;

/** What anybody may read. */
const open: ReadonlyMap<string, () => object> = new Map([
  ['country/retrieve_all', showCountries],
  ['service/retrieve_all', showServices],
]);

const answers: ReadonlyMap<string, Answer> = new Map<string, Answer>([
  ['request/balance', showBalance],
  ['pool/retrieve_all', async () => showPools()],
  ['sms/all_stock', showStock],
  ['request/pricing', showPricing],
  ['sms/check', showOrder],
  ['sms/cancel', cancelOrder],
  ['request/active', (shop, _, clock) => showActive(shop, clock)],
]);

/**
 * The server half: answers as SMSPool's documentation says. Amounts have no currency on this wire, so the
 * shop must trade in dollars.
 */
export function smspoolDialect({ path = '/', clock = systemClock }: DialectOptions = {}): Dialect {
  return {
    id: 'smspool',
    path,
    async respond(request, door) {
      try {
        const call = stepsBelow(path, request.path)?.join('/') ?? '';
        const listed = open.get(call);
        if (listed) return json(listed());
        const answer = answers.get(call);
        if (request.method !== 'POST' || !(answer || call === 'purchase/sms')) return nothing;
        const fields = fieldsOf(request);
        const shop = shopOf(request, fields, door);
        return answer ? json(await answer(shop, fields, clock)) : await sellNumber(shop, fields, clock);
      } catch (error) {
        return refusalOf(error).reply;
      }
    },
  };
}

const nothing: WireReply = new Refusal(404, { message: 'Not found' }).reply;

/** An empty field is none. */
function fieldsOf({ body }: WireRequest): Fields {
  return new Map([...new URLSearchParams(body)].filter(([, value]) => value !== ''));
}

/** By the bearer, or by the field `key`. */
function shopOf({ headers }: WireRequest, fields: Fields, door: Door): Shop {
  const bearer = /^Bearer\s+(\S+)$/i.exec(headers['authorization'] ?? '')?.[1];
  const key = bearer ?? fields.get('key');
  if (key === undefined) throw missing('key');
  const shop = door(key);
  if (!shop) throw wrongKey;
  return shop;
}
