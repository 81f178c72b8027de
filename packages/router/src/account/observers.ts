import { traceOf } from '../events.ts';
import type { Subscriber } from './subscriber.ts';

/** Tells observers what was written, before anybody acts on it. */
export const attemptWritten: Subscriber = {
  changed: ({ emit }, { after, before, happening }) =>
    emit({ type: 'attempt-written', entry: after, ...(before && { before }), happening }),
};

/** Tells observers of a changed order, after everybody has acted on it. */
export const orderChanged: Subscriber = {
  changed: ({ emit }, { after, before, happening: { kind } }) => {
    if (before?.order && after.order && kind !== 'cancel-asked')
      emit({ type: 'order-changed', ...traceOf(after), order: after.order });
  },
};
