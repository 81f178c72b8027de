import { findCountry, NumrouteError, type OrderReport } from '@numroute/core';
import { currencyNumber } from '../amounts.ts';
import { idWanted, overWord, serviceOf, stateOf } from './activation.ts';
import { countryIdOf } from './codes.ts';
import { idOf, type Json, stamp, writeJson } from './json.ts';
import { bothOf, newestOf, saidBy } from './messages.ts';
import { bare, chargeHere } from './sale.ts';
import { smsRow } from './sms.ts';
import type { Answer, Visit } from './visit.ts';
import { Refusal } from './words.ts';

export const showStatus: Answer = async (visit) => {
  const { manners } = visit;
  const report = await visit.shop.fetchOrder(idWanted(visit));
  const state = stateOf(visit, report);
  switch (state.is) {
    case 'waiting':
      return manners.waiting ?? 'STATUS_WAIT_CODE';
    case 'retry':
      return `STATUS_WAIT_RETRY:${state.value}`;
    case 'received':
      return `STATUS_OK:${state.value}`;
    case 'over':
      return overWord(visit, report);
  }
};

export const showStatusV2: Answer = async (visit) => {
  const report = await visit.shop.fetchOrder(idWanted(visit));
  const state = stateOf(visit, report);
  if (state.is === 'over') return overWord(visit, report);
  const message = state.is === 'received' ? newestOf(report.messages) : undefined;
  if (visit.profile.id !== 'herosms') {
    const sms = message && { dateTime: stamp(message.receivedAt), ...bothOf(message) };
    return writeJson({ verificationType: 0, sms: sms ?? null });
  }
  const data = message && smsRow(visit, report, message);
  return writeJson({ verificationType: 'sms', data: data ?? null });
};

export const setStatus: Answer = async (visit) => {
  const id = idWanted(visit);
  switch (visit.parameters.get('status')) {
    case '1':
      return ready(visit, id);
    case '3':
      return askAgain(visit, id);
    case '6':
      return finish(visit, id);
    case '8':
    case '-1':
    case '10':
      return cancel(visit, id);
    default:
      // An unknown order is the worse mistake.
      await visit.shop.fetchOrder(id);
      throw new Refusal('BAD_STATUS');
  }
};

async function ready(visit: Visit, id: string): Promise<string> {
  const report = await visit.shop.fetchOrder(id);
  if (stateOf(visit, report).is !== 'waiting' || visit.manners.noReady) throw new Refusal('BAD_STATUS');
  return 'ACCESS_READY';
}

async function askAgain(visit: Visit, id: string): Promise<string> {
  const { shop, memory, key } = visit;
  const before = await shop.fetchOrder(id);
  if (stateOf(visit, before).is !== 'received') throw new Refusal('BAD_STATUS');
  await shop.requestAnotherSms(id);
  // What came between the two calls is new.
  memory.wait(key, before);
  return 'ACCESS_RETRY_GET';
}

async function finish(visit: Visit, id: string): Promise<string> {
  await visit.shop.finishOrder(id);
  return 'ACCESS_ACTIVATION';
}

async function cancel({ shop }: Visit, id: string): Promise<string> {
  const { status } = await shop.cancelOrder(id).catch(async (error: unknown) => {
    if (!NumrouteError.is(error, 'WRONG_STATE')) throw error;
    if ((error.details.retryAfterMs ?? 0) > 0) throw new Refusal('EARLY_CANCEL_DENIED');
    const report = await shop.fetchOrder(id);
    // Still open, so nothing but time speaks against it.
    if (report.status === 'open') throw new Refusal('EARLY_CANCEL_DENIED');
    return report;
  });
  if (status === 'cancelled') return 'ACCESS_CANCEL';
  if (status === 'gone') throw new Refusal('NO_ACTIVATION');
  throw new Refusal(status === 'delivered' ? 'OTP_RECEIVED' : 'BAD_STATUS');
}

/** setStatus 6 and 8 as calls of their own: a yes has no body. */
export const finishActivation: Answer = async (visit) => {
  await finish(visit, idWanted(visit));
  return { status: 204, body: '' };
};

export const cancelActivation: Answer = async (visit) => {
  await cancel(visit, idWanted(visit));
  return { status: 204, body: '' };
};

/** Rows of one reply, where a site gives them in pages. */
const PAGE = 100;

export const showActive: Answer = async (visit) => {
  const reports = await visit.shop.listOpenOrders();
  if (visit.manners.listing === 'numbers')
    return writeJson(reports.map((report) => numberRow(visit, report)));
  const { parameters } = visit;
  const start = Number(parameters.get('start') ?? 0) || 0;
  const limit = Math.min(Number(parameters.get('limit') ?? PAGE) || PAGE, PAGE);
  const paged = visit.manners.listing === 'herosms' ? reports.slice(start, start + limit) : reports;
  const rows = paged.map((report) => rowOf(visit, report));
  switch (visit.manners.listing) {
    case 'herosms':
      return writeJson({
        status: 'success',
        data: rows,
        activeActivations: { affected_rows: rows.length, num_rows: rows.length, row: [], rows },
      });
    case 'tiger':
      return writeJson({ status: 'success', data: rows });
    case 'grizzly':
      return writeJson(reports.length === 0 ? null : reports.map((report) => shortRow(visit, report)));
    case 'smshub':
      if (rows.length === 0) return writeJson({ status: 'fail', msg: 'no_activations' });
      return writeJson({ status: 'success', array: rows });
    default:
      if (rows.length === 0) throw new Refusal('NO_ACTIVATIONS');
      return writeJson({ status: 'success', activeActivations: rows });
  }
};

/** New, with a message, or waiting for another. */
const numberStates = { waiting: 0, received: 3, retry: 4, over: 1 } as const;

function numberRow(visit: Visit, report: OrderReport): Json {
  const state = stateOf(visit, report, true);
  return { numberid: idOf(report.id), number: bare(report.phone ?? ''), status: numberStates[state.is] };
}

/** Every recorded row was of an order that waits, in state 1. */
function shortRow(visit: Visit, { id, phone, price, country, ...report }: OrderReport): Json {
  const { profile, codes } = visit;
  return {
    activationCost: price?.currency === profile.currency ? chargeHere(visit, price) : null,
    activationId: id,
    activationStatus: 1,
    countryCode: country === undefined ? null : (countryIdOf(codes, country) ?? null),
    phoneNumber: bare(phone ?? ''),
    serviceCode: serviceOf(visit, { id, ...report }) ?? null,
  };
}

function rowOf(visit: Visit, report: OrderReport): Json {
  const { profile, codes, manners } = visit;
  const { id, phone, price, messages, country, orderedAt } = report;
  const { is } = stateOf(visit, report, true);
  const newest = newestOf(messages);
  const value = saidBy(messages);
  return {
    activationId: id,
    serviceCode: serviceOf(visit, report) ?? null,
    phoneNumber: bare(phone ?? ''),
    activationCost: price?.currency === profile.currency ? chargeHere(visit, price) : null,
    activationStatus: is === 'received' ? '2' : is === 'retry' ? '3' : '4',
    smsCode: value === undefined ? null : [value],
    smsText: newest ? bothOf(newest).text : null,
    activationTime: stamp(orderedAt),
    discount: '0.00',
    repeated: '0',
    countryCode: country === undefined ? null : (countryIdOf(codes, country) ?? null),
    countryName: (country !== undefined && findCountry(country)?.name) || null,
    canGetAnotherSms: manners.canGetAnotherSms ?? '1',
    currency: currencyNumber(profile.currency),
  };
}
