import type { OrderReport } from '@numroute/core';
import { serviceCodeOf } from './codes.ts';
import { saidBy } from './messages.ts';
import type { Visit } from './visit.ts';
import { Refusal } from './words.ts';

/** Where an activation is, in the words of the wire. */
export type State =
  | { readonly is: 'waiting' | 'over' }
  | { readonly is: 'retry' | 'received'; readonly value: string };

/**
 * @param isRow The report is a row of a list.
 * @throws {Refusal} NO_ACTIVATION for an order that the shop knows no more.
 */
export function stateOf({ memory, key }: Visit, report: OrderReport, isRow = false): State {
  const value = saidBy(report.messages);
  // What the shop says outlives this process.
  const old = report.awaits ? value : memory.waited(key, report, isRow);
  switch (report.status) {
    case 'open':
      return old === undefined ? { is: 'waiting' } : { is: 'retry', value: old };
    case 'delivered':
      if (old !== undefined) return { is: 'retry', value: old };
      return value === undefined ? { is: 'waiting' } : { is: 'received', value };
    case 'gone':
      throw new Refusal('NO_ACTIVATION');
    default:
      return { is: 'over' };
  }
}

export function overWord({ manners }: Visit, { status }: OrderReport): string {
  return status === 'finished' ? 'STATUS_CANCEL' : (manners.over ?? 'STATUS_CANCEL');
}

export function idWanted({ profile, parameters, memory, key }: Visit): string {
  const id = parameters.get('id') ?? parameters.get('activationId');
  if (id === undefined) throw new Refusal('NO_ACTIVATION', { field: 'id', blame: 'REQUIRED' });
  if (profile.id === 'herosms' && !/^\d+$/.test(id)) throw new Refusal('NO_ACTIVATION', { field: 'id' });
  memory.note(key, id);
  return id;
}

export function serviceOf({ codes }: Visit, { service }: OrderReport): string | undefined {
  return service === undefined ? undefined : serviceCodeOf(codes, service);
}
