import { money, NumrouteError } from '@numroute/core';
import { memoryJournal } from '@numroute/journal';
import { type BuyOptions, createRouter, type Router, type RouterOptions, type Want } from '@numroute/router';
import { describe, expect, test } from 'vitest';
import { usd } from '../support/market.ts';
import { setUp, want } from '../support/stall.ts';

/** What an editor completes of a word that may also be any text. */
type Known<T> = T extends string ? (string extends T ? never : T) : never;

/** As plain JavaScript would call it. */
const loose = <T>(value: unknown): T => value as T;

describe('a want in a person’s words', () => {
  test.each([
    [{ service: 'Telegram', country: 'ee' }],
    [{ service: 'tg', country: 'Estonia' }],
    [{ service: ' TELEGRAM ', country: ['estonia', 'EE', 'DE'] }],
  ])('%j is quoted and bought', async (words: Want) => {
    const { clock, start } = setUp();
    const router = start();
    expect((await clock.runUntil(router.quote(words))).ranked).toHaveLength(1);
    const order = await clock.runUntil(router.buy(words, { maxPrice: '0.50 USD' }));
    expect(order).toMatchObject({ service: 'telegram', country: 'EE' });
    await clock.runUntil(router.close());
  });

  test.each([
    [{ service: 'telegrm' }, /^service: expected a known service such as telegram \(did you mean telegram/],
    [{ service: 'telegram', country: 'Estoni' }, /^country: expected an ISO 3166-1 alpha-2 code .*"Estoni"/],
    [{ service: 'telegram', country: [] }, /^country: expected at least one country/],
    [{ service: 'telegram', country: ['EE', 7] }, /^country: expected an ISO 3166-1 alpha-2 code .* got 7/],
    [{ service: 7 }, /^service: expected a known service such as telegram, got 7/],
    [
      'telegram',
      /^want: expected an object such as \{ service: 'telegram', country: 'EE' \}, got "telegram"/,
    ],
    [undefined, /^want: expected an object/],
    [null, /^want: expected an object .* got null/],
  ])('%j is refused by name, before anybody is asked', async (bad, message) => {
    const asked: string[] = [];
    const { clock, start } = setUp({
      wrap: (inner) => ({
        ...inner,
        listOffers: async (query, call) => {
          asked.push('list');
          return await inner.listOffers(query, call);
        },
      }),
    });
    const router = start();
    await expect(router.quote(loose(bad))).rejects.toThrow(message);
    await expect(router.buy(loose(bad), { maxPrice: '1 USD' })).rejects.toThrow(message);
    expect(asked).toEqual([]);
    await clock.runUntil(router.close());
  });

  test('may name no service in a quote, which is all of them', async () => {
    const { clock, start } = setUp();
    const router = start();
    expect((await clock.runUntil(router.quote({}))).ranked).toHaveLength(1);
    expect((await clock.runUntil(router.quote({ country: 'Estonia' }))).ranked).toHaveLength(1);
    expect((await clock.runUntil(router.quote({ country: 'Germany' }))).ranked).toHaveLength(0);
    await expect(router.buy(loose({ country: 'EE' }), { maxPrice: '1 USD' })).rejects.toThrow(
      /^service: expected a known service such as telegram, got nothing/,
    );
    await clock.runUntil(router.close());
  });

  test('completes in an editor', () => {
    const service: Known<Want['service']> = 'telegram';
    const country: Known<Extract<Want['country'], string>> = 'DE';
    const asked: Known<Parameters<Router['quote']>[0]['service']> = 'whatsapp';
    // @ts-expect-error: no service of the table.
    const wrong: Known<Want['service']> = 'telegrm';
    expect([service, country, asked, wrong]).toHaveLength(4);
  });
});

describe('an option', () => {
  const buying = { maxPrice: money('1', 'USD') };

  test.each([
    ['0.50 USD', '0.5'],
    ['0.5usd', '0.5'],
    [{ amount: '0.500', currency: 'USD' }, '0.5'],
    [{ amount: 0.5, currency: 'USD' }, '0.5'],
  ])('maxPrice: %j is a cap', async (maxPrice, amount) => {
    const { clock, start, journal } = setUp();
    const router = start();
    await clock.runUntil(router.quote(want, { maxPrice: loose<string>(maxPrice) }));
    await clock.runUntil(router.buy(want, { maxPrice: loose<string>(maxPrice) }));
    expect((await journal.list({}))[0]?.maxPrice).toEqual(usd(amount));
    await clock.runUntil(router.close());
  });

  test.each<[unknown, RegExp]>([
    [undefined, /^maxPrice: expected the most to pay, such as '0\.50 USD', got nothing$/],
    [{}, /^maxPrice: expected the most to pay, such as '0\.50 USD', got nothing$/],
    [{ maxPrice: null }, /^maxPrice: expected the most to pay/],
    [{ maxPrice: 0.5 }, /^maxPrice: expected the most to pay, such as '0\.50 USD', got 0\.5$/],
    [{ maxPrice: '0.50' }, /^maxPrice: expected an amount with its currency, such as 0\.5USD/],
    [{ maxPrice: '0.50 XXY' }, /^maxPrice: expected an amount with its currency/],
    [{ maxPrice: '-1 USD' }, /^maxPrice: expected an amount that is not negative/],
    [{ maxPrice: '0 USD' }, /^maxPrice: expected an amount above zero, got "0"$/],
    [{ maxPrice: { amount: '-1', currency: 'USD' } }, /^maxPrice: expected an amount above zero, got "-1"$/],
    [{ maxPrice: {} }, /^maxPrice\.amount: expected a plain decimal such as '0\.50', got nothing$/],
    [
      { maxPrice: { amount: '1e3', currency: 'USD' } },
      /^maxPrice\.amount: expected a plain decimal .* got "1e3"$/,
    ],
    [
      { maxPrice: { amount: '1' } },
      /^maxPrice\.currency: expected an ISO 4217 code such as USD, or IRT, got nothing$/,
    ],
    [{ maxPrice: { amount: '1', currency: 'dollar' } }, /^maxPrice\.currency: expected an ISO 4217 code/],
    [{ ...buying, attempts: 0 }, /^attempts: expected a whole number from 1 up, got 0$/],
    [{ ...buying, attempts: 1.5 }, /^attempts: expected a whole number from 1 up, got 1\.5$/],
    [{ ...buying, attempts: '3' }, /^attempts: expected a whole number from 1 up, got "3"$/],
    [{ ...buying, key: '' }, /^key: expected 1 to 200 characters, got ""$/],
    [{ ...buying, key: 'k'.repeat(201) }, /^key: expected 1 to 200 characters/],
    [{ ...buying, key: 7 }, /^key: expected 1 to 200 characters, got 7$/],
    [{ ...buying, buyer: '' }, /^buyer: expected a text that is not empty/],
    [{ ...buying, buyer: {} }, /^buyer: expected a text that is not empty, got an object$/],
    [{ ...buying, settleForMs: -1 }, /^settleForMs: expected milliseconds from 0 up, got -1$/],
    [{ ...buying, settleForMs: Number.NaN }, /^settleForMs: expected milliseconds from 0 up, got NaN$/],
    [{ ...buying, allowVirtual: 'yes' }, /^allowVirtual: expected true or false, got "yes"$/],
    [{ ...buying, signal: {} }, /^signal: expected an AbortSignal, got an object$/],
    [
      { ...buying, tolerance: -0.1 },
      /^tolerance: expected a share of the price from 0 to 1, such as 0\.1 .* got -0\.1$/,
    ],
    [{ ...buying, tolerance: 10 }, /^tolerance: expected a share of the price from 0 to 1/],
    [{ ...buying, tolerance: '10%' }, /^tolerance: expected a share of the price from 0 to 1, .* got "10%"$/],
    [{ ...buying, tolerance: 1e-7 }, /^tolerance: expected a share of the price from 0 to 1/],
    [{ ...buying, tolerance: true }, /^tolerance: expected a share of the price from 0 to 1/],
    [{ ...buying, patience: '1%' }, /^patience: expected a share of the price from 0 to 1, .* got "1%"$/],
    [{ ...buying, patience: 2 }, /^patience: expected a share of the price from 0 to 1/],
    ['0.50 USD', /^options: expected an object, got "0\.50 USD"$/],
  ])('of a purchase: %j is refused by name', async (options, message) => {
    const { clock, start, sold } = setUp();
    const router = start();
    const error = await router.buy(want, loose<BuyOptions>(options)).catch((thrown: unknown) => thrown);
    expect(NumrouteError.is(error, 'INVALID_INPUT')).toBe(true);
    expect(error).toHaveProperty('message', expect.stringMatching(message));
    expect(sold()).toEqual([]);
    await clock.runUntil(router.close());
  });

  test('of another call is refused by name, too', async () => {
    const { clock, start } = setUp();
    const router = start();
    const order = await clock.runUntil(router.buy(want, buying));
    await expect(router.quote(want, { maxPrice: '0.5' })).rejects.toThrow(
      /^maxPrice: expected an amount with its/,
    );
    await expect(router.quote(want, loose({ allowVirtual: 1 }))).rejects.toThrow(
      /^allowVirtual: expected true or/,
    );
    expect(() => router.watch(order, { forMs: -1 })).toThrow(
      /^forMs: expected milliseconds from 0 up, got -1/,
    );
    expect(() => router.watch(order, loose({ everyMs: '5' }))).toThrow(/^everyMs: expected milliseconds/);
    expect(() => router.watch(order, loose({ until: 'sms' }))).toThrow(
      /^until: expected one of message, next, /,
    );
    await expect(router.cancel(order, loose({ insist: 'no' }))).rejects.toThrow(
      /^insist: expected true or false/,
    );
    await expect(router.fetch(loose(undefined))).rejects.toThrow(
      /^ref: expected an order, or its provider and id/,
    );
    await expect(router.finish(loose({ id: '7' }))).rejects.toThrow(/^ref: expected an order/);
    await expect(router.recover(loose({ unattended: 'kill' }))).rejects.toThrow(
      /^unattended: expected one of/,
    );
    await expect(router.close(loose({ open: 'no' }))).rejects.toThrow(/^open: expected one of cancel, keep/);
    await clock.runUntil(router.close());
  });

  test('of the router is refused by name, too', () => {
    const create = (more: Partial<RouterOptions>) => () =>
      createRouter({ providers: [], journal: memoryJournal({ acceptOrphans: true }), ...more });
    expect(create({ offersTtlMs: -1 })).toThrow(/^offersTtlMs: expected milliseconds from 0 up, got -1/);
    expect(create(loose({ coolDownMs: '30s' }))).toThrow(
      /^coolDownMs: expected milliseconds from 0 up, got "30s"/,
    );
  });

  test.each<[Partial<BuyOptions>, Partial<Want>]>([
    [{ allowVirtual: true }, {}],
    [{ buyer: 'qa' }, {}],
    [{ maxPrice: '2 USD' }, {}],
    [{}, { country: ['EE', 'GB'] }],
  ])('%j, or %j, makes another want of a key', async (options, words) => {
    const { clock, start } = setUp();
    const router = start();
    const asked = { ...buying, key: 'k' };
    await clock.runUntil(router.buy(want, asked));
    await expect(clock.runUntil(router.buy({ ...want, ...words }, { ...asked, ...options }))).rejects.toThrow(
      /^key: expected a key that was not used/,
    );
    await clock.runUntil(router.close());
  });

  test('of other words, or countries in another order, make no other want of a key', async () => {
    const { clock, start, sold } = setUp();
    const router = start();
    const asked = { ...buying, key: 'k' };
    for (const country of [
      ['EE', 'GB'],
      ['GB', 'Estonia'],
      ['UK', 'ee', 'EE'],
    ])
      await clock.runUntil(router.buy({ service: 'tg', country }, asked));
    expect(sold()).toHaveLength(1);
    await clock.runUntil(router.close());
  });

  test('tolerance makes another want of a key', async () => {
    const { clock, start } = setUp();
    const router = start();
    const asked = { ...buying, key: 'k' };
    const first = await clock.runUntil(router.buy(want, { ...asked, tolerance: 0.1 }));
    expect(await clock.runUntil(router.buy(want, { ...asked, tolerance: '0.10' }))).toEqual(first);
    await expect(clock.runUntil(router.buy(want, asked))).rejects.toThrow(
      /^key: expected a key that was not used/,
    );
    await clock.runUntil(router.close());
  });
});
