import { type Clock, Slices } from '@numroute/core';
import { type Journal, pagesOf } from '@numroute/journal';
import type { WideBelief } from '../value/beliefs.ts';
import { reached } from '../value/curve.ts';
import { type Learning, REMEMBERED_MS } from './learning.ts';
import { AGES, TrackSum, type VendorBelief, type VendorRecord } from './track-record.ts';

/** What each account's purchases have come to, of the last 60 days. */
export class TrackRecords {
  readonly #journal: Pick<Journal, 'list'>;
  readonly #clock: Clock;
  readonly #learning: Learning;
  /** Readings that are under way: whoever asks for the same shares it. */
  readonly #readings = new Map<string, Promise<VendorRecord>>();

  constructor(journal: Pick<Journal, 'list'>, clock: Clock, learning: Learning) {
    this.#journal = journal;
    this.#clock = clock;
    this.#learning = learning;
  }

  of(provider: string): Promise<VendorRecord> {
    let reading = this.#readings.get(provider);
    if (!reading) {
      reading = this.#read(provider).finally(() => this.#readings.delete(provider));
      this.#readings.set(provider, reading);
    }
    return reading;
  }

  async #read(provider: string): Promise<VendorRecord> {
    const since = this.#clock.now() - REMEMBERED_MS;
    const all = new TrackSum();
    const services = new Map<string, TrackSum>();
    const slices = new Slices();
    for await (const page of pagesOf(this.#journal, { provider, sentSince: since })) {
      for (const entry of page) {
        const { service } = entry.offer;
        const ofService = services.get(service) ?? new TrackSum();
        services.set(service, ofService);
        all.add(entry);
        ofService.add(entry);
        if (slices.isOver) await slices.next();
      }
    }
    const believe = await this.#learning.believeOf(provider);
    return {
      provider,
      since,
      ...all.result(),
      belief: vendorBelief(believe()),
      services: [...services]
        .sort(([one, sum], [other, more]) => more.sent - sum.sent || (one < other ? -1 : 1))
        .map(([service, sum]) => ({ service, ...sum.result(), belief: vendorBelief(believe(service)) })),
    };
  }
}

function vendorBelief(belief: WideBelief): VendorBelief {
  const { hazards, keeps, phantom, evidence, from } = belief;
  const end = AGES.at(-1) ?? 0;
  const { waits, waited } = reached(hazards, end);
  const chance = 1 - waits;
  return {
    chance,
    meanMs: chance > 0 ? ((waited - waits * end) / chance) * 1_000 : 0,
    curve: AGES.map((age) => ({
      afterMs: age * 1_000,
      share: chance > 0 ? (1 - reached(hazards, age).waits) / chance : 0,
    })),
    ...{ keeps, evidence, from },
    ...(phantom !== undefined && { phantom }),
  };
}
