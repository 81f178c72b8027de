import { codeOf, NumrouteError } from '@numroute/core';
import type { AttemptEvent, JournalEntry, Settlement } from '@numroute/router';
import type { App } from '../compose.ts';
import { entryLines, type Named } from '../entry-lines.ts';
import { EXIT } from '../exit-codes.ts';
import { exact } from '../format.ts';
import { type Io, painter, printJson, tame } from '../io.ts';
import { journalOf } from './orders.ts';

async function find(app: App, named: Named): Promise<JournalEntry> {
  const journal = journalOf(app);
  const entry = 'ref' in named ? await journal.findOrder(named.ref) : await journal.findNumber(named.number);
  if (entry) return entry;
  throw NumrouteError.input(
    '<order>',
    'an order of the journal; `numroute orders` and `numroute orders export` show them',
  );
}

/** The audit trail of one order: what happened, when, and on whose behalf. No code unless asked for. */
export async function show(
  io: Io,
  app: App,
  named: Named,
  { json, codes }: { readonly json: boolean; readonly codes: boolean },
): Promise<number> {
  const entry = await find(app, named);
  const events = (await journalOf(app).history(entry.id)).map((event) => (codes ? event : hideCodes(event)));
  if (json) {
    printJson(io, {
      number: entry.number,
      state: entry.state,
      money: entry.money,
      cancel: entry.cancel,
      events,
    });
    return EXIT.ok;
  }
  const lines = [...entryLines(codes ? entry : masked(entry), painter(io)), ''];
  for (const { at, by, ...event } of events) {
    lines.push(`${new Date(at).toISOString()}  ${by.padEnd(10)}  ${describe(event as AttemptEvent)}`);
  }
  io.stdout.write(`${lines.join('\n')}\n`);
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

const masked = (entry: JournalEntry): JournalEntry =>
  entry.order
    ? { ...entry, order: { ...entry.order, messages: entry.order.messages.map(() => ({ code: HIDDEN })) } }
    : entry;

function describe(event: AttemptEvent): string {
  switch (event.kind) {
    case 'intent':
      return `about to buy ${event.offer.service} in ${event.offer.country} for ${exact(event.offer.price)}, cap ${exact(event.maxPrice)}`;
    case 'surplus':
      return `one request bought this order, too: ${tame(event.order.id, 40)} ${event.order.phone}`;
    case 'bought':
      return `${event.adopted ? 'found again' : 'bought'}: order ${tame(event.order.id, 40)}, ${event.order.phone}, ${exact(event.order.paid)} (${event.order.paidSource === 'vendor' ? "the vendor's word" : 'as quoted'})`;
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

export interface CancelFlags {
  readonly wait?: boolean;
}

/** Gives up one order of the journal; with `wait`, until it is over. */
export async function cancel(io: Io, app: App, named: Named, { wait = false }: CancelFlags): Promise<number> {
  const { router } = app;
  const { order: ref } = await find(app, named);
  if (!ref)
    throw NumrouteError.input(
      '<order>',
      'an order with an id; an attempt without one is settled: numroute settle',
    );
  let order = ref;
  try {
    order = await router.cancel(ref, { signal: io.signal, insist: wait });
  } catch (error) {
    if (!wait || !NumrouteError.is(error, 'WRONG_STATE')) throw error;
    io.stderr.write(
      'The vendor does not cancel it yet; asking again until it is over. Ctrl-C leaves it to `numroute recover`.\n',
    );
    for await (const latest of router.watch(ref, { signal: io.signal, until: 'closed' })) order = latest;
  }
  const code = order.messages.map(codeOf).find((one) => one !== undefined);
  const name = `${ref.provider}/${tame(ref.id, 40)}`;
  io.stdout.write(
    code === undefined
      ? `Order ${name} is ${order.status}; refund ${order.refund}.\n`
      : `A code had come: ${tame(code, 40)}. The order is ${order.status}.\n`,
  );
  return order.status === 'open' ? EXIT.moneyMayHaveMoved : EXIT.ok;
}

export interface SettleFlags {
  readonly absent?: boolean;
  readonly lost?: boolean;
  readonly refunded?: boolean;
  readonly notRefunded?: boolean;
  readonly found?: string;
  readonly phone?: string;
  readonly evidence?: string;
}

/** @throws {NumrouteError} INVALID_INPUT Not exactly one finding, or one without what it needs. */
export function parseSettlement(flags: SettleFlags): Settlement {
  const kinds = (['absent', 'lost', 'refunded', 'notRefunded'] as const).filter((kind) => flags[kind]);
  const [kind, ...others] = kinds;
  if (flags.found !== undefined && kind === undefined) {
    const { found: id, phone = '' } = flags;
    if (!/^\+\d{5,15}$/.test(phone)) {
      throw NumrouteError.input(
        '--phone',
        "the order's number in full, such as +3725550001",
        JSON.stringify(phone),
      );
    }
    return { kind: 'found', id, phone };
  }
  if (kind === undefined || others.length > 0 || flags.found !== undefined) {
    throw NumrouteError.input(
      'settle',
      'one of --absent, --lost, --refunded, --not-refunded or --found <id> --phone <number>',
    );
  }
  const { evidence = '' } = flags;
  if (evidence.trim() === '') {
    throw NumrouteError.input(
      '--evidence',
      'what you saw and where, for the record, such as "order history of 2026-11-24: empty"',
    );
  }
  return { kind: kind === 'notRefunded' ? 'not-refunded' : kind, evidence };
}

/** Writes down what a person found out on the vendor's site. */
export async function settle(io: Io, app: App, number: number, settlement: Settlement): Promise<number> {
  const before = await find(app, { number });
  // What an earlier process was sending is in doubt, and can be settled once that is written down.
  if (before.state === 'sending') await app.router.recover({ signal: io.signal });
  const entry = await app.router.settle(number, settlement);
  io.stdout.write(`${entryLines(entry, painter(io)).join('\n')}\n`);
  return EXIT.ok;
}
