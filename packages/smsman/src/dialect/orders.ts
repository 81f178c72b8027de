import { codeOf, isClosed, type OrderReport } from '@numroute/core';
import { countries, services } from './lists.ts';
import { type Answer, Refusal, type Visit } from './visit.ts';

/** The newest code, a text without one in its place; while it waits, the word for that beside the rest. */
export const showSms: Answer = async (visit) => {
  const order = await orderOf(visit);
  const { id, phone = '', country, service, messages, status } = order;
  // What is over is not found: what the vendor says of it is not known.
  if (isClosed(status)) throw new Refusal('wrong_request_id');
  const last = messages.at(-1);
  const waits = !last || visit.awaited.has(visit.key, order);
  return JSON.stringify({
    request_id: id,
    ...(country !== undefined && { country_id: countries.codeOf(country) }),
    ...(service !== undefined && { application_id: services.codeOf(service) }),
    number: phone.replace('+', ''),
    ...(last && { sms_code: codeOf(last) ?? last.text }),
    ...(waits && { error_code: 'wait_sms', error_msg: 'Still waiting...' }),
  });
};

export const changeOrder: Answer = async (visit) => {
  const { shop, parameters, awaited, key } = visit;
  const order = await orderOf(visit);
  const { id } = order;
  switch (parameters.get('status')) {
    case 'ready':
      await shop.requestAnotherSms(id);
      // What came between the two calls is new.
      awaited.begin(key, order);
      break;
    case 'close':
      await shop.finishOrder(id);
      break;
    case 'reject':
      if (isClosed(order.status)) throw new Refusal('wrong_status');
      await shop.cancelOrder(id);
      break;
    case 'used':
      await shop.rejectNumber(id, 'used');
      break;
    default:
      throw new Refusal('wrong_status');
  }
  return JSON.stringify({ request_id: id, success: true });
};

function orderOf({ shop, parameters }: Visit): Promise<OrderReport> {
  return shop.fetchOrder(parameters.get('request_id') ?? '');
}
