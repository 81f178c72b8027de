import type { Order } from '@numroute/core';
import { newestSms } from './sms.ts';

/** An order as every command prints it with `--json`. */
export function orderJson(order: Order): object {
  const { provider, id, phone, service, country, pool, paid, status, refund, messages } = order;
  const { code = null, text = null } = newestSms(order) ?? {};
  return {
    provider,
    order: id,
    phone,
    service,
    country,
    pool: pool ?? null,
    paid,
    status,
    refund,
    code,
    text,
    messages,
  };
}
