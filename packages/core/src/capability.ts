import type { Provider } from './provider.ts';

/** An operation a vendor may lack. It is there if, and only if, the method is. */
export type Capability =
  | 'cancelOrder'
  | 'rejectNumber'
  | 'finishOrder'
  | 'requestAnotherSms'
  | 'listOpenOrders'
  | 'findOrder'
  | 'listHistory'
  | 'fetchBalance';

/** A provider that has the capability, and so its method. */
export type Capable<C extends Capability> = Provider & Required<Pick<Provider, C>>;

/**
 * Whether the vendor's balance proves what a purchase cost, that none was made, and that a refund came:
 * it is told, and it moves at the purchase.
 */
export function balanceProves(provider: Provider): provider is Capable<'fetchBalance'> {
  return can(provider, 'fetchBalance') && provider.manifest.traits.charges !== 'delivery';
}

/** Narrows: after `if (can(provider, 'cancelOrder'))` the call needs no `?.`. */
export function can<C extends Capability>(provider: Provider, capability: C): provider is Capable<C> {
  return typeof provider[capability] === 'function';
}
