export type { Actor, AttemptEvent, Happening, HappeningKind, Unlike, Uptime } from './event.ts';
export {
  type AttemptRecord,
  type AttemptState,
  type CancelTrack,
  ENDED,
  LIVE,
  type MoneyState,
  UNFINISHED,
  UNRESOLVED,
} from './record.ts';
export { forgetPerson } from './redact.ts';
export { refundOf } from './refund.ts';
export { type Before, table } from './table.ts';
export { allows, transition } from './transition.ts';
