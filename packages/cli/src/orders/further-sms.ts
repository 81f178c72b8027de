import { isClosed, NumrouteError, type Order } from '@numroute/core';
import type { Router } from '@numroute/router';
import { duration } from '../printing/format.ts';
import { eachSms, type Sms } from '../printing/sms.ts';
import { follow } from './follow.ts';

export interface Further {
  /** How many SMS there are to be in all. */
  readonly count: number;
  /** For each of them. */
  readonly waitMs: number;
  readonly signal: AbortSignal;
  readonly show: (sms: Sms) => void;
  readonly say: (text: string) => unknown;
}

/** Waits for further SMS on the number of a delivered order and shows each. The order as it is then. */
export async function furtherSms(
  router: Router,
  order: Order,
  { count, waitMs, signal, show, say }: Further,
): Promise<Order> {
  let latest = order;
  while (latest.messages.length < count && !isClosed(latest.status) && !signal.aborted) {
    const before = latest.messages.length;
    try {
      latest = await router.requestAnotherSms(latest, { signal });
    } catch (error) {
      if (signal.aborted) break;
      const isMissing = NumrouteError.is(error, 'UNSUPPORTED');
      const why = isMissing ? `${latest.provider} gives one SMS for each number` : String(error);
      say(`No further SMS can be asked for: ${why}.`);
      break;
    }
    say(`Waiting up to ${duration(waitMs)} for SMS ${before + 1} of ${count}.`);
    latest = await follow(router, latest, { until: 'next', forMs: waitMs, signal });
    if (latest.messages.length === before) {
      if (!signal.aborted) say('No further SMS came.');
      break;
    }
    for (const sms of eachSms({ messages: latest.messages.slice(before) })) show(sms);
  }
  return latest;
}
