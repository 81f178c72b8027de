import { inspect } from 'node:util';
import { type Clock, NumrouteError } from '@numroute/core';
import { createHttpProvider } from '@numroute/http';
import type { Journal, Lease } from '@numroute/journal';
import { createRouter, leased, type Router } from '@numroute/router';
import { type Progress, pursue, type Surroundings, type Wish } from './caller.ts';
import { pursueCode } from './codes/caller.ts';
import { hostile } from './codes/hostile.ts';
import { telling } from './habits/index.ts';
import { Life } from './life.ts';
import { rates } from './rates.ts';
import type { Stage } from './stage.ts';
import { scheduleTroubles, TROUBLE_ENDS_MS } from './troubles.ts';
import { marked, wireTo } from './wire.ts';

/** After the last lifetime and refund, what is not settled by then never will be. */
const AFTERWARDS_MS = 30 * 60_000;

/** The engine's runs, one after another: each but the last ends in a crash. Resolves with the first one. */
export async function live(stage: Stage, killAt: number | undefined): Promise<Life> {
  const { clock, random, tally, trace } = stage;
  beginTroubles(stage);
  const crashes = killAt === undefined ? crashesOf(stage) : 1;
  let first: Life | undefined;
  for (let run = 0; ; run += 1) {
    const last = run >= crashes;
    const within = stage.lean.withinPoints ?? random.pick([40, 300, 2_000]);
    const at = last ? Number.POSITIVE_INFINITY : (killAt ?? random.whole(1, within));
    const { life, done } = start(stage, run, at, killAt === Number.POSITIVE_INFINITY);
    first ??= life;
    await done;
    if (!life.dead) return first;
    tally.add('crashes');
    const down = random.between(0, stage.lean.downMs ?? random.pick([500, 20_000, 180_000, 2_400_000]));
    const reboots = down > 10_000 && random.chance(0.3);
    trace(`CRASH at point ${life.points}, down for ${down / 1_000} s${reboots ? ', with its machine' : ''}`);
    await clock.sleep(down);
    if (reboots) {
      tally.add('reboots');
      stage.machine.reboot();
    }
  }
}

export function beginTroubles(stage: Stage): void {
  scheduleTroubles(stage);
  stage.clock.sleep(TROUBLE_ENDS_MS).then(() => stage.weather.clear());
}

function crashesOf({ random, lean }: Stage): number {
  return lean.crashes ?? random.pick([0, 0, 1, 1, 2, 4]);
}

/** `done` when everybody was served and all is settled, or when it died. */
function start(
  stage: Stage,
  run: number,
  killAt: number,
  looksForForks: boolean,
): { life: Life; done: Promise<void> } {
  const { clock, machine } = stage;
  const died = Promise.withResolvers<void>();
  const life = new Life(killAt, clock, died.resolve, looksForForks ? world : undefined);
  stage.lives.push(life);
  stage.judge.codes.restarted();
  const router = open(
    stage,
    run,
    life,
    life.clock(clock, () => machine.skewMs),
  );
  const all = async (): Promise<void> => {
    await work(stage, router, life);
    await router.close();
  };
  return { life, done: Promise.race([died.promise, all()]) };

  function world(): string {
    const known = stage.callers.map(({ progress }) => progress);
    return JSON.stringify([clock.monotonic(), stage.random.drawn, known]);
  }
}

const isWaiting = (state: string): boolean => state !== 'served' && state !== 'left' && state !== 'failed';

/** Takes up what was left, serves everybody who still comes, and waits until all must be settled. */
export async function work(stage: Stage, router: Router, life: Life): Promise<void> {
  const { clock, machine } = stage;
  await recover(stage, router);
  const callers = stage.callers.filter(
    ({ wish, progress }) => progress.state === 'new' || (wish.faithful && isWaiting(progress.state)),
  );
  const around = {
    router,
    clock: life.clock(clock, () => 0),
    met: (error: unknown, doing: string) => meet(stage, life, error, doing),
    disagreed: () => stage.judge.accuse('M14 two orders for one key', ''),
    left: (othersWait: boolean) => {
      if (othersWait) stage.tally.add('habit: party');
    },
    turnedAway: () => stage.judge.accuse('M15 turned away', 'by the reason for which another caller left'),
    codes: stage.judge.codes,
  };
  await Promise.all(callers.map(({ wish, progress }) => come(wish, progress, around)));
  // A wall clock that was set back makes everything seem so much younger.
  const afterwards = AFTERWARDS_MS + Math.max(0, -machine.skewMs);
  await around.clock.sleep(afterwards);
  await recover(stage, router);
  await around.clock.sleep(AFTERWARDS_MS);
}

