import type { Money } from './money.ts';
import type { Offers, Query } from './offer.ts';
import type { OrderReport, Receipt } from './order.ts';
import type { NumberFault, Period } from './provider.ts';

/** What a customer of a shop orders, in our words. */
export interface ShopOrder {
  readonly service: string;
  /** Absent: any. A dialect that lets its clients say "any" leaves it out. */
  readonly country?: string;
  /** The pool to buy of, as offers name it. Empty: only offers without a pool. Absent: any pool. */
  readonly pool?: string;
  /** In the shop's currency. */
  readonly maxPrice?: Money;
  /** Nothing cheaper is sold. In the shop's currency. */
  readonly minPrice?: Money;
  /** The client's own name of the purchase. */
  readonly attempt?: string;
}

/**
 * The seller's side, for one customer: what a dialect's server half talks to. The sandbox's
 * simulated market is one, a router over real providers is another.
 *
 * Every method rejects with a `NumrouteError` whose code the dialect turns into its own word.
 */
export interface Shop {
  /**
   * What is for sale.
   *
   * @param need `tiers: false`: of each service in each country the cheapest price will do.
   */
  listOffers(query: Query, need?: { readonly tiers: boolean }): Promise<Offers>;
  /** @throws {NumrouteError} OUT_OF_STOCK, PRICE_ABOVE_LIMIT, INSUFFICIENT_FUNDS, REJECTED */
  purchase(order: ShopOrder): Promise<Receipt>;
  /** @throws {NumrouteError} UNKNOWN_ORDER */
  fetchOrder(id: string): Promise<OrderReport>;
  /** @throws {NumrouteError} WRONG_STATE, UNKNOWN_ORDER */
  cancelOrder(id: string): Promise<OrderReport>;
  /** As `cancelOrder`, for a number that is bad. */
  rejectNumber(id: string, fault: NumberFault): Promise<OrderReport>;
  /** @throws {NumrouteError} WRONG_STATE, UNKNOWN_ORDER */
  finishOrder(id: string): Promise<OrderReport>;
  /** @throws {NumrouteError} WRONG_STATE, UNKNOWN_ORDER */
  requestAnotherSms(id: string): Promise<OrderReport>;
  /** Every order of the account that is not over. */
  listOpenOrders(): Promise<readonly OrderReport[]>;
  /**
   * By the client's own name of its purchase. Absent in a shop that keeps none.
   *
   * @throws {NumrouteError} UNKNOWN_ORDER
   */
  findOrder?(attempt: string): Promise<OrderReport>;
  /** The orders bought within the period that are over, the oldest first. Absent in a shop that keeps no history. */
  listHistory?(period: Period): Promise<readonly OrderReport[]>;
  /** What the account holds. */
  fetchBalance(): Promise<Money>;
}

/** Opens the shop to a customer's key; undefined for a key that nobody holds. Empty: somebody without one asks what everybody is told. */
export type Door = (key: string) => Shop | undefined;
