import { money } from '@numroute/core';
import { type Plan, type RankContext, value } from '@numroute/router';
import { Beliefs } from '../../../packages/router/src/value/beliefs.ts';
import { giveUpAfter } from '../../../packages/router/src/value/strategy.ts';
import { CODE, leastOf, MINUTE, type Policy, type Question } from './policy.ts';
import type { World } from './world.ts';

const perMinute = money(String(MINUTE), 'USD');

/** How the router would ask its strategy in this world. */
export function contextFor(
  world: World,
  believe: NonNullable<RankContext['believe']>,
  plan: Plan,
): RankContext {
  return {
    allowVirtual: false,
    charges: () => undefined,
    convert: (price) => price,
    available: () => 'ready',
    order: (id) => id.charCodeAt(1),
    manifest: (id) => world.vendors[Number(id.slice(1))]?.manifest,
    believe,
    plan: { minute: perMinute, ...plan },
  };
}

/** The router's own strategy, with its beliefs and its plan. */
export function byValue(world: World): Policy {
  const beliefs = new Beliefs();
  const contextOf = ({ want, now, leftMs, offers, tried, waiting, nth }: Question): RankContext => {
    const code = offers.length > 0 && money((CODE * leastOf(offers)).toFixed(6), 'USD');
    const orders = Array.from(waiting, ({ offer, openedAt }) => ({ ...offer, atRiskMs: now - openedAt }));
    return contextFor(world, beliefs.at(now, orders), {
      leftMs,
      tried,
      seed: `${want.id} ${nth}`,
      ...(code && { code }),
    });
  };
  return {
    name: 'value',
    choose(question) {
      const [best] = value(question.offers, contextOf(question)).ranked;
      return best?.outlook && { offer: best.offer, giveUpAfterMs: best.outlook.giveUpAfterMs };
    },
    reconsider: ({ offer }, ageMs, question) =>
      giveUpAfter(offer, ageMs, question.offers, contextOf(question)),
    ended: ({ offer, openedAt, codeAfterMs, atRiskMs, keeps }) =>
      beliefs.observe({
        ...offer,
        openedAt,
        atRiskMs,
        weight: 1,
        ...(codeAfterMs === undefined ? { money: keeps ? 'missing' : 'returned' } : { codeAfterMs }),
      }),
    asked: ({ provider, service }, found, now) => beliefs.phantom(provider, service, found, now),
  };
}