async function come(wish: Wish, progress: Progress, around: Surroundings): Promise<void> {
  const { clock } = around;
  const early = wish.afterMs - clock.monotonic();
  if (progress.state === 'new' && early > 0) await clock.sleep(early);
  if (wish.code) await pursueCode(wish, wish.code, progress, around);
  else await pursue(wish, progress, around);
}

async function recover({ judge }: Stage, router: Router): Promise<void> {
  await router.recover().catch((error: unknown) => judge.heard('recover', inspect(error, { depth: 9 })));
}

/** What an engine has that acts under a lease. */
interface Acting {
  readonly lease: Pick<Lease, 'check'>;
  readonly journal: Journal;
  /** A request that changes something leaves. */
  sends(provider: string, what: string): void;
}

export function open(stage: Stage, run: number, life: Life, clock: Clock, acting?: Acting): Router {
  const { sites, judge, tally, trace } = stage;
  let ids = 0;
  return createRouter({
    providers: sites.map((site) => {
      const { secret, path } = site.vendor;
      const settings = { baseUrl: `https://vendor.example${path}`, apiKey: secret };
      const carrier = wireTo(site, life, acting);
      const provider = telling(
        createHttpProvider(marked(site.vendor.adapter()), { ...settings, clock, carrier }),
        site,
      );
      return acting ? leased(provider, acting.lease) : provider;
    }),
    rates,
    ...(stage.isHostile && { strategy: hostile(stage.random.apart(run)) }),
    ...(stage.budget && { budgets: [stage.budget.settings] }),
    journal: acting?.journal ?? life.guard(recording(stage, run)),
    clock,
    newId: () => `run${run}-${ids++}`,
    onEvent: (event) => {
      if (life.dead) return;
      tally.add(`router: ${event.type}`);
      const text = JSON.stringify(event);
      judge.heard(`event ${event.type}`, text);
      trace(`event ${text.slice(0, 400)}`);
    },
  });
}

/** The journal, with the judge reading along, on a disk that may be full. */
export function recording({ storage, judge, machine, tally, trace }: Stage, run: number): Journal {
  const journal = storage.open();
  tally.add(`journals: ${journal.close ? 'files' : 'memory'}${run > 0 ? ', after a crash' : ''}`);
  const refuse = (): void => {
    if (!machine.diskFull) return;
    tally.add('fault: disk-full');
    throw new NumrouteError('UNAVAILABLE', 'journal: not written: the disk is full', {});
  };
  return {
    ...journal,
    wasLeft: journal.wasLeft ?? run > 0,
    uptime: () => machine.uptime,
    openWant: async (want) => {
      refuse();
      const known = await journal.openWant(want);
      judge.wanted(known);
      return known;
    },
    writeCheckpoint: async (provider, anchor) => {
      refuse();
      trace(`journal anchor of ${provider}: ${JSON.stringify(anchor)}`);
      return journal.writeCheckpoint(provider, anchor);
    },
    append: async (event) => {
      refuse();
      const entry = await journal.append(event);
      judge.written(event, entry);
      trace(`journal ${event.attempt} ${event.kind} by ${event.by}: ${entry.state} ${entry.money}`);
      return entry;
    },
  };
}

/** As a logger would show it; the dear way now and then only. */
let met = 0;

function meet({ judge, tally, trace }: Stage, life: Life, error: unknown, doing: string): void {
  if (life.dead) return;
  const text = ++met % 16 === 0 ? inspect(error, { depth: 9 }) : String(error);
  trace(`${doing} failed: ${text.split('\n', 1)[0]}`);
  judge.heard(`error of ${doing}`, text);
  if (!NumrouteError.is(error)) {
    judge.accuse('crash of the simulation', `${doing} threw an error that is not ours: ${inspect(error)}`);
    return;
  }
  judge.heard(`error of ${doing}`, JSON.stringify(error));
  tally.add(`errors: ${doing} ${error.code}`);
}
