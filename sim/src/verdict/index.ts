import { type JournalEntry, transition } from '@numroute/journal';
import type { Progress, Wish } from '../caller.ts';
import type { Sale } from '../counter.ts';
import type { Habits } from '../habits/index.ts';
import type { Judge } from '../judge.ts';
import type { Life } from '../life.ts';
import type { Machine } from '../machine.ts';
import type { Tally } from '../tally.ts';
import type { Vendor } from '../vendor.ts';
import { judgeBurnt } from './burnt.ts';
import { judgeCallers } from './callers.ts';
import { judgeEntry } from './entry.ts';
import { judgeMoney } from './money.ts';
import { Surprises } from './surprises.ts';

export interface Ending {
  readonly judge: Judge;
  readonly vendors: readonly Vendor[];
  readonly entries: readonly JournalEntry[];
  readonly callers: readonly { readonly wish: Wish; readonly progress: Progress }[];
  readonly vanished: (sale: Sale) => boolean;
  readonly habitsOf: (vendor: string) => Habits;
  readonly tally: Tally;
  /** When the engine was up, by the monotonic clock. */
  readonly lives: readonly Pick<Life, 'bornAt' | 'diedAt'>[];
  /** Two lives shared the journal. */
  readonly isDouble: boolean;
  /** From then on nothing broke any more. */
  readonly fairFrom: number;
  /** The wall clock when the monotonic one stood at nought. */
  readonly epoch: number;
  readonly machine: Pick<Machine, 'skewMs' | 'rebootedAt'>;
}

/** The books and the world, side by side, when all is over and every fault has stopped. */
export function judgeEnd(ending: Ending): void {
  for (const vendor of ending.vendors) {
    const surprises = new Surprises(vendor, ending);
    judgeMoney(vendor, surprises, ending);
    for (const entry of ending.entries) {
      if (entry.offer.provider === vendor.id) judgeEntry(entry, vendor, surprises, ending);
    }
    judgeBurnt(vendor, ending);
  }
  judgeCallers(ending);
  judgeJournal(ending);
}

/** The entries are what follows from the events, and nothing else. */
function judgeJournal({ judge, entries }: Ending): void {
  const rebuilt = new Map<string, ReturnType<typeof transition>>();
  for (const event of judge.events) rebuilt.set(event.attempt, transition(rebuilt.get(event.attempt), event));
  for (const { number, ...entry } of entries) {
    if (JSON.stringify(rebuilt.get(entry.id)) === JSON.stringify(entry)) continue;
    judge.accuse('M13 journal', `attempt ${number} is not what its events say`);
  }
}
