import type { Blow } from './faults.ts';
import type { Habit } from './habits/index.ts';
import type { Harm } from './two-lives/harms.ts';
import type { Kind } from './vendor.ts';

/** Takes a scenario's chances away: what chance alone brings about too rarely is asked for. */
export interface Lean {
  readonly kinds?: readonly Kind[];
  readonly vendors?: number;
  /** These faults of the wire and no others. */
  readonly faults?: readonly string[];
  /** The share of requests that a fault strikes. */
  readonly rate?: number;
  readonly blows?: readonly Blow[];
  readonly habits?: readonly Habit[];
  readonly crashes?: number;
  /** The journal is in real files. */
  readonly files?: boolean;
  readonly budget?: boolean;
  /** Crashes fall within so many crash points. */
  readonly withinPoints?: number;
  readonly downMs?: number;
  readonly callers?: number;
  /** The share of those who want a code. */
  readonly codes?: number;
  /** The user's strategy ranks at random. */
  readonly hostile?: boolean;
  /** Everybody comes within so long. */
  readonly withinMs?: number;
  /** Two machines share one journal. */
  readonly twoLives?: boolean;
  /** These befall the two and no others. */
  readonly harms?: readonly Harm[];
}
