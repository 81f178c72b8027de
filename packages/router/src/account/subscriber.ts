import type { JournalEntry } from '@numroute/journal';
import type { Account } from './account.ts';
import type { Change } from './order-log.ts';

/** Acts on what is written about orders, at any account. The router says in which order subscribers are told. */
export interface Subscriber {
  changed(account: Account, change: Change): void;
  /** An earlier run left the entry unfinished: a crash may fall between a change and what follows from it. */
  left?(account: Account, entry: JournalEntry): void;
}
