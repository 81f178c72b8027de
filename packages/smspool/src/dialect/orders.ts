import {
  type Clock,
  codeOf,
  decimalOf,
  findCountry,
  formatDecimal,
  type Message,
  type Money,
  money,
  type OrderReport,
  type OrderStatus,
  parseDecimal,
  type Shop,
  type WireReply,
} from '@numroute/core';
import {
  countryOf,
  DEFAULT_POOL,
  nameOfCountry,
  nameOfPool,
  numberOf,
  serviceOf,
  textOf,
  titleOf,
} from './catalogue.ts';
import { dateOf } from './prices.ts';
import { json, missing, saleRefusalOf } from './refusals.ts';

type Fields = ReadonlyMap<string, string>;

export async function sellNumber(shop: Shop, fields: Fields, clock: Clock): Promise<WireReply> {
  const country = countryOf(required(fields, 'country'));
  const service = serviceOf(required(fields, 'service'));
  const pool = fields.get('pool') ?? DEFAULT_POOL;
  const cap = fields.get('max_price');
  if (cap !== undefined && !parseDecimal(cap)) throw missing('max_price');
  // What a reply to several would look like is not documented.
  if ((fields.get('quantity') ?? '1') !== '1') throw missing('quantity');
  const order = {
    country,
    service,
    ...(pool !== DEFAULT_POOL && { pool }),
    ...(cap !== undefined && { maxPrice: money(cap, 'USD') }),
  };
  let sold: OrderReport;
  try {
    sold = await shop.purchase(order);
  } catch (error) {
    throw saleRefusalOf(error, { pool: nameOfPool(pool), cap: cap ?? '' });
  }
  const { id, price, expiresAt } = sold;
  const cost = price && textOf(price);
  const said = json({
    success: 1,
    ...partsOf(sold.phone, sold.country ?? country),
    order_id: id,
    country: nameOfCountry(sold.country ?? country),
    service: titleOf(service),
    pool: numberOf(sold.pool ?? pool),
    ...(expiresAt !== undefined && { expires_in: left(expiresAt, clock), expiration: seconds(expiresAt) }),
    message: `You have succesfully ordered a ${titleOf(service)} number from pool: ${nameOfPool(pool)} for ${cost}.`,
    ...(cost !== undefined && { cost }),
  });
  // By hand, because a float would round it.
  return price ? { ...said, body: `${said.body.slice(0, -1)},"cost_in_cents":${centsOf(price)}}` } : said;
}

const states: Readonly<Record<OrderStatus, number>> = {
  open: 1,
  expired: 2,
  gone: 2,
  delivered: 3,
  finished: 3,
  cancelled: 6,
};

export async function showOrder(shop: Shop, fields: Fields, clock: Clock): Promise<object> {
  const { status, messages, expiresAt } = await shop.fetchOrder(required(fields, 'orderid'));
  const last = messages.at(-1);
  return {
    status: states[status],
    ...(last ? { sms: codeIn(last), full_sms: last.text ?? '' } : { resend: 0 }),
    ...(status === 'cancelled' && { message: 'This order has been refunded' }),
    ...(expiresAt !== undefined && { expiration: seconds(expiresAt) }),
    ...(expiresAt !== undefined && !last && { time_left: left(expiresAt, clock) }),
  };
}

export async function cancelOrder(shop: Shop, fields: Fields): Promise<object> {
  const { price } = await shop.cancelOrder(required(fields, 'orderid'));
  const refunded = price ? `, and you have been refunded ${textOf(price)} dollars` : '';
  return { success: 1, message: `The order has been cancelled${refunded}.` };
}

export async function showActive(shop: Shop, clock: Clock): Promise<readonly object[]> {
  const reports = await shop.listOpenOrders();
  return reports.map(({ id, status, phone = '', messages, service = '', country, price, ...times }) => ({
    ...(times.orderedAt !== undefined && { timestamp: dateOf(times.orderedAt) }),
    ...(price && { cost: textOf(price) }),
    order_code: id,
    phonenumber: phone.replace('+', ''),
    code: codeIn(messages.at(-1)),
    full_code: messages.at(-1)?.text ?? '',
    short_name: country ?? '',
    service: titleOf(service),
    status: status === 'open' ? 'pending' : 'completed',
    ...(times.expiresAt !== undefined && {
      expiry: seconds(times.expiresAt),
      time_left: left(times.expiresAt, clock),
    }),
  }));
}

export async function showBalance(shop: Shop): Promise<object> {
  const balance = await shop.fetchBalance();
  // Its amounts have no currency: any other would be read as dollars.
  if (balance.currency !== 'USD') throw new Error('a balance in another currency');
  return { balance: textOf(balance) };
}

function required(fields: Fields, name: string): string {
  const value = fields.get(name);
  if (!value) throw missing(name);
  return value;
}

/** `0` is the vendor's word for no code. */
function codeIn(message: Message | undefined): string {
  return (message && codeOf(message)) ?? '0';
}

/** The number joined, and apart where the calling code is known. */
function partsOf(phone = '', country: string): object {
  const digits = phone.replace('+', '');
  const code = findCountry(country)?.callingCode ?? '';
  const cc = digits.startsWith(code) ? code : '';
  return { number: numberOf(digits || '0'), cc, phonenumber: digits.slice(cc.length) };
}

/** Rounded down. */
function centsOf(price: Money): string {
  const { units, scale } = decimalOf(price);
  return formatDecimal({ units: (units * 100n) / 10n ** BigInt(scale), scale: 0 });
}

const seconds = (time: number): number => Math.floor(time / 1000);
const left = (time: number, clock: Clock): number => Math.max(0, seconds(time - clock.now()));
