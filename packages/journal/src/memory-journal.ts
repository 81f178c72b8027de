import { NumrouteError } from '@numroute/core';
import { type AttemptEvent, ENDED, transition } from './attempt/index.ts';
import { forgetPerson, tellsPerson } from './attempt/redact.ts';
import type { Checkpoint } from './checkpoint.ts';
import type { Journal, JournalEntry, WantRecord } from './contract.ts';
import { MemoryCounts } from './counting/memory-counts.ts';
import { checkMost, fits, ruleBroken } from './rules.ts';

/**
 * A journal that ends with the process: after a crash nobody knows what was bought, and paid orders
 * become orphans. For tests, and for whoever says that this is all right.
 *
 * @throws {NumrouteError} INVALID_INPUT Without that consent.
 */
export function memoryJournal(consent: { readonly acceptOrphans: true }): Journal {
  if (consent?.acceptOrphans !== true) {
    throw NumrouteError.input(
      'memoryJournal',
      '{ acceptOrphans: true }: it forgets paid orders in a crash; sqliteJournal does not',
    );
  }
  const entries = new Map<string, JournalEntry>();
  const byNumber: string[] = [];
  const busy = new Set<string>();
  const orders = new Map<string, string>();
  const wants = new Map<string, WantRecord>();
  const keys = new Map<string, string>();
  const events: AttemptEvent[] = [];
  const anchors = new Map<string, Checkpoint>();
  const notes = new Map<string, string>();
  const counts = new MemoryCounts();

  const keep = (entry: JournalEntry): void => {
    const { id, order } = entry;
    entries.set(id, entry);
    if (ENDED.includes(entry.state)) busy.delete(id);
    else busy.add(id);
    if (!order) return;
    const name = JSON.stringify([order.provider, order.id]);
    // A vendor may give an id out again: the name stays the newer order's, whatever is still told of the older.
    const holder = entries.get(orders.get(name) ?? '');
    if (!holder || holder.number <= entry.number) orders.set(name, id);
  };
  const check = (next: JournalEntry): void => {
    for (const id of busy) {
      const other = entries.get(id);
      const broken = other && other.id !== next.id ? ruleBroken(next, other) : undefined;
      if (broken) throw new NumrouteError('WRONG_STATE', `journal: not written: ${broken}`, {});
    }
  };
  const wantOf = ({ want }: JournalEntry): WantRecord | undefined =>
    want === undefined ? undefined : wants.get(want);

  return {
    openWant: async (want) => {
      const earlier = want.key === undefined ? undefined : keys.get(want.key);
      const known = earlier === undefined ? undefined : wants.get(earlier);
      if (known) return known;
      wants.set(want.id, want);
      if (want.key !== undefined) keys.set(want.key, want.id);
      return want;
    },
    append: async (event) => {
      const before = entries.get(event.attempt);
      const number = before?.number ?? byNumber.length + 1;
      const next: JournalEntry = { ...transition(before, event), number };
      if (next.state !== before?.state) check(next);
      events.push(event);
      if (!before) byNumber.push(next.id);
      keep(next);
      counts.note(next, next.want === undefined ? undefined : wants.get(next.want)?.buyer);
      return next;
    },
    findAttempt: async (id) => entries.get(id),
    findNumber: async (number) => entries.get(byNumber[number - 1] ?? ''),
    findOrder: async ({ provider, id }) => entries.get(orders.get(JSON.stringify([provider, id])) ?? ''),
    findWant: async (id) => wants.get(id),
    list: async (filter) => {
      checkMost(filter);
      const { states, after = 0, newestFirst, most } = filter;
      const ids = states?.every((state) => !ENDED.includes(state)) ? [...busy] : byNumber.slice(after);
      return ids
        .flatMap((id) => entries.get(id) ?? [])
        .filter((entry) => fits(entry, wantOf(entry), filter))
        .sort((left, right) => (newestFirst ? right.number - left.number : left.number - right.number))
        .slice(0, most);
    },
    spent: async (filter) => counts.spent(filter),
    outcomes: async (filter) => counts.outcomes(filter),
    history: async (attempt) => events.filter((event) => event.attempt === attempt),
    writeCheckpoint: async (provider, anchor) => {
      anchors.set(provider, anchor);
    },
    readCheckpoint: async (provider) => anchors.get(provider),
    writeNote: async (name, text) => {
      if (text === undefined) notes.delete(name);
      else notes.set(name, text);
    },
    readNotes: async (prefix) =>
      new Map(
        [...notes]
          .filter(([name]) => name.startsWith(prefix))
          .sort(([left], [right]) => (left < right ? -1 : 1)),
      ),
    forget: async (endedBefore) => {
      const old = new Set(
        [...entries.values()]
          .filter((entry) => tellsPerson(entry) && !busy.has(entry.id) && entry.since < endedBefore)
          .map(({ id }) => id),
      );
      const places = new Map([...old].map((id): [string, number[]] => [id, []]));
      for (const [position, { attempt }] of events.entries()) places.get(attempt)?.push(position);
      for (const [id, positions] of places) {
        const forgotten = forgetPerson(positions.flatMap((position) => events[position] ?? []));
        for (const [nth, event] of forgotten.events.entries())
          events.splice(positions[nth] ?? events.length, 1, event);
        const number = entries.get(id)?.number;
        if (forgotten.record && number !== undefined) keep({ ...forgotten.record, number });
      }
      return old.size;
    },
    exportLines: async function* () {
      for (const [position, event] of events.entries()) yield JSON.stringify({ seq: position + 1, ...event });
    },
  };
}
