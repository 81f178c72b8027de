import {
  type Call,
  can,
  money,
  NumrouteError,
  type Offer,
  type Operation,
  type PurchaseCall,
} from '@numroute/core';
import { expect, it } from 'vitest';
import { createWorld, type PaperOptions, paperProvider, type World } from '../src/index.ts';

const call: Call = { signal: new AbortController().signal };
const purchaseCall: PurchaseCall = { ...call, maxPrice: money('1', 'USD') };

function setup(options: Partial<PaperOptions> = {}): {
  world: World;
  provider: ReturnType<typeof paperProvider>;
} {
  const world = createWorld({
    currency: 'USD',
    offers: [{ service: 'telegram', country: 'EE', pool: 'a', price: '0.5', stock: 3 }],
    cancelAfterMs: 0,
    lifetimeMs: 60_000,
  });
  return { world, provider: paperProvider(world, { id: 'paper', ...options }) };
}

async function firstOffer(provider: ReturnType<typeof paperProvider>): Promise<Offer> {
  const [offer] = await provider.listOffers({ service: 'telegram' }, call);
  if (!offer) throw new Error('nothing listed');
  return offer;
}

it('does everything a provider can', async () => {
  const { world, provider } = setup();
  const offer = await firstOffer(provider);
  expect(offer).toMatchObject({ provider: 'paper', pool: 'a', stock: 3 });
  const { id } = await provider.purchase(offer, purchaseCall);
  expect(await provider.listOpenOrders?.(call)).toMatchObject([{ id, status: 'open' }]);
  world.receiveSms(id, 'code 4321');
  expect((await provider.fetchOrder(id, call)).messages[0]?.code).toBe('4321');
  expect((await provider.requestAnotherSms?.(id, call))?.status).toBe('delivered');
  expect((await provider.finishOrder?.(id, call))?.status).toBe('finished');
  const second = await provider.purchase(offer, purchaseCall);
  expect((await provider.cancelOrder?.(second.id, call))?.status).toBe('cancelled');
  expect(await provider.fetchBalance?.(call)).toEqual(money('999999.5', 'USD'));
  expect(provider.manifest.timing.lifetimeMs).toBe(60_000);
  expect(Object.isFrozen(provider.manifest)).toBe(true);
});

it('has the capabilities it is given, and no others', () => {
  const { provider } = setup({ capabilities: ['cancelOrder'] });
  expect(can(provider, 'cancelOrder')).toBe(true);
  expect(can(provider, 'listOpenOrders')).toBe(false);
  expect('fetchBalance' in provider).toBe(false);
});

it('finds an order by its name where it is said to, and else tells no name', async () => {
  const named = setup({ capabilities: ['findOrder'] });
  const { id } = await named.provider.purchase(await firstOffer(named.provider), {
    ...purchaseCall,
    attempt: 'mine',
  });
  expect(await named.provider.findOrder?.('mine', call)).toMatchObject({ id, attempt: 'mine' });
  await expect(named.provider.findOrder?.('min', call)).rejects.toMatchObject({ code: 'UNKNOWN_ORDER' });
  const nameless = setup();
  await nameless.provider.purchase(await firstOffer(nameless.provider), { ...purchaseCall, attempt: 'mine' });
  expect(can(nameless.provider, 'findOrder')).toBe(false);
  expect(nameless.world.orders[0]?.attempt).toBeUndefined();
});

it('tells how orders ended where it is said to, and what was not charged without a price', async () => {
  const { world, provider } = setup({ capabilities: ['listHistory'] });
  const offer = await firstOffer(provider);
  const [done = '', off = ''] = [
    (await provider.purchase(offer, purchaseCall)).id,
    (await provider.purchase(offer, purchaseCall)).id,
    (await provider.purchase(offer, purchaseCall)).id,
  ];
  world.receiveSms(done, 'code 1234');
  await world.shop.finishOrder(done);
  await world.shop.cancelOrder(off);
  const { orderedAt = 0 } = await world.shop.fetchOrder(done);
  const told = await provider.listHistory?.({ from: orderedAt, to: Date.now() }, call);
  expect(told?.map(({ id, status, price }) => [id, status, price !== undefined])).toEqual([
    [done, 'finished', true],
    [off, 'cancelled', false],
  ]);
  expect(await provider.listHistory?.({ from: 0, to: orderedAt - 1 }, call)).toEqual([]);
  expect(can(setup().provider, 'listHistory')).toBe(false);
});

it('passes the limit on only with a price guard', async () => {
  for (const priceGuard of [true, false]) {
    const { world, provider } = setup({ priceGuard });
    const offer = await firstOffer(provider);
    world.setPrice({}, '2');
    const bought = await provider.purchase(offer, purchaseCall).then(
      (receipt) => receipt.price?.amount,
      (error: unknown) => NumrouteError.is(error, 'PRICE_ABOVE_LIMIT') && error.code,
    );
    expect(bought).toBe(priceGuard ? 'PRICE_ABOVE_LIMIT' : '2');
  }
});

it('does nothing when the signal is aborted already', async () => {
  const { world, provider } = setup();
  const offer = await firstOffer(provider);
  const aborted = { ...purchaseCall, signal: AbortSignal.abort('stop') };
  await expect(provider.purchase(offer, aborted)).rejects.toBe('stop');
  expect(world.ledger).toEqual([]);
});

it('fails as told: an error before, or a lost reply after', async () => {
  const faults: Partial<Record<Operation, NumrouteError | 'lost-reply'>> = {};
  const { world, provider } = setup({ fault: (operation) => faults[operation] });
  const offer = await firstOffer(provider);
  faults.purchase = new NumrouteError('UNAVAILABLE', 'down', {});
  await expect(provider.purchase(offer, purchaseCall)).rejects.toBe(faults.purchase);
  expect(world.ledger).toEqual([]);
  faults.purchase = 'lost-reply';
  await expect(provider.purchase(offer, purchaseCall)).rejects.toMatchObject({
    code: 'OUTCOME_UNKNOWN',
    moneyMayHaveMoved: true,
    details: { offer },
  });
  expect(world.ledger).toHaveLength(1);
  faults.cancelOrder = 'lost-reply';
  await expect(provider.cancelOrder?.('3762', call)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  expect(world.orders[0]?.status).toBe('cancelled');
});
