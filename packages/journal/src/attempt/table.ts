import type { HappeningKind } from './event.ts';
import type { AttemptState } from './record.ts';

/** `none`: before the first event. */
export type Before = AttemptState | 'none';

const SENT = ['sending'] as const;
const BOUGHT = ['open', 'delivered', 'finished', 'cancelled', 'expired', 'gone'] as const;

/**
 * Which states may follow, by event and state; a pair that is not here is illegal. The page
 * `docs/lifecycle.md` is checked against it.
 */
export const table: Readonly<
  Record<HappeningKind, Readonly<Partial<Record<Before, readonly AttemptState[]>>>>
> = {
  intent: { none: SENT },
  surplus: { none: BOUGHT },
  refused: { sending: ['refused'] },
  unheard: { sending: ['unknown'] },
  bought: { sending: BOUGHT, unknown: BOUGHT, lost: BOUGHT, disputed: BOUGHT },
  absent: { unknown: ['absent'], disputed: ['absent'] },
  lost: { unknown: ['lost'], disputed: ['lost'] },
  disputed: { unknown: ['disputed'], lost: ['disputed'] },
  reported: {
    open: BOUGHT,
    delivered: ['delivered', 'finished'],
    finished: ['finished'],
    // A code may arrive after a cancel: it is kept, and the order stays what it was.
    cancelled: ['cancelled'],
    expired: ['expired'],
    gone: ['gone', 'delivered', 'finished', 'cancelled', 'expired'],
  },
  'cancel-wanted': { open: ['open'] },
  'cancel-asked': { open: ['open'] },
  'cancel-refused': {
    open: ['open'],
    delivered: ['delivered'],
    finished: ['finished'],
    cancelled: ['cancelled'],
    expired: ['expired'],
    gone: ['gone'],
  },
  'cancel-confirmed': {
    open: ['cancelled', 'expired', 'finished'],
    delivered: ['finished'],
    finished: ['finished'],
    cancelled: ['cancelled'],
    expired: ['expired'],
    gone: ['cancelled', 'expired', 'finished'],
  },
  'another-asked': { delivered: ['delivered'] },
  'another-confirmed': { delivered: ['delivered', 'finished'] },
  used: { open: ['open'], delivered: ['delivered'] },
  'finish-asked': { delivered: ['delivered'] },
  'charge-seen': {
    open: ['open'],
    delivered: ['delivered'],
    finished: ['finished'],
    cancelled: ['cancelled'],
    expired: ['expired'],
    gone: ['gone'],
  },
  'refund-seen': {
    lost: ['lost'],
    disputed: ['disputed'],
    cancelled: ['cancelled'],
    expired: ['expired'],
    gone: ['gone'],
  },
  'refund-missing': {
    lost: ['lost'],
    disputed: ['disputed'],
    cancelled: ['cancelled'],
    expired: ['expired'],
    gone: ['gone'],
  },
};
