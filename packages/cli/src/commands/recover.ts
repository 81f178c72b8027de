import type { AttemptEvent, JournalEntry } from '@numroute/journal';
import type { Recovery, RouterEvent } from '@numroute/router';
import type { App } from '../config/compose.ts';
import { EXIT } from '../exit-codes.ts';
import { type Io, painter, printEvent, tame } from '../io.ts';
import { entryLine } from '../printing/entry-line.ts';
import { nameOf, plural } from '../printing/format.ts';
import { printLines } from '../printing/lines.ts';
import { entryJson } from '../printing/order-json.ts';
import { withoutName } from '../printing/silence.ts';
import { describe } from './order.ts';

export interface RecoverFlags {
  readonly cancelUnattended?: boolean;
  readonly json?: boolean;
}

/** Takes up everything that an earlier run left, and says what became of it. */
export async function recover(io: Io, { router }: App, flags: RecoverFlags): Promise<number> {
  const unattended = flags.cancelUnattended ? 'cancel' : 'keep';
  const recovery = await router.recover({ unattended, signal: io.signal });
  if (flags.json) printEvent(io, 'end', recoveryJson(recovery));
  else printLines(io, linesOf(recovery, io));
  return recovery.entries.some(isInDoubt) ? EXIT.moneyMayHaveMoved : EXIT.ok;
}

/** Tells a script of each order as something is written down about it. */
export const tellChanges =
  (io: Io) =>
  (event: RouterEvent): void => {
    if (event.type !== 'attempt-written') return;
    const { entry, happening } = event;
    printEvent(io, 'changed', { ...entryJson(entry), what: happening.kind });
  };

/** Tells a person at a terminal the same: a vendor may take its time. */
export const sayChanges =
  (io: Io) =>
  (event: RouterEvent): void => {
    if (event.type !== 'attempt-written' || io.stderr.isTTY !== true) return;
    const { order, number } = event.entry;
    const name = order ? nameOf(order) : `#${number}`;
    printLines(io, [`${name}: ${describe(event.happening as AttemptEvent)}`], io.stderr);
  };

function recoveryJson({ entries, foreign, silent }: Recovery): object {
  return {
    orders: entries.map(entryJson),
    foreign: foreign.map(({ id, phone = null, service = null, country = null, status }) => ({
      order: id,
      phone,
      service,
      country,
      status,
    })),
    silent: silent.map(({ provider, error: { code, message } }) => ({ provider, code, message })),
  };
}

const isInDoubt = ({ state, money }: JournalEntry): boolean =>
  money === 'reserved' && (state === 'unknown' || state === 'sending' || state === 'disputed');

function linesOf({ entries, foreign, silent }: Recovery, io: Io): string[] {
  const paint = painter(io);
  const lines = entries.map((entry) => entryLine(entry, paint));
  if (entries.length === 0) lines.push('Nothing was left.');
  else lines.push('', summary(entries));
  for (const { id, phone, service } of foreign) {
    const text = `Order ${tame(id, 40)} (${phone ?? 'no number'}${service === undefined ? '' : `, ${service}`}) is open at a vendor and in no journal here: bought elsewhere with the same account?`;
    lines.push(paint('yellow', text));
  }
  for (const { provider, error } of silent)
    lines.push(paint('yellow', `${provider} could not be asked: ${withoutName(provider, error.message)}`));
  return lines;
}

function summary(entries: readonly JournalEntry[]): string {
  const counts = new Map<string, number>();
  for (const { state } of entries) counts.set(state, (counts.get(state) ?? 0) + 1);
  const parts = [...counts].map(([state, count]) => `${count} ${state}`);
  return `${plural(entries.length, 'attempt')} taken up: ${parts.join(', ')}.`;
}
