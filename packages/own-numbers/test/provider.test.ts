import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { createOwnNumbers } from '../src/index.ts';
import { call, desk, firstOffer, lend, own, usd } from './support.ts';

test('there and back: lent, asked, delivered, finished', async () => {
  using site = desk();
  const { provider, receive, clock } = site;
  expect(await firstOffer(provider)).toMatchObject({ price: usd('0'), stock: 2, country: 'US' });
  const order = await lend(provider);
  expect(order).toMatchObject({ status: 'open', phone: '+15550001111', messages: [] });
  expect(order.price).toBeUndefined();
  receive('+15550002222', 'to another number');
  expect(await provider.fetchOrder(order.id, call)).toMatchObject({ status: 'open', messages: [] });
  await expect(provider.finishOrder?.(order.id, call)).rejects.toMatchObject({ code: 'WRONG_STATE' });
  receive('+15550001111', 'Your code: 012345', 2_000);
  await clock.advance(3_000);
  const delivered = { status: 'delivered', messages: [{ text: 'Your code: 012345' }] };
  expect(await provider.fetchOrder(order.id, call)).toMatchObject(delivered);
  await expect(provider.cancelOrder?.(order.id, call)).rejects.toMatchObject({
    code: 'WRONG_STATE',
    details: { final: true },
  });
  expect(await provider.finishOrder?.(order.id, call)).toMatchObject({ status: 'finished' });
  await provider.close?.();
});

test('a number is lent once; after its lease it rests, and a late SMS is nobody’s', async () => {
  using site = desk({ numbers: [own('+15550001111')], restMs: 60_000 });
  const { provider, receive, clock } = site;
  const offer = await firstOffer(provider);
  const first = await lend(provider);
  const again = () => provider.purchase(offer, { ...call, maxPrice: offer.price });
  await expect(again()).rejects.toMatchObject({ code: 'OUT_OF_STOCK', moneyMayHaveMoved: false });
  expect(await firstOffer(provider)).toMatchObject({ stock: 0 });
  expect(await provider.cancelOrder?.(first.id, call)).toMatchObject({ status: 'cancelled' });
  expect(await provider.cancelOrder?.(first.id, call)).toMatchObject({ status: 'cancelled' });
  receive('+15550001111', 'the first one’s code', 30_000);
  await clock.advance(59_999);
  await expect(again()).rejects.toMatchObject({ code: 'OUT_OF_STOCK' });
  await clock.advance(1);
  const second = await again();
  expect(second.id).not.toBe(first.id);
  expect(await provider.fetchOrder(second.id, call)).toMatchObject({ status: 'open', messages: [] });
  await provider.close?.();
});

test('a lease ends by itself: free of charge without an SMS, finished with one', async () => {
  using site = desk({
    numbers: [own('+15550001111', { price: usd('0.250') })],
    lifetimeMs: 1_000,
    restMs: 1_000,
  });
  const { provider, receive, clock } = site;
  const silent = await lend(provider);
  expect(silent.price).toEqual(usd('0.25'));
  await clock.advance(1_000);
  const expired = await provider.fetchOrder(silent.id, call);
  expect(expired).toMatchObject({ status: 'expired' });
  expect(expired.price).toBeUndefined();
  await clock.advance(1_000);
  const heard = await lend(provider);
  receive('+15550001111', 'code 1', 500);
  await clock.advance(1_000);
  expect(await provider.fetchOrder(heard.id, call)).toMatchObject({ status: 'finished', price: usd('0.25') });
  await provider.close?.();
});

test('an inbox that cannot be read is an error: nothing is called open, cancelled or expired', async () => {
  using site = desk();
  const { provider, place, clock } = site;
  const { id } = await lend(provider);
  const file = path.join(place, 'half.json');
  writeFileSync(file, '{"to":"+15550001111","te');
  const { utimesSync } = await import('node:fs');
  utimesSync(file, clock.now() / 1000, clock.now() / 1000);
  for (const ask of [provider.fetchOrder, provider.cancelOrder, provider.finishOrder]) {
    await expect(ask?.call(provider, id, call)).rejects.toMatchObject({ code: 'UNREADABLE' });
  }
  await provider.close?.();
});

test('a lease outlives its provider, and is found by the name of its purchase', async () => {
  using site = desk();
  const bought = await lend(site.provider, 'attempt-1');
  await site.provider.close?.();
  await expect(site.provider.fetchOrder(bought.id, call)).rejects.toMatchObject({ code: 'CLOSED' });
  const next = createOwnNumbers(site.options);
  expect(await next.findOrder?.('attempt-1', call)).toEqual(bought);
  await expect(next.findOrder?.('attempt-2', call)).rejects.toMatchObject({ code: 'UNKNOWN_ORDER' });
  expect(await firstOffer(next)).toMatchObject({ stock: 1 });
  await next.close?.();
});

test('a name that was used leads to no second lease', async () => {
  using site = desk();
  await lend(site.provider, 'attempt-1');
  await expect(lend(site.provider, 'attempt-1')).rejects.toMatchObject({ moneyMayHaveMoved: false });
  expect(await firstOffer(site.provider)).toMatchObject({ stock: 1 });
  await site.provider.close?.();
});

test('a number that a service refused is not lent for it again', async () => {
  using site = desk({ numbers: [own('+15550001111')], restMs: 1_000 });
  const { provider, clock } = site;
  const { id } = await lend(provider);
  expect(await provider.rejectNumber?.(id, 'used', call)).toMatchObject({ status: 'cancelled' });
  await clock.advance(1_000);
  expect(await firstOffer(provider)).toMatchObject({ stock: 0 });
  expect(await firstOffer(provider, 'whatsapp')).toMatchObject({ stock: 1 });
  await provider.close?.();
});

test('what costs more than agreed, or is no offer of ours, is not lent', async () => {
  using site = desk({ numbers: [own('+15550001111', { price: usd('0.25') })] });
  const { provider } = site;
  const offer = await firstOffer(provider);
  const buy = (more: object, maxPrice = usd('0.25')) =>
    provider.purchase({ ...offer, ...more }, { ...call, maxPrice });
  await expect(buy({}, usd('0.249'))).rejects.toMatchObject({
    code: 'PRICE_ABOVE_LIMIT',
    details: { price: usd('0.25') },
  });
  await expect(buy({ provider: 'other' })).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  await expect(buy({ handle: '{}' })).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  expect(await firstOffer(provider)).toMatchObject({ stock: 1 });
  await provider.close?.();
});
