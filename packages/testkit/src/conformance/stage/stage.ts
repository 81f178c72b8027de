import { randomBytes } from 'node:crypto';
import type { Call, Provider, Shop } from '@numroute/core';
import { virtualClock } from '../../virtual-clock.ts';
import { createWorld } from '../../world/create-world.ts';
import type { World } from '../../world/world.ts';
import { Absent, type Case } from './case.ts';
import { defaultOffers } from './market.ts';
import type { Site, Subject } from './subject.ts';
import { traceOf } from './trace.ts';
import { openWire, type Wire } from './wire.ts';

/** One world, one wire, one provider: a case's own, and gone after it. */
export interface Stage extends AsyncDisposable {
  readonly provider: Provider;
  readonly world: World;
  readonly secret: string;
  /** Its signal never aborts. */
  readonly call: Call;
  /** @throws {Absent} The subject has no dialect. */
  readonly wire: Wire;
  readonly hasWire: boolean;
  /** How many decimals the vendor's amounts have. */
  readonly decimals: number;
  /** For what is chosen at random; the same again with the same seed. */
  readonly seed: number;
  readonly plugin: Subject['plugin'];
  /** What a config file would say for the plugin. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** Whether something stands between the dialect and the world, which knows only what it bought itself. */
  readonly isFronted: boolean;
  /** In the world's time; nobody sleeps. */
  passTime(ms: number): Promise<void>;
  /** The provider once more, as another process would build it. */
  another(changes?: Partial<Pick<Site, 'apiKey' | 'timeoutMs'>>): Promise<Provider>;
  /** What happened so far, for whoever reads of a failure. */
  trace(): readonly string[];
  /** How many requests, or without a wire how many orders, the work led to. */
  count(work: () => Promise<unknown>): Promise<number>;
}

/** Long, because a busy machine must not look like a vendor that hangs. */
const PATIENT_MS = 8000;

export async function openStage(subject: Subject, one: Case, seed: number): Promise<Stage> {
  const clock = virtualClock();
  const { currency = 'USD', decimals = 6, offers = defaultOffers } = subject.market ?? {};
  const { charges, refundsOnCancel = true } = subject.market ?? {};
  const world = createWorld({
    currency,
    offers: one.empty ? [] : offers,
    secret: `kit+${randomBytes(12).toString('hex')}/=`,
    clock,
    ...(charges && { charges }),
    refundsOnCancel,
    ...one.world,
  });
  const seen = one.shop ? sellingFrom(world, one.shop(world)) : world;
  const front = await subject.front?.(seen, clock);
  const { door } = front ? sellingFrom(world, front.shop) : seen;
  const wire = subject.dialect && (await openWire(subject.dialect, door));
  const made: Provider[] = [];

  const build = async (changes: Partial<Site> = {}): Promise<Provider> => {
    const provider = await subject.create({
      baseUrl: wire?.url ?? '',
      apiKey: world.secret,
      timeoutMs: PATIENT_MS,
      world: seen,
      clock,
      ...changes,
    });
    made.push(provider);
    return provider;
  };
  const close = async (): Promise<void> => {
    await Promise.allSettled(made.map((provider) => provider.close?.()));
    await wire?.close();
    await front?.[Symbol.asyncDispose]();
  };
  let provider: Provider;
  try {
    provider = await build();
  } catch (error) {
    await close();
    throw error;
  }

  return {
    provider,
    world,
    secret: world.secret,
    call: { signal: new AbortController().signal },
    hasWire: wire !== undefined,
    decimals,
    seed,
    plugin: subject.plugin,
    settings: {
      apiKey: world.secret,
      baseUrl: wire?.url ?? 'http://127.0.0.1:9/kit',
      allowInsecureHttp: true,
      ...subject.settings,
    },
    isFronted: front !== undefined,
    get wire() {
      if (!wire) throw new Absent('the provider has no wire');
      return wire;
    },
    passTime: (ms) => clock.advance(ms),
    another: build,
    trace: () => traceOf(world, wire),
    async count(work) {
      const deeds = (): number => (wire ? wire.requests.length : world.orders.length);
      const before = deeds();
      await work();
      return deeds() - before;
    },
    [Symbol.asyncDispose]: close,
  };
}

/** The same world with another counter. */
function sellingFrom(world: World, shop: Shop): World {
  const door: World['door'] = (key) => (key === world.secret ? shop : undefined);
  return Object.create(world, { shop: { value: shop }, door: { value: door } });
}
