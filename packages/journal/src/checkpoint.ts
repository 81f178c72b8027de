import type { Money } from '@numroute/core';

/**
 * An account's balance, read while no purchase, cancel or refund was under way. Later balances are
 * compared with the checkpoint to find out what was charged and what was paid back since.
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
}
