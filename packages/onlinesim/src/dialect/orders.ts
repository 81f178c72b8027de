import {
  addMoney,
  type Clock,
  isClosed,
  money,
  NumrouteError,
  type OrderReport,
  type Shop,
  type WireReply,
} from '@numroute/core';
import { countries, services } from './names.ts';
import { idOf, plain, say, show } from './reply.ts';

/** What is held for orders without an SMS is apart from the balance. */
export async function showBalance(shop: Shop): Promise<WireReply> {
  const balance = await shop.fetchBalance();
  const open = (await shop.listOpenOrders()).filter(({ status }) => status === 'open');
  const held = open.reduce(
    (sum, { price }) => (price ? addMoney(sum, price) : sum),
    money('0', balance.currency),
  );
  return show(`{"response":"1","balance":"${plain(balance)}","zbalance":${plain(held)}}`);
}

export async function sellNumber(shop: Shop, fields: URLSearchParams): Promise<WireReply> {
  const [code, slug] = [fields.get('country') ?? '7', fields.get('service')];
  if (!slug) return say('ERROR_NO_SERVICE');
  const sold = await shop.purchase({ service: services.nameOf(slug), country: countries.nameOf(code) });
  const isTold = fields.get('number') === '1' && sold.phone !== undefined;
  const number = isTold ? `,"number":${JSON.stringify(sold.phone)},"country":${code}` : '';
  return show(`{"response":1,"tzid":${idOf(sold.id)}${number}}`);
}

export async function showState(shop: Shop, fields: URLSearchParams, clock: Clock): Promise<WireReply> {
  const id = fields.get('tzid');
  const orders = id === null ? await shop.listOpenOrders() : [await shop.fetchOrder(id)];
  const [first] = orders;
  if (!first || first.status === 'gone') return say('ERROR_NO_OPERATIONS');
  const isAll = fields.get('msg_list') === '1';
  return show(`[${orders.map((order) => rowOf(order, isAll, clock)).join()}]`);
}

const states = {
  open: 'TZ_NUM_WAIT',
  delivered: 'TZ_NUM_ANSWER',
  finished: 'TZ_OVER_OK',
  cancelled: 'TZ_OVER_EMPTY',
  expired: 'TZ_OVER_EMPTY',
  gone: 'TZ_OVER_EMPTY',
} as const;

function rowOf(order: OrderReport, isAll: boolean, clock: Clock): string {
  const { id, status, phone = '', service = '', country = '', price, expiresAt } = order;
  const texts = order.messages.map(({ text, code }) => text ?? code ?? '');
  const slug = services.codeOf(service) ?? service;
  const told = isAll ? texts.map((msg) => ({ service: slug, msg })) : texts.at(-1);
  const left = expiresAt === undefined ? 0 : Math.max(0, Math.floor((expiresAt - clock.now()) / 1000));
  const row: readonly (readonly [name: string, json: string])[] = [
    ['country', countries.codeOf(country) ?? '0'],
    ...(price ? [['sum', plain(price)] as const] : []),
    ['service', JSON.stringify(slug)],
    ['number', JSON.stringify(phone)],
    ['response', `"${states[status]}"`],
    ['tzid', idOf(id)],
    ['time', String(left)],
    ['form', '"index"'],
    ['msg', texts.length === 0 ? 'false' : JSON.stringify(told)],
  ];
  return `{${row.map(([name, json]) => `"${name}":${json}`).join()}}`;
}

export async function askAnother(shop: Shop, fields: URLSearchParams): Promise<WireReply> {
  const id = fields.get('tzid') ?? '';
  await shop.requestAnotherSms(id);
  return done(id);
}

/** Closes an order with its SMS, or gives it up without one. */
export async function endOrder(shop: Shop, fields: URLSearchParams): Promise<WireReply> {
  const id = fields.get('tzid') ?? '';
  const { status } = await shop.fetchOrder(id);
  if (isClosed(status)) throw new NumrouteError('UNKNOWN_ORDER', 'It is over.', { id });
  if (status === 'delivered') await shop.finishOrder(id);
  else if (fields.get('ban') === '1') await shop.rejectNumber(id, 'refused');
  else await shop.cancelOrder(id);
  return done(id);
}

const done = (id: string): WireReply => show(`{"response":1,"tzid":${idOf(id)}}`);
