import type { AttemptEvent } from './event.ts';
import { type AttemptRecord, ENDED } from './record.ts';

/** From the intent to the event, in milliseconds; by the clock that nobody can set where there is one. */
export function sinceIntent({ sentAt, sentUp }: AttemptRecord, { at, up }: AttemptEvent): number {
  return Math.max(0, sentUp && up?.boot === sentUp.boot ? up.ms - sentUp.ms : at - sentAt);
}

/** The record with what happened for the first time at this event: how fast numbers deliver is learnt from it. */
export function withMilestones(after: AttemptRecord, event: AttemptEvent): AttemptRecord {
  const { order, usedAfterMs, codeAfterMs } = after;
  if (!order) return after;
  const now = sinceIntent(after, event);
  const isOpened = after.openedAfterMs === undefined;
  const isUsed = event.kind === 'used' && usedAfterMs === undefined;
  const hasCode = codeAfterMs === undefined && order.messages.length > 0;
  const isOver =
    !hasCode && codeAfterMs === undefined && after.endedAfterMs === undefined && ENDED.includes(after.state);
  // Most events are none of these.
  if (!isOpened && !isUsed && !hasCode && !isOver) return after;
  const { endedAfterMs: earlier, ...rest } = after;
  const ended = isOver ? now : hasCode ? undefined : earlier;
  return {
    ...rest,
    ...(isOpened && { openedAfterMs: now }),
    ...(isUsed && { usedAfterMs: now }),
    ...(hasCode && { codeAfterMs: now }),
    ...(ended !== undefined && { endedAfterMs: ended }),
  };
}
