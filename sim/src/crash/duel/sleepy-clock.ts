import { type Clock, systemClock } from '@numroute/core';

/** Which clock of the machine stands still while the process is paused. */
export type StillClock = 'none' | 'wall' | 'monotonic';

/** Nobody who runs is away for so long. */
const AWAY_MS = 200;
const LOOK_MS = 20;

/** As on a machine that slept, or whose wall clock was set back: one of its clocks knows nothing of a pause. */
export function sleepyClock(still: StillClock): Clock {
  let seenAt = performance.now();
  let missed = 0;
  const look = (): number => {
    const now = performance.now();
    if (now - seenAt > AWAY_MS) missed += now - seenAt;
    seenAt = now;
    return now;
  };
  setInterval(look, LOOK_MS).unref();
  return {
    now: () => {
      look();
      return Date.now() - (still === 'wall' ? missed : 0);
    },
    monotonic: () => look() - (still === 'monotonic' ? missed : 0),
    sleep: systemClock.sleep,
  };
}
