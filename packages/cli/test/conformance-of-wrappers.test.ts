import arzancell from '@numroute/arzancell/conformance';
import { intercept, type Provider, systemClock } from '@numroute/core';
import smsActivate from '@numroute/sms-activate/conformance';
import { paperProvider, type Subject } from '@numroute/testkit';
import { verifyProvider } from '@numroute/testkit/vitest';
import { createLane, inLane } from '../../router/src/lane/lane.ts';
import { withOfferCache } from '../../router/src/lane/offer-cache.ts';

/** Faster than any vendor allows, because the kit does not wait. */
const limits = { requests: 1_000, perMs: 1000, concurrent: 20 };

const lane = (inner: Provider): Provider => inLane(inner, createLane(limits, systemClock));
const shelf = (inner: Provider): Provider => withOfferCache(inner, 2000, systemClock);

const wrappers: Readonly<Record<string, (inner: Provider) => Provider>> = {
  intercepted: (inner) => intercept(inner, (_operation, call, next) => next(call)),
  'in a lane': lane,
  'on a shelf': shelf,
  // As the router puts them around each of its providers.
  'on a shelf, in a lane': (inner) => shelf(lane(inner)),
};

const subjects: Readonly<Record<string, Subject>> = {
  paper: { create: ({ world }) => paperProvider(world, { id: 'paper' }) },
  arzancell: arzancell.arzancell,
  herosms: smsActivate.herosms,
};

/** ArzanCell alone needs two requests for a list: its unit of money is in the balance. */
const twoRequests = 'turns/every-further-request';
const ownTurns = 'a lane takes the turns itself, whatever turn the caller offers';
const noTurns = 'one load serves many callers, so it takes the turn of none: that is for the lane below';

const reasons: Readonly<Record<string, string>> = {
  'arzancell in a lane': ownTurns,
  'arzancell on a shelf': noTurns,
  'arzancell on a shelf, in a lane': ownTurns,
};

for (const [name, subject] of Object.entries(subjects)) {
  for (const [how, wrap] of Object.entries(wrappers)) {
    const wrapped = `${name} ${how}`;
    const reason = reasons[wrapped];
    verifyProvider(wrapped, {
      ...subject,
      create: async (site) => wrap(await subject.create(site)),
      ...(reason !== undefined && { deviations: [{ case: twoRequests, reason }] }),
    });
  }
}
