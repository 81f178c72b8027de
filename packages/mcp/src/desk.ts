import type { Clock, Money } from '@numroute/core';
import type { ClientShop, ShopWindow } from '@numroute/gateway/shop';
import type { Buying } from './buying.ts';
import type { Quotes } from './quotes.ts';

/** When the user is asked before money is spent. It is a courtesy: no answer of a host proves a person. */
export type Confirm = 'required' | 'when-possible' | 'never';

/** The names of all tools, in the order in which they are listed. */
export const TOOLS = [
  'compare_prices',
  'buy_number',
  'wait_for_code',
  'cancel_order',
  'request_another_code',
  'list_orders',
  'get_balance',
] as const;

/** One of `TOOLS`. */
export type ToolName = (typeof TOOLS)[number];

/** What is done to nothing. */
export const READING: readonly ToolName[] = ['compare_prices', 'wait_for_code', 'list_orders', 'get_balance'];

/** Where one client's agents are served. */
export interface Desk {
  readonly clock: Clock;
  readonly quotes: Quotes;
  /** Seals what the host brings back of a question. */
  readonly stateKey: Uint8Array;
  /** Those that are listed. */
  readonly tools: readonly ToolName[];
  readonly confirm: Confirm;
  /** Up to so much nobody is asked. @default nothing */
  readonly confirmAbove?: Money;
  /** Said of what is not the caller's doing. */
  readonly onError: (error: unknown) => void;
  /** Counts a call. @throws {NumrouteError} RATE_LIMITED */
  pass(): Promise<void>;
  /** For prices alone. */
  window(): Promise<ShopWindow>;
  /** @throws {NumrouteError} INVALID_INPUT The journal has another owner. */
  open(): Promise<{ readonly shop: ClientShop; readonly buying: Buying }>;
}
