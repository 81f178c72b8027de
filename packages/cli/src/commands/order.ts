import { codeOf } from '@numroute/core';
import type { AttemptEvent, JournalEntry, JournalReader } from '@numroute/journal';
import { EXIT } from '../exit-codes.ts';
import { type Io, painter, printJson, tame } from '../io.ts';
import { find, type Named } from '../orders/named.ts';
import { entryLine } from '../printing/entry-line.ts';
import { exact } from '../printing/format.ts';
import { printLines } from '../printing/lines.ts';
import { entryJson } from '../printing/order-json.ts';

/** The audit trail of one order: what happened, when, and on whose behalf. No code unless asked for. */
export async function show(
  io: Io,
  journal: JournalReader,
  named: Named,
  { json, codes }: { readonly json: boolean; readonly codes: boolean },
): Promise<number> {
  const entry = await find(journal, named);
  const shown = codes ? entry : masked(entry);
  const events = (await journal.history(entry.id)).map((event) => (codes ? event : hideCodes(event)));
  if (json) {
    const history = events.map(({ at, by, ...event }) => ({
      at: new Date(at).toISOString(),
      by,
      what: event.kind,
      text: describe(event as AttemptEvent),
    }));
    printJson(io, { ...entryJson(shown), history });
    return EXIT.ok;
  }
  const lines = [entryLine(shown, painter(io)), ''];
  for (const { at, by, ...event } of events) {
    lines.push(`${new Date(at).toISOString()}  ${by.padEnd(10)}  ${describe(event as AttemptEvent)}`);
  }
  printLines(io, lines);
  return EXIT.ok;
}

const HIDDEN = '•••';

function hideCodes(event: AttemptEvent): AttemptEvent {
  switch (event.kind) {
    case 'bought':
    case 'surplus':
      return {
        ...event,
        order: { ...event.order, messages: event.order.messages.map(() => ({ code: HIDDEN })) },
      };
    case 'reported':
    case 'cancel-confirmed':
    case 'another-confirmed':
      return {
        ...event,
        report: { ...event.report, messages: event.report.messages.map(() => ({ code: HIDDEN })) },
      };
    default:
      return event;
  }
}

export const masked = (entry: JournalEntry): JournalEntry =>
  entry.order
    ? { ...entry, order: { ...entry.order, messages: entry.order.messages.map(() => ({ code: HIDDEN })) } }
    : entry;

/** What happened, in words; a code that came is in them. */
export function describe(event: AttemptEvent): string {
  switch (event.kind) {
    case 'intent':
      return `about to buy ${event.offer.service} in ${event.offer.country} for ${exact(event.offer.price)}, cap ${exact(event.maxPrice)}`;
    case 'surplus':
      return `one request bought this order, too: ${tame(event.order.id, 40)} ${event.order.phone || 'without a number yet'}`;
    case 'bought':
      return `${event.adopted ? 'found again' : 'bought'}: order ${tame(event.order.id, 40)}, ${event.order.phone || 'no number yet'}, ${exact(event.order.paid)} (${event.order.paidSource === 'vendor' ? "the vendor's word" : 'as quoted'})`;
    case 'refused':
      return `refused: ${event.code}, ${tame(event.message)}`;
    case 'unheard':
      return `no proof either way: ${tame(event.message)}`;
    case 'absent':
      return `proven that nothing was bought: ${tame(event.evidence)}`;
    case 'lost':
      return `charged, and cannot be named: ${tame(event.evidence)}`;
    case 'disputed':
      return `disputed: ${tame(event.evidence)}`;
    case 'reported':
    case 'cancel-confirmed': {
      const { status, messages } = event.report;
      const got = messages.map((message) => codeOf(message) ?? 'a text').join(', ');
      const what = event.kind === 'reported' ? 'the vendor says' : 'cancel confirmed';
      return `${what}: ${status}${got === '' ? '' : `, ${tame(got, 60)}`}`;
    }
    case 'cancel-wanted':
      return `to be cancelled: ${tame(event.why)}${event.insist ? ', until it is over' : ''}`;
    case 'cancel-asked':
      return 'asking the vendor to cancel';
    case 'cancel-refused':
      return `cancel refused: ${tame(event.message)}`;
    case 'another-asked':
      return 'asking the vendor for another SMS';
    case 'another-confirmed':
      return 'the vendor waits for another SMS';
    case 'used':
      return 'the number is in use: its code was asked for';
    case 'finish-asked':
      return 'telling the vendor that we are done';
    case 'charge-seen':
      return `charged ${exact(event.price)}: ${tame(event.evidence)}`;
    case 'refund-seen':
      return `refund seen: ${tame(event.evidence)}`;
    case 'refund-missing':
      return `refund missing: ${tame(event.evidence)}`;
  }
}
