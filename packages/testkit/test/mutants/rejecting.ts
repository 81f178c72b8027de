import type { Provider } from '@numroute/core';
import { paperProvider, type Subject } from '../../src/index.ts';
import type { Mutant } from './mutant.ts';

const sound: Subject = { create: ({ world }) => paperProvider(world, { id: 'paper' }) };

/** What paper does with a bad number, done otherwise. */
function rejecting(
  name: string,
  caughtBy: string,
  fault: (inner: Required<Provider>) => Required<Provider>['rejectNumber'],
): Mutant {
  const subject: Subject = {
    create({ world }) {
      const inner = paperProvider(world, { id: 'paper' }) as Required<Provider>;
      return { ...inner, rejectNumber: fault(inner) };
    },
  };
  return { name, clause: 'C41', caughtBy, sound, subject };
}

export const rejectingMutants: readonly Mutant[] = [
  rejecting(
    'cancels, and keeps to itself that the number is bad',
    'reject/told',
    (inner) => (id, _fault, call) => inner.cancelOrder(id, call),
  ),
  rejecting('says that the number is rejected, and asks nobody', 'reject/told', () => async (id) => ({
    id,
    status: 'cancelled',
    messages: [],
  })),
  rejecting(
    'takes a refused rejection for one',
    'reject/too-late',
    (inner) => (id, fault, call) =>
      inner.rejectNumber(id, fault, call).catch(() => inner.fetchOrder(id, call)),
  ),
  rejecting('does not take a second rejection', 'reject/twice', (inner) => {
    const known = new Set<string>();
    return async (id, fault, call) => {
      if (known.has(id)) return await inner.finishOrder(id, call);
      known.add(id);
      return await inner.rejectNumber(id, fault, call);
    };
  }),
];
