import { hash } from 'node:crypto';

/** Purchases that an old wire cannot tell apart: of one client, one service, one country, and of the same pools. */
export interface PurchaseRequest {
  readonly buyer: string;
  readonly service: string;
  readonly country: string | undefined;
  /** Where its client chose of pools: what it said of them, or the one it named. */
  readonly pool?: string | undefined;
}

const MARK = 'repeatable';

/** Hashed, so that whatever a vendor calls a service fits into a journal's key. */
export function slotOf({ buyer, service, country, pool }: PurchaseRequest): string {
  const wished = [service, country, ...(pool === undefined ? [] : [pool])];
  const digest = hash('sha256', JSON.stringify(wished), 'base64url');
  return `${buyer}/${MARK}/${digest.slice(0, 22)}`;
}

/** The slot is in the key, so that the journal alone can tell it. */
export function slotOfKey(key: string): string | undefined {
  const parts = key.split('/');
  return parts.length === 4 && parts[1] === MARK ? parts.slice(0, 3).join('/') : undefined;
}
