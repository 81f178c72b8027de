import { Life } from '../life.ts';
import { recording } from '../lives.ts';
import type { Random } from '../random.ts';
import type { Stage } from '../stage.ts';
import { Cable } from './cable.ts';
import { Owners } from './owners.ts';
import { SharedStore } from './store.ts';

/** One of the machines, whatever runs on it now. */
export interface Host {
  readonly name: string;
  readonly cable: Cable;
  life: Life | undefined;
  /** It freezes as soon as its next intent is written. */
  isAimedAt: boolean;
}

/** What two machines share, and who of them acts. */
export class World {
  readonly store: SharedStore;
  readonly owners: Owners;
  readonly hosts: readonly Host[];
  readonly aside: Random;
  readonly over = Promise.withResolvers<void>();
  isOver = false;
  /** Who acts, or did last. */
  owner: Host | undefined;
  /** The callers of the latest owner. */
  session: Life | undefined;
  readonly #stage: Stage;
  #runs = 0;
  #spell: { bornAt: number; diedAt: number } | undefined;

  /** @param intentWritten Told of each, before whoever wrote it is. */
  constructor(stage: Stage, intentWritten: (host: Host) => void) {
    this.#stage = stage;
    this.aside = stage.random.apart(101);
    this.owners = new Owners(stage.judge);
    this.store = new SharedStore(recording(stage, 0), stage.clock, {
      took: (providers, fence) => this.owners.took(providers, fence),
      wrote: (provider, fence, kind) => {
        this.owners.wrote(provider, fence, kind);
        if (kind === 'intent' && this.owner) intentWritten(this.owner);
      },
    });
    this.hosts = ['left', 'right'].map((name) => ({
      name,
      cable: new Cable(stage.clock, this.aside),
      life: undefined,
      isAimedAt: false,
    }));
  }

  nextRun(): number {
    this.#runs += 1;
    return this.#runs - 1;
  }

  /** Callers of an earlier owner come to the new one. */
  begin(host: Host): Life {
    this.session?.kill();
    const session = new Life(Number.POSITIVE_INFINITY, this.#stage.clock, () => undefined);
    this.session = session;
    this.owner = host;
    this.#stage.judge.codes.restarted();
    this.upAgain();
    return session;
  }

  finish(): void {
    this.isOver = true;
    this.over.resolve();
  }

  /** From now on nobody can say that an engine was up all the time. */
  disturbed(): void {
    if (this.#spell) this.#spell.diedAt = Math.min(this.#spell.diedAt, this.#stage.clock.monotonic());
    this.#spell = undefined;
  }

  upAgain(): void {
    this.disturbed();
    this.#spell = { bornAt: this.#stage.clock.monotonic(), diedAt: Number.POSITIVE_INFINITY };
    this.#stage.lives.push(this.#spell);
  }
}
