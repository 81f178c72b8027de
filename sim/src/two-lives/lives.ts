import { inspect } from 'node:util';
import type { Clock } from '@numroute/core';
import { type Lease, standBy } from '@numroute/journal';
import { Life } from '../life.ts';
import { beginTroubles, open, work } from '../lives.ts';
import type { Stage } from '../stage.ts';
import { doorTo } from './door.ts';
import { intentWritten, scheduleHarms } from './harms.ts';
import { type Line, sharedJournal } from './shared-journal.ts';
import { type Host, World } from './world.ts';

/** How long a process that was killed is away, at most. */
const DOWN_MS = [500, 20_000, 180_000];

/** Two machines on one journal: one acts, the other stands by, and both are frozen, cut off and killed. */
export async function liveTwice(stage: Stage): Promise<void> {
  beginTroubles(stage);
  stage.tally.add('scenarios: two lives on one journal');
  const world: World = new World(stage, (host) => intentWritten(host, stage, world));
  scheduleHarms(stage, world);
  await Promise.all(world.hosts.map((host) => run(host, stage, world)));
}

/** One process after another, each but the last killed. */
async function run(host: Host, stage: Stage, world: World): Promise<void> {
  const { clock, machine, judge, vendors } = stage;
  for (let nth = 0; !world.isOver; nth += 1) {
    const died = Promise.withResolvers<void>();
    const life = new Life(Number.POSITIVE_INFINITY, clock, died.resolve);
    host.life = life;
    const own = life.clock(clock, () => machine.skewMs);
    const here = standBy({
      journal: sharedJournal({
        store: world.store,
        line: lineOf(host, life),
        clock: own,
        owner: `${host.name} ${nth}`,
      }),
      terms: { accounts: Object.fromEntries(vendors.map(({ id }) => [id, `account of ${id}`])) },
      clock: own,
      start: async (lease) => act({ host, life, clock: own, lease }, stage, world),
      onChange: (now) => stage.trace(`${host.name} ${JSON.stringify(now)}`),
    });
    here.ended.catch((error: unknown) => judge.accuse('crash of the simulation', inspect(error)));
    await Promise.race([died.promise, world.over.promise]);
    if (!life.dead) {
      await here.close();
      return;
    }
    if (world.owner === host) world.session?.kill();
    await clock.sleep(world.aside.between(0, world.aside.pick(DOWN_MS)));
  }
}

interface Tenure {
  readonly host: Host;
  readonly life: Life;
  readonly clock: Clock;
  readonly lease: Lease;
}

/** What one owner does, from the take to the end of its lease. */
function act({ host, life, clock, lease }: Tenure, stage: Stage, world: World): AsyncDisposable {
  const session = world.begin(host);
  const { journal, fence } = lease;
  const router = open(stage, world.nextRun(), life, clock, {
    lease,
    journal,
    sends: (provider, what) => world.owners.sends(provider, fence, what),
  });
  if (!world.isOver)
    work(stage, doorTo(router, session), session).then(
      () => world.finish(),
      (error: unknown) => stage.judge.accuse('crash of the simulation', inspect(error)),
    );
  return {
    [Symbol.asyncDispose]: async () => {
      session.kill();
      if (world.session === session) world.disturbed();
      await router.close({ open: 'keep' });
    },
  };
}

/** What it asks outlives it; what it hears passes through its life. */
function lineOf(host: Host, life: Life): Line {
  let news = Promise.resolve();
  return {
    ask: (question) => life.through(() => host.cable.carry(question)),
    hear: (tell) => {
      news = news.then(() => life.through(() => host.cable.bring())).then(tell);
    },
  };
}
