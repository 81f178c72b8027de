import { NumrouteError } from '@numroute/core';
import type { WantRecord } from '@numroute/journal';
import type { Runtime } from '../account/runtime.ts';
import type { Terms } from './terms.ts';

export interface WantParties {
  readonly runtime: Pick<Runtime, 'clock' | 'journal'>;
  readonly newId: () => string;
}

/** The want as the journal knows it: with a key or a buyer it is written down, and under a known key it is the earlier one. */
export interface OpenedWant extends Pick<WantRecord, 'id'> {
  /** Nobody has asked for it before. */
  readonly isNew: boolean;
}

/**
 * @param print All that is asked for, as one text.
 * @throws {NumrouteError} INVALID_INPUT The key was used for another want.
 */
export async function openWant(
  { runtime: { clock, journal }, newId }: WantParties,
  { key, buyer }: Pick<Terms, 'key' | 'buyer'>,
  print: string,
  kind?: WantRecord['kind'],
): Promise<OpenedWant> {
  const id = newId();
  if (key === undefined && buyer === undefined) return { id, isNew: true };
  const known = await journal.openWant({
    id,
    print,
    at: clock.now(),
    ...(key !== undefined && { key }),
    ...(buyer !== undefined && { buyer }),
    ...(kind && { kind }),
  });
  if (known.print !== print) throw anotherWant(key ?? '');
  return { id: known.id, isNew: known.id === id };
}

export function anotherWant(key: string): NumrouteError<'INVALID_INPUT'> {
  return NumrouteError.input('key', 'a key that was not used for another want', JSON.stringify(key));
}
