import type { Money } from '@numroute/core';

/**
 * An account's balance, read while no purchase, cancel or refund was under way, and what was charged and
 * paid back for certain since. Later balances are compared with the checkpoint to find out the rest.
 */
export interface Checkpoint {
  readonly balance: Money;
  /** When the balance was read, milliseconds since 1970. */
  readonly at: number;
  /** Attempts that were open at the checkpoint: charged, and refundable. */
  readonly held: readonly string[];
  /** Attempts whose refund was overdue at the checkpoint. The refund may still come. */
  readonly overdue?: readonly string[];
  /**
   * The latest attempt at a checkpoint at which money was missing that no attempt explains. Somebody else
   * may have bought at the account, and a refund to them after the checkpoint may hide a charge.
   */
  readonly shaken?: string;
  /** The highest attempt number of the account at the checkpoint. Numbers only rise; clocks do not. */
  readonly through: number;
  /**
   * Attempts up to `through` that the balance knows nothing of: what they move was not certain when the
   * checkpoint was carried past them. Absent where the balance is the one that was read.
   */
  readonly apart?: readonly string[];
  /** What the latest reading left that nothing explained. Absent: something has explained every reading since. */
  readonly unexplained?: Unexplained;
}

/** What a balance that nothing explained leaves to be explained. */
export interface Unexplained {
  /** How far the balance was from the checkpoint's, without what was certain. Below zero: money was missing. */
  readonly moved: Money;
  /** Attempts of which it was not certain then what they had moved. */
  readonly among: readonly string[];
}
