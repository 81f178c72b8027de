import type { Wish } from './resources.ts';

/** A purchase whose answer is not here yet. Sent again under its key, it buys nothing more. */
export interface Pending {
  readonly key: string;
  /** Keys are each client's own. */
  readonly client: string;
  readonly wish: Wish;
  readonly at: number;
}

const PENDING = 'numroute.purchases';

/** Written before a purchase is sent, so that a reload in between cannot lose its key. */
export function remember(pending: Pending): void {
  write([...all(), pending]);
}

export function settled(key: string): void {
  write(all().filter((pending) => pending.key !== key));
}

export function pendingOf(client: string): readonly Pending[] {
  return all().filter((pending) => pending.client === client);
}

/** Not `randomUUID`, which plain http in a local network has not. */
export function newKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('');
}

function all(): readonly Pending[] {
  try {
    const read: unknown = JSON.parse(sessionStorage.getItem(PENDING) ?? '[]');
    return Array.isArray(read) ? (read as Pending[]) : [];
  } catch {
    return [];
  }
}

function write(list: readonly Pending[]): void {
  sessionStorage.setItem(PENDING, JSON.stringify(list));
}
