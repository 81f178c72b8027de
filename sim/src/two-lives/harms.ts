import type { Stage } from '../stage.ts';
import type { Host, World } from './world.ts';

/** What befalls a machine, or the wire between it and the store. */
export const harms = ['frozen', 'frozen at an intent', 'cut', 'killed', 'asked to yield'] as const;

export type Harm = (typeof harms)[number];

/** The last one begins before that; each is over while the world still breaks. */
const LAST_MS = 600_000;
/** Some are over within a lease, some last longer than a doubt. */
const LASTS_MS = [1_000, 8_000, 30_000, 100_000, 280_000];

/** The harms of this scenario, each at its moment. */
export function scheduleHarms(stage: Stage, world: World): void {
  const { aside } = world;
  const chosen = stage.lean.harms ?? harms;
  for (let times = aside.whole(1, 5); times > 0; times -= 1) {
    const harm = aside.pick(chosen);
    stage.clock.sleep(aside.between(0, LAST_MS * aside.pick([0.03, 0.2, 1]))).then(() => {
      const victim = world.owner && aside.chance(0.8) ? world.owner : aside.pick(world.hosts);
      befall(harm, victim, stage, world);
    });
  }
}

function befall(harm: Harm, host: Host, stage: Stage, world: World): void {
  if (harm === 'frozen at an intent') {
    host.isAimedAt = true;
    return;
  }
  const { store, aside } = world;
  if (harm === 'asked to yield') {
    if (store.askToYield()) say(harm, host, stage);
    return;
  }
  if (harm === 'frozen') {
    freeze(harm, host, stage, world);
    return;
  }
  say(harm, host, stage);
  world.disturbed();
  if (harm === 'killed') {
    host.life?.kill();
    return;
  }
  host.cable.cut();
  stage.clock.sleep(aside.pick(LASTS_MS)).then(() => {
    host.cable.mend();
    stage.trace(`${host.name} is no longer cut off`);
  });
}

/** An intent of this machine was written, and the machine does not know it yet. */
export function intentWritten(host: Host, stage: Stage, world: World): void {
  if (!host.isAimedAt) return;
  host.isAimedAt = false;
  if (stage.clock.monotonic() < LAST_MS) freeze('frozen at an intent', host, stage, world);
}

function freeze(harm: Harm, host: Host, stage: Stage, world: World): void {
  const { life } = host;
  if (!life) return;
  say(harm, host, stage);
  world.disturbed();
  life.freeze();
  stage.clock.sleep(world.aside.pick(LASTS_MS)).then(() => {
    stage.trace(`${host.name} is thawed`);
    life.thaw();
  });
}

function say(harm: Harm, { name }: Host, { tally, trace }: Stage): void {
  tally.add(`harm: ${harm}`);
  trace(`${name} is ${harm}`);
}
