import { type Money, NumrouteError } from '@numroute/core';
import type { Case } from '../stage/case.ts';
import { Broken, check, show } from '../stage/checks.ts';
import { goodOf, purchase } from '../stage/moves.ts';

/** Where this does not work nothing does, and a hundred failures would say the same. */
export const smokeCase: Case = {
  id: 'smoke/one-order',
  clause: 'C4',
  title: 'it lists the market, buys one number and tells of it; nothing else is tried before this works',
  async run(stage) {
    const { provider, world, call } = stage;
    const offers = [...(await step('listOffers', provider.listOffers({}, call)))];
    const good = goodOf(stage);
    const offer = offers.find(({ service }) => service === good.service) ?? offers[0];
    check(offer !== undefined, 'listOffers({}) lists nothing, and the market is full');
    const { currency }: Money = offer.price;
    check(
      currency === world.currency,
      `the offers are in ${currency} and the market sells in ${world.currency}; is market.currency right?`,
    );
    const { id } = await step('purchase', purchase(stage, offer));
    await step('fetchOrder', provider.fetchOrder(id, call));
  },
};

async function step<T>(name: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const what = NumrouteError.is(error) ? `${error.code}, ${error.message}` : show(error);
    throw new Broken(`${name} rejects: ${what}`);
  }
}
