import type { Orders } from '../orders/orders.ts';
import type { ClientSettings } from './settings.ts';

/** A client that was added while the gateway ran. */
export interface KeptClient {
  readonly settings: ClientSettings;
  /** Milliseconds since 1970. */
  readonly addedAt: number;
  /** It holds no token any more. Kept, because its id is in the journal and must never be another's. */
  readonly revokedAt?: number;
}

const PREFIX = 'client/';

/** The clients that the journal remembers, by their ids. */
export class KeptClients {
  readonly #notes: Pick<Orders, 'readNotes' | 'writeNote'>;

  constructor(notes: Pick<Orders, 'readNotes' | 'writeNote'>) {
    this.#notes = notes;
  }

  async read(): Promise<ReadonlyMap<string, KeptClient>> {
    const notes = await this.#notes.readNotes(PREFIX);
    return new Map(
      [...notes].map(([name, text]) => [name.slice(PREFIX.length), JSON.parse(text) as KeptClient]),
    );
  }

  /** On the disk when it resolves. */
  async write(kept: KeptClient): Promise<void> {
    await this.#notes.writeNote(`${PREFIX}${kept.settings.id}`, JSON.stringify(kept));
  }
}
