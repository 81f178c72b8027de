import { hash } from 'node:crypto';

/** Purchases that an old wire cannot tell apart: of one client, one service, one country. */
export interface PurchaseRequest {
  readonly buyer: string;
  readonly service: string;
  readonly country: string | undefined;
}

const MARK = 'repeatable';

/** Hashed, so that whatever a vendor calls a service fits into a journal's key. */
export function slotOf({ buyer, service, country }: PurchaseRequest): string {
  const digest = hash('sha256', JSON.stringify([service, country]), 'base64url');
  return `${buyer}/${MARK}/${digest.slice(0, 22)}`;
}

/** The slot is in the key, so that the journal alone can tell it. */
export function slotOfKey(key: string): string | undefined {
  const parts = key.split('/');
  return parts.length === 4 && parts[1] === MARK ? parts.slice(0, 3).join('/') : undefined;
}
