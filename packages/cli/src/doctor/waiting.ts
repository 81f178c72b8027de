import type { JournalReader } from '@numroute/journal';
import { unsettled } from '../orders/live-orders.ts';
import type { Finding } from './finding.ts';

/** How much waits in a journal. @param isOwned Whether somebody works with it right now. */
export async function waitingFinding(
  reader: Pick<JournalReader, 'list'>,
  about: string,
  isOwned: boolean,
): Promise<Finding> {
  const waiting = await unsettled(reader);
  const isOpen = (state: string): boolean => state === 'open' || state === 'delivered';
  // What its owner is sending right now is not in doubt.
  const doubted = waiting.filter(({ state }) => !isOpen(state) && (state !== 'sending' || !isOwned));
  const open = waiting.filter(({ state }) => isOpen(state)).length;
  const message = `${about}; ${open} open, ${doubted.length} in doubt`;
  if (doubted.length === 0) return { status: 'ok', check: 'journal', message };
  const fix = '`numroute orders` shows what is in doubt, `numroute recover` looks for it';
  return { status: 'warn', check: 'journal', message, fix };
}
