import { type AttemptEvent, type AttemptRecord, refundOf, transition, UNRESOLVED } from '@numroute/journal';

/** What has become of an order, in a client's words. */
export type StepType =
  | 'bought'
  | 'in-doubt'
  | 'nothing-bought'
  | 'lost'
  | 'message'
  | 'finished'
  | 'cancelled'
  | 'expired'
  | 'gone'
  | 'refunded'
  | 'refund-missing';

/** An attempt right after something had become of it. */
export interface AttemptStep {
  readonly type: StepType;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly attempt: AttemptRecord;
}

/** What has become of an attempt, step by step: the same events tell the same steps, whenever they are read. */
export function stepsOf(events: readonly AttemptEvent[]): readonly AttemptStep[] {
  const steps: AttemptStep[] = [];
  let before: AttemptRecord | undefined;
  for (const event of events) {
    const attempt = transition(before, event);
    for (const type of typesOf(before, attempt)) steps.push({ type, at: event.at, attempt });
    before = attempt;
  }
  return steps;
}

function* typesOf(before: AttemptRecord | undefined, after: AttemptRecord): Generator<StepType, void> {
  const { state, order } = after;
  if (order && !before?.order) yield 'bought';
  if ((order?.messages.length ?? 0) > (before?.order?.messages.length ?? 0)) yield 'message';
  if (state !== before?.state) yield* ofState(before, state);
  const [was, is] = [before && refundOf(before), refundOf(after)];
  if (is === 'seen' && was !== is) yield 'refunded';
  if (is === 'missing' && was !== is) yield 'refund-missing';
}

function* ofState(
  before: AttemptRecord | undefined,
  state: AttemptRecord['state'],
): Generator<StepType, void> {
  switch (state) {
    case 'unknown':
      yield 'in-doubt';
      return;
    case 'refused':
    case 'absent':
      // Of a plain refusal its client was told in the answer to its request.
      if (before && before.state !== 'sending' && UNRESOLVED.includes(before.state)) yield 'nothing-bought';
      return;
    case 'lost':
    case 'disputed':
      yield 'lost';
      return;
    case 'finished':
    case 'cancelled':
    case 'expired':
    case 'gone':
      yield state;
      return;
    default:
  }
}
