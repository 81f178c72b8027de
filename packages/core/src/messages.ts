import { codeOf } from './code.ts';
import type { Message } from './order.ts';

/** Fifty against fifty. More are only compared word for word: no list of a stranger may take long to read. */
const MOST_PAIRS = 2_500;

/**
 * What is known after a report told `said`: the fewest messages that account for all that was told.
 * One SMS is worded differently by a vendor's list and its status, so two messages are one unless
 * something that both tell differs; the richer of them stays, in its place. Within one report each
 * entry is an SMS of its own, so the same code twice in a list is two.
 *
 * Not decidable, and then taken for one SMS: a code that was sent twice, by a vendor that tells only
 * the newest, without an id or a time, and was not seen waiting in between; the text of one SMS and the
 * code of another, if the text holds that code. In which order several new ones came is the report's
 * word. The same `had` comes back where nothing was added.
 *
 * @param awaited The vendor was seen waiting: if it then tells one, that is new, also word for word.
 */
export function mergeMessages(
  had: readonly Message[],
  said: readonly Message[],
  { awaited = false }: { readonly awaited?: boolean } = {},
): readonly Message[] {
  const [newest, ...more] = said;
  if (!newest) return had;
  // Who tells several tells the old ones, too.
  if (awaited && more.length === 0 && !isProvenOld(had, newest)) return [...had, newest];
  const places = match(had, said);
  const messages = [...had];
  let changed = false;
  for (const [position, message] of said.entries()) {
    const place = places[position];
    const known = place === undefined ? undefined : had[place];
    if (place !== undefined && known && holds(known, message)) continue;
    changed = true;
    if (place === undefined) messages.push(message);
    else if (known) messages[place] = unite(known, message);
  }
  return changed ? messages : had;
}

/** Whether an id or a time proves that the message is one of those known. */
function isProvenOld(had: readonly Message[], newest: Message): boolean {
  return had.some(
    (known) =>
      isForgotten(known) ||
      (isSame(known, newest) && (isEqual(known, newest, 'id') || isEqual(known, newest, 'receivedAt'))),
  );
}

const FORGOTTEN = /^forgotten-\d+$/;

/** What is kept of an order's message once its text is no longer needed: that it came. */
export function forgottenMessage(position: number): Message {
  return { id: `forgotten-${position}` };
}

/** Nobody can tell any more what it said. */
function isForgotten({ id = '', code, text }: Message): boolean {
  return code === undefined && text === undefined && FORGOTTEN.test(id);
}

/** By the position in `said`, the position in `had`: as many pairs as there can be, each message in one. */
function match(had: readonly Message[], said: readonly Message[]): readonly (number | undefined)[] {
  const places: (number | undefined)[] = said.map(() => undefined);
  const takenBy = new Map<number, number>();
  const take = (position: number, place: number): void => {
    places[position] = place;
    takenBy.set(place, position);
  };

  const exact = new Map<string, number[]>();
  for (const [place, message] of had.entries()) {
    const key = wordsOf(message);
    const alike = exact.get(key);
    if (alike) alike.push(place);
    else exact.set(key, [place]);
  }
  // The newest stand last: who tells fewer than are known tells the last of them, who tells more begins at the first.
  const offset = Math.max(0, had.length - said.length);
  const inOrder = said.length > had.length ? [...said.keys()] : [...said.keys()].reverse();
  for (const position of inOrder) {
    const place = exact.get(wordsOf(said[position] ?? {}))?.pop();
    if (place !== undefined) take(position, place);
  }
  if (said.length * had.length > MOST_PAIRS) return places;

  const find = (
    position: number,
    fits: (known: Message, message: Message) => boolean,
    tried: Set<number>,
  ): boolean => {
    const message = said[position] ?? {};
    const candidates = [...had.keys()]
      .filter((place) => fits(had[place] ?? {}, message))
      .sort((left, right) => Math.abs(left - position - offset) - Math.abs(right - position - offset));
    for (const free of [true, false]) {
      for (const place of candidates) {
        const holder = takenBy.get(place);
        if (tried.has(place) || (holder === undefined) !== free) continue;
        tried.add(place);
        if (holder !== undefined && !find(holder, fits, tried)) continue;
        take(position, place);
        return true;
      }
    }
    return false;
  };
  // What says nothing beyond what is known is looked for first: a report that was read before changes nothing.
  for (const fits of [holds, isSame]) {
    for (const position of inOrder) {
      if (places[position] === undefined) find(position, fits, new Set());
    }
  }
  return places;
}

function wordsOf({ id, text, code, receivedAt, from }: Message): string {
  return JSON.stringify([id, text, code, receivedAt, from]);
}

/** Nothing that both tell differs, and something that tells SMS apart is the same. */
function isSame(known: Message, message: Message): boolean {
  if (isForgotten(known)) return !isForgotten(message) || known.id === message.id;
  if (differ(known, message, 'id') || differ(known, message, 'code')) return false;
  if (differ(known, message, 'receivedAt')) return false;
  // A text that grew is still the message of its id.
  if (isEqual(known, message, 'id')) return true;
  if (differ(known, message, 'text')) return false;
  if (isEqual(known, message, 'text') || isEqual(known, message, 'code')) return true;
  const code = codeOf(known);
  if (code !== undefined) return code === codeOf(message);
  return wordsOf(known) === wordsOf(message);
}

/** The same, and told completely. */
function holds(known: Message, message: Message): boolean {
  if (!isSame(known, message)) return false;
  return isForgotten(known) || facts.every((fact) => !isTold(message, fact) || isTold(known, fact));
}

/** What was heard first stays as it was heard. */
function unite(known: Message, message: Message): Message {
  const added = facts.filter((fact) => isTold(message, fact) && !isTold(known, fact));
  return { ...known, ...Object.fromEntries(added.map((fact) => [fact, message[fact]])) };
}

type Fact = keyof Message;

/** A fact that is added to a message must be added here. */
const everyFact: Readonly<Record<Fact, true>> = {
  id: true,
  text: true,
  code: true,
  from: true,
  receivedAt: true,
};
const facts = Object.keys(everyFact) as readonly Fact[];

function isTold(message: Message, fact: Fact): boolean {
  return factOf(message, fact) !== undefined;
}

function isEqual(left: Message, right: Message, fact: Fact): boolean {
  return isTold(left, fact) && factOf(left, fact) === factOf(right, fact);
}

function differ(left: Message, right: Message, fact: Fact): boolean {
  return isTold(left, fact) && isTold(right, fact) && factOf(left, fact) !== factOf(right, fact);
}

/** Sites trim and wrap one text differently in different replies, and leave it empty where they have none. */
function factOf(message: Message, fact: Fact): string | number | undefined {
  if (fact === 'receivedAt') return message.receivedAt;
  const told = message[fact];
  return (fact === 'text' ? told?.replace(/\s+/g, ' ').trim() : told) || undefined;
}
