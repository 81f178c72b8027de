import { codeOf, isClosed, NumrouteError, type OrderReport, type Shop } from '@numroute/core';
import { type Answer, parameterOf, Refusal } from './visit.ts';

/** The newest code, or with `all` every one; a text without a code takes its place. */
export const showCodes: Answer = async (shop, query) => {
  const { messages } = await livingOrder(shop, query);
  const codes = messages.map((message) => codeOf(message) ?? message.text ?? '');
  const told = query.has('all') && codes.length > 0 ? codes : (codes.at(-1) ?? null);
  return JSON.stringify({ smsCode: told });
};

export const changeOrder: Answer = async (shop, query) => {
  const { id, messages } = await livingOrder(shop, query);
  const hasCode = messages.length > 0;
  switch (query.get('status')) {
    case 'send':
      if (!hasCode) return say('waitSMS');
      await shop.requestAnotherSms(id);
      return say('ready');
    case 'end':
      return hasCode ? say('smsReceived') : await ended(() => shop.cancelOrder(id));
    case 'bad':
      return hasCode ? say('smsReceived') : await ended(() => shop.rejectNumber(id, 'used'));
    default:
      throw new Refusal('badStatus');
  }
};

const say = (status: 'ready' | 'update' | 'smsReceived' | 'waitSMS'): string => JSON.stringify({ status });

/** Too early is still waiting. */
async function ended(end: () => Promise<OrderReport>): Promise<string> {
  try {
    await end();
    return say('update');
  } catch (error) {
    if (!NumrouteError.is(error, 'WRONG_STATE')) throw error;
    return say('waitSMS');
  }
}

/** @throws {Refusal} idNumNotFound It ended without a code. */
async function livingOrder(shop: Shop, query: URLSearchParams): Promise<OrderReport> {
  const order = await shop.fetchOrder(parameterOf(query, 'idNum'));
  if (isClosed(order.status)) throw new Refusal('idNumNotFound');
  return order;
}
