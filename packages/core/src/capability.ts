import type { Provider } from './provider.ts';

/** An operation a vendor may lack. It is there if, and only if, the method is. */
export type Capability =
  | 'cancelOrder'
  | 'finishOrder'
  | 'requestAnotherSms'
  | 'listOpenOrders'
  | 'fetchBalance';

export type Capable<C extends Capability> = Provider & Required<Pick<Provider, C>>;

/** Narrows: after `if (can(provider, 'cancelOrder'))` the call needs no `?.`. */
export function can<C extends Capability>(provider: Provider, capability: C): provider is Capable<C> {
  return typeof provider[capability] === 'function';
}
