import { type AnyNumrouteError, can, type Order } from '@numroute/core';
import type { CancelTrack } from '@numroute/journal';
import type { App } from '../config/compose.ts';
import { duration, exact, nameOf } from '../printing/format.ts';
import { withoutName } from '../printing/silence.ts';

/** Why a vendor did not cancel an order. */
export interface Refusal {
  /** It will not take the order back any more, or never does. */
  readonly isFinal: boolean;
  /** When it may be asked again, in milliseconds since 1970; absent where nobody knows. */
  readonly from?: number;
  /** What went wrong, where the vendor said neither yes nor no. */
  readonly trouble?: string;
}

/** The time is the vendor's own word, else what the vendor's manifest says of every order. */
export function refusalOf(error: AnyNumrouteError, order: Order, app: App): Refusal {
  const { code, details, message } = error;
  if (code === 'UNSUPPORTED') return NO_CANCEL;
  if (code !== 'WRONG_STATE')
    return { isFinal: false, trouble: withoutName(order.provider, message).replace(/\.$/, '') };
  const now = app.clock.now();
  const from = Math.max(now + (details.retryAfterMs ?? 0), cancelFrom(order, app));
  return { isFinal: 'final' in details && details.final === true, ...(from > now && { from }) };
}

/** Why an order is still open whose cancel the router insists on. */
export function refusalIn(
  order: Order,
  { final, notBefore }: Pick<CancelTrack, 'final' | 'notBefore'>,
  app: App,
): Refusal {
  const from = Math.max(notBefore, cancelFrom(order, app));
  const later = from > app.clock.now() ? { from } : {};
  return neverCancels(order, app) ?? { isFinal: final === true, ...later };
}

/** The earliest cancel by all that is known beforehand. Milliseconds since 1970. */
function cancelFrom({ boughtAt, cancelAfter = 0, provider }: Order, { router }: App): number {
  const manifest = router.providers.find((one) => one.manifest.id === provider)?.manifest;
  return Math.max(cancelAfter, boughtAt + (manifest?.timing.cancelAfterMs ?? 0));
}

const NO_CANCEL: Refusal = { isFinal: true, trouble: 'The vendor takes no order back' };

/** The refusal that is known before anybody asks: the vendor has no cancel. */
export function neverCancels({ provider }: Order, { router }: App): Refusal | undefined {
  const found = router.providers.find(({ manifest }) => manifest.id === provider);
  return found && !can(found, 'cancelOrder') ? NO_CANCEL : undefined;
}

/** Without a full stop, so that a sentence can go on. */
export function refusalText({ isFinal, from, trouble }: Refusal, { clock }: App): string {
  if (trouble !== undefined) return trouble;
  if (isFinal) return 'The vendor will not take it back any more';
  if (from === undefined || from <= clock.now())
    return 'The vendor does not cancel it yet, and does not say when it will';
  return `The vendor cancels it from ${new Date(from).toISOString()} on (in ${duration(from - clock.now())})`;
}

/** An order that is still open, why, and what can be done about it. */
export function stillOpenLine(order: Order, refusal: Refusal, app: App): string {
  const { paid, status } = order;
  const name = nameOf(order);
  const next = refusal.isFinal
    ? 'Its code can still come: `numroute recover` looks for it.'
    : `\`numroute cancel ${name} --wait\` asks until it is over, \`numroute recover\` asks once more; else ${exact(paid)} may be lost.`;
  return `NOT cancelled: order ${name} is ${status}. ${refusalText(refusal, app)}. ${next}`;
}
