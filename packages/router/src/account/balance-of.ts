import { can, type Money, type Provider } from '@numroute/core';
import { unsupported } from './unsupported.ts';

/** @throws {NumrouteError} UNSUPPORTED The vendor tells no balance. What `fetchBalance` throws. */
export async function balanceOf(provider: Provider, signal: AbortSignal): Promise<Money> {
  if (!can(provider, 'fetchBalance')) throw unsupported(provider.manifest.id, 'fetchBalance');
  return await provider.fetchBalance({ signal });
}
