import { codeOf, formatMoney, NumrouteError, type OrderRef } from '@numroute/core';
import type { JournalEntry } from '@numroute/router';
import type { App } from '../compose.ts';
import { EXIT } from '../exit-codes.ts';
import { exact } from '../format.ts';
import { type Io, painter, printJson, tame } from '../io.ts';
import { wrap } from '../table.ts';

type Paint = ReturnType<typeof painter>;

/** `arzancell/3762` */
export function parseOrder(text: string): OrderRef {
  const slash = text.indexOf('/');
  if (slash > 0 && slash < text.length - 1) {
    return { provider: text.slice(0, slash), id: text.slice(slash + 1) };
  }
  throw NumrouteError.input('<order>', 'provider and id as `numroute orders` shows them: arzancell/3762');
}

/** What is open and paid, and what may have been. */
export async function orders(io: Io, { router }: App, json: boolean): Promise<number> {
  const entries = await router.attempts({
    states: ['open', 'delivered', 'sending', 'unknown', 'lost', 'disputed'],
  });
  // A lost purchase whose money came back, or never will, is over.
  const shown = entries.filter(({ money }) => money !== 'returned' && money !== 'missing');
  if (json) {
    printJson(io, { entries: shown });
    return EXIT.ok;
  }
  const paint = painter(io);
  const lines = shown.flatMap((entry) =>
    entry.order ? [orderLine(entry, paint)] : doubtLines(entry, paint),
  );
  if (lines.length === 0) lines.push('Nothing is open.');
  io.stdout.write(`${lines.join('\n')}\n`);
  return EXIT.ok;
}

function orderLine({ order, cancel }: JournalEntry, paint: Paint): string {
  if (!order) return '';
  const { provider, id, phone, service, country, paid, status, messages } = order;
  const codes = messages.map(codeOf).filter((code) => code !== undefined);
  const tail = codes.length > 0 ? `code ${tame(codes.join(', '), 40)}` : 'no code yet';
  const asked = cancel ? `; cancel ${cancel.step}` : '';
  return `${paint('bold', `${provider}/${tame(id, 40)}`)}  ${phone}  ${service} ${country}  ${exact(paid)}  ${status}, ${tail}${asked}`;
}

const doubts: Readonly<Record<string, string>> = {
  sending: 'It may have been charged. Nothing more is bought at that account.',
  unknown: 'It may have been charged. Nothing more is bought at that account.',
  lost: 'It was charged, and its number is not known. The money comes back if the vendor refunds what expires.',
  disputed: 'The evidence contradicts itself.',
};

function doubtLines({ number, offer, sentAt, state, reason }: JournalEntry, paint: Paint): string[] {
  const when = new Date(sentAt).toISOString();
  const why = reason === undefined ? '' : ` Known: ${tame(reason, 200)}.`;
  const text = `#${number} ${state}: a purchase of ${offer.service} at ${offer.provider} for ${formatMoney(offer.price)}, sent ${when}. ${doubts[state]}${why} Look there, then: numroute settle ${number}`;
  return wrap(text).map((line) => paint('yellow', line));
}

/** Gives up one order of the journal. */
export async function cancel(io: Io, { router }: App, ref: OrderRef): Promise<number> {
  const order = await router.cancel(ref, { signal: io.signal });
  const code = order.messages.map(codeOf).find((one) => one !== undefined);
  io.stdout.write(
    code === undefined
      ? `Order ${ref.provider}/${tame(ref.id, 40)} is ${order.status}; refund ${order.refund}.\n`
      : `A code had come: ${tame(code, 40)}. The order is ${order.status}.\n`,
  );
  return EXIT.ok;
}
