import { codeOf, formatMoney, NumrouteError, type OrderRef } from '@numroute/core';
import type { Journal } from '@numroute/router';
import type { App } from '../compose.ts';
import { EXIT } from '../exit-codes.ts';
import { exact } from '../format.ts';
import { type Io, painter, printJson, tame } from '../io.ts';
import { wrap } from '../table.ts';

/** Without a journal in the config there is nothing to remember orders by. */
function journalOf({ journal }: App): Journal {
  if (journal) return journal;
  throw NumrouteError.input(
    'journal',
    'a file for it in the config, such as "journal": "numroute.sqlite"; without one nothing is remembered',
  );
}

/** `arzancell/3762` */
export function parseOrder(text: string): OrderRef {
  const slash = text.indexOf('/');
  if (slash > 0 && slash < text.length - 1) {
    return { provider: text.slice(0, slash), id: text.slice(slash + 1) };
  }
  throw NumrouteError.input('<order>', 'provider and id as `numroute orders` shows them: arzancell/3762');
}

/** What is open and paid, and what may have been. */
export async function orders(io: Io, app: App, json: boolean): Promise<number> {
  const journal = journalOf(app);
  const [open, unresolved] = [await journal.listOpenOrders(), await journal.listUnresolved()];
  if (json) {
    printJson(io, { open, unresolved });
    return EXIT.ok;
  }
  const paint = painter(io);
  const lines: string[] = open.map((order) => {
    const { provider, id, phone, service, country, paid, status, messages } = order;
    const codes = messages.map(codeOf).filter((code) => code !== undefined);
    const tail = codes.length > 0 ? `code ${tame(codes.join(', '), 40)}` : 'no code yet';
    return `${paint('bold', `${provider}/${tame(id, 40)}`)}  ${phone}  ${service} ${country}  ${exact(paid)}  ${status}, ${tail}`;
  });
  for (const { offer, at } of unresolved) {
    const when = new Date(at).toISOString();
    const text = `Unresolved: a purchase of ${offer.service} at ${offer.provider} for ${formatMoney(offer.price)}, sent ${when}. It may have been charged; look there. Nothing more is bought at that account.`;
    lines.push(...wrap(text).map((line) => paint('yellow', line)));
  }
  if (lines.length === 0) lines.push('Nothing is open.');
  io.stdout.write(`${lines.join('\n')}\n`);
  return EXIT.ok;
}

/** Gives up one order of the journal. */
export async function cancel(io: Io, app: App, ref: OrderRef): Promise<number> {
  journalOf(app);
  const order = await app.router.cancel(ref, { signal: io.signal });
  const code = order.messages.map(codeOf).find((one) => one !== undefined);
  io.stdout.write(
    code === undefined
      ? `Order ${ref.provider}/${tame(ref.id, 40)} is ${order.status}; refund ${order.refund}.\n`
      : `A code had come: ${tame(code, 40)}. The order is ${order.status}.\n`,
  );
  return EXIT.ok;
}
