import type { Stage } from './stage.ts';

/** Everything breaks before; afterwards the world is fair, and must be put in order. */
export const TROUBLE_ENDS_MS = 15 * 60_000;

/** The blows of this scenario, each at its moment. */
export function scheduleTroubles(stage: Stage): void {
  const { random, weather, sites, machine } = stage;
  const at = (ms: number, act: () => void): void => {
    stage.clock.sleep(ms).then(act);
  };
  const sometime = (): number => random.between(0, TROUBLE_ENDS_MS * random.pick([0.05, 0.3, 0.8]));
  const say = (blow: string, about: string): void => {
    stage.tally.add(`fault: ${blow}`);
    stage.trace(`${blow}: ${about}`);
  };

  for (const site of sites) {
    const { world, id, refundLagMs } = site.vendor;
    if (refundLagMs === Number.POSITIVE_INFINITY) say('refund-never', id);
    else if (refundLagMs > 60_000) say('refund-overdue', id);
    else if (refundLagMs > 0) say('refund-late', id);
    if (weather.hits('vendor-down')) {
      at(sometime(), () => {
        site.downUntil = stage.clock.monotonic() + random.between(5_000, 120_000);
        say('vendor-down', id);
      });
    }
    if (weather.hits('price-drift')) {
      const prices = world.currency === 'IRT' ? ['1500', '2200', '4000'] : ['0.15', '0.22', '0.4'];
      for (let times = random.whole(1, 6); times > 0; times -= 1) {
        at(sometime(), () => {
          const { service, country } = random.pick(world.offers);
          const price = random.pick(prices);
          world.setPrice({ service, country }, price);
          say('price-drift', `${id} ${service} ${country} costs ${price}`);
        });
      }
    }
    if (weather.hits('sold-out')) {
      at(sometime(), () => {
        const { service, country } = random.pick(world.offers);
        world.setStock({ service, country }, 0);
        say('sold-out', `${id} ${service} ${country}`);
        at(random.between(5_000, 120_000), () => world.setStock({ service, country }, 50));
      });
    }
    if (weather.hits('out-of-funds') && random.chance(0.5)) {
      at(sometime(), () => world.deposit(world.currency === 'IRT' ? '1000000' : '100'));
    }
  }
  if (weather.hits('clock-jump')) {
    at(sometime(), () => {
      machine.skewMs = random.pick([-3_600_000, -90_000, 90_000, 3_600_000]);
      say('clock-jump', `${machine.skewMs} ms`);
    });
  }
  if (weather.hits('disk-full')) {
    at(sometime(), () => {
      machine.diskFull = true;
      at(random.between(1_000, 60_000), () => {
        machine.diskFull = false;
      });
    });
  }
}
