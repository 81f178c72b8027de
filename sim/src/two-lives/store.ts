import { type Clock, NumrouteError } from '@numroute/core';
import {
  type AttemptEvent,
  type Holder,
  type Journal,
  type JournalEntry,
  type LeaseTerms,
  needsLease,
} from '@numroute/journal';
import { LEASE_MS } from '@numroute/journal/parts';

/** One account's lease, as the table has it. */
interface Row extends Omit<Holder, 'until'> {
  until: number;
  released: boolean;
  yields: boolean;
}

/** Who is told of what others write. */
interface Listener {
  readonly writer: string;
  tell(entry: JournalEntry, event: AttemptEvent): void;
}

/** What was taken. */
export interface Taken {
  readonly fence: number;
  readonly wasLeft: boolean;
}

/** Sees what is done under which fence, and decides nothing. */
export interface Witness {
  took(providers: readonly string[], fence: number): void;
  /** An act was written. */
  wrote(provider: string, fence: number, kind: string): void;
}

/** What several processes share: a journal and the table of its leases, each question of which is answered at once. */
export class SharedStore {
  readonly #journal: Journal;
  readonly #clock: Pick<Clock, 'now'>;
  readonly #witness: Witness | undefined;
  readonly #rows = new Map<string, Row>();
  readonly #listeners = new Set<Listener>();
  readonly #latest = new Map<string, JournalEntry>();
  #fence = 0;

  /** @param clock The store's own, which no process sets. */
  constructor(journal: Journal, clock: Pick<Clock, 'now'>, witness?: Witness) {
    this.#journal = journal;
    this.#clock = clock;
    this.#witness = witness;
  }

  get journal(): Journal {
    return this.#journal;
  }

  take({ accounts, url, ttlMs = LEASE_MS }: LeaseTerms, owner: string): Taken | Holder {
    const names = Object.values(accounts);
    if (names.length === 0 || new Set(names).size < names.length)
      throw NumrouteError.input('lease.accounts', 'one account or more, and each once');
    if (!(ttlMs > 0)) throw NumrouteError.input('lease.ttlMs', 'milliseconds above 0', String(ttlMs));
    const earlier = [...this.#rows.values()].filter(
      ({ provider, account }) => provider in accounts || names.includes(account),
    );
    const inTheWay = earlier.find((row) => this.#lasts(row));
    if (inTheWay) return holderOf(inTheWay);
    for (const { provider } of earlier) this.#rows.delete(provider);
    this.#fence += 1;
    const [fence, since] = [this.#fence, this.#clock.now()];
    for (const [provider, account] of Object.entries(accounts)) {
      const lease = { provider, account, house: 'main', owner, fence, since, until: since + ttlMs };
      this.#rows.set(provider, {
        ...lease,
        ...(url !== undefined && { url }),
        released: false,
        yields: false,
      });
    }
    this.#witness?.took(Object.keys(accounts), fence);
    return { fence, wasLeft: earlier.some(({ released }) => !released) };
  }

  /** Also what ran out and nobody took. Undefined: somebody else has one of them. */
  renew(fence: number, count: number, ttlMs: number): 'held' | 'yield' | undefined {
    const own = this.#of(fence).filter(({ released }) => !released);
    for (const row of own) row.until = this.#clock.now() + ttlMs;
    if (own.length < count) return undefined;
    return own.some(({ yields }) => yields) ? 'yield' : 'held';
  }

  release(fence: number): void {
    for (const row of this.#of(fence)) {
      row.until = this.#clock.now();
      row.released = true;
    }
  }

  askToYield(): boolean {
    const held = this.#lasting();
    for (const row of held) row.yields = true;
    return held.length > 0;
  }

  holders(): readonly Holder[] {
    return this.#lasting().map(holderOf);
  }

  /** Every lease that is held is over at once. */
  runOut(): void {
    for (const row of this.#lasting()) row.until = this.#clock.now();
  }

  /** An act is looked at and written in one turn, as in one statement. */
  async append(event: AttemptEvent, fence: number, writer: string): Promise<JournalEntry> {
    const provider = this.#providerOf(event);
    const isAct = needsLease(event) && provider !== undefined;
    if (isAct) this.mustHold(provider, fence);
    const entry = await this.#journal.append(event);
    if (isAct) this.#witness?.wrote(provider, fence, event.kind);
    this.#latest.set(entry.id, entry);
    for (const one of this.#listeners) if (one.writer !== writer) one.tell(entry, event);
    return entry;
  }

  listen(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** As it is by now. */
  latest(entry: JournalEntry): JournalEntry {
    return this.#latest.get(entry.id) ?? entry;
  }

  /** @throws {NumrouteError} NOT_OWNER, or UNAVAILABLE where it ran out and nobody took it. */
  mustHold(provider: string, fence: number): void {
    const row = this.#rows.get(provider);
    const isOwn = fence > 0 && row?.fence === fence;
    if (isOwn && this.#lasts(row)) return;
    if (isOwn && !row.released)
      throw new NumrouteError('UNAVAILABLE', `journal: not written: the lease of ${provider} ran out`, {});
    throw new NumrouteError('NOT_OWNER', `${provider}: another process acts here, or none`, { provider });
  }

  /** @throws {NumrouteError} NOT_OWNER */
  mustHoldSome(fence: number): void {
    if (this.#of(fence).some((row) => this.#lasts(row))) return;
    throw new NumrouteError('NOT_OWNER', 'journal: not written: this process holds no lease', {});
  }

  #providerOf(event: AttemptEvent): string | undefined {
    return event.kind === 'intent' ? event.offer.provider : this.#latest.get(event.attempt)?.offer.provider;
  }

  #lasts({ until }: Row): boolean {
    return until > this.#clock.now();
  }

  #lasting(): readonly Row[] {
    return [...this.#rows.values()].filter((row) => this.#lasts(row));
  }

  #of(fence: number): readonly Row[] {
    return [...this.#rows.values()].filter((row) => row.fence === fence);
  }
}

const holderOf = ({ released, yields, ...holder }: Row): Holder => holder;
