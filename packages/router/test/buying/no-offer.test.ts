import { money, NumrouteError } from '@numroute/core';
import { createRates, type RouterOptions, type Want } from '@numroute/router';
import { describe, expect, test } from 'vitest';
import { market, usd } from '../support/market.ts';
import { lost, setUp, told, want } from '../support/stall.ts';

describe('nothing to buy', () => {
  const refusal = async (
    vendors: Parameters<typeof market>[0],
    options: Partial<RouterOptions> = {},
    of: Want = want,
  ) => {
    const { clock, start } = market(vendors, options);
    const router = start();
    const { error } = await clock.runUntil(told(router.buy(of, { maxPrice: '0.05 USD' })));
    await clock.runUntil(router.close());
    return error;
  };

  test('names the cheapest that is too dear, and the way out', async () => {
    const error = await refusal({
      dear: { price: '0.30' },
      hub: { price: '0.0600' },
      out: { price: '0.051', stock: 0 },
    });
    expect(error?.message).toBe(
      'telegram in EE: no offer fits; the cheapest costs 0.06 USD at hub: raise maxPrice; sold out at out; nothing was charged',
    );
    expect(error?.details).toMatchObject({
      hidden: [
        { limit: 'maxPrice', count: 2, countries: 1, cheapest: { provider: 'hub', price: usd('0.06') } },
      ],
    });
  });

  test('compares what is too dear across currencies', async () => {
    const rates = [{ base: 'EUR', quote: 'USD', value: '1.25', source: 'test', asOf: '2026-11-20' }];
    const error = await refusal(
      {
        dollars: { price: '0.30' },
        euros: { price: '0.20', currency: 'EUR' },
        pounds: { price: '0.01', currency: 'GBP' },
      },
      { rates: createRates(rates) },
    );
    expect(error?.details).toMatchObject({
      hidden: [{ cheapest: { provider: 'euros', price: money('0.2', 'EUR') } }],
    });
    expect(error?.message).toContain('no exchange rate for the prices of pounds');
  });

  test('says that nobody sells it', async () => {
    const error = await refusal(
      { one: { price: '0.01' } },
      {},
      { service: 'telegram', country: ['DE', 'FR'] },
    );
    expect(error?.message).toBe(
      'telegram in DE, FR: nobody sells it; it is sold in another country, the cheapest in EE for 0.01 USD at one; nothing was charged',
    );
    expect(error?.details).toMatchObject({ attempts: [], excluded: [], hidden: [{ limit: 'country' }] });
    const anywhere = await refusal({ one: { price: '0.01' } }, {}, { service: 'viber' });
    expect(anywhere?.message).toBe('viber: nobody sells it; nothing was charged');
    expect(anywhere?.details).toEqual({ attempts: [], excluded: [], hidden: [] });
  });

  test('says who did not list its offers', async () => {
    const down = () => new NumrouteError('UNAVAILABLE', 'down', {});
    const error = await refusal({ one: { price: '0.01', fault: down } });
    expect(error?.message).toBe(
      'telegram in EE: no offer fits; one did not list its offers (UNAVAILABLE); nothing was charged',
    );
  });

  test('says what was tried', async () => {
    const error = await refusal({
      one: {
        price: '0.01',
        fault: (operation) =>
          operation === 'purchase' ? new NumrouteError('REJECTED', 'no', {}) : undefined,
      },
    });
    expect(error?.message).toBe('telegram in EE: 1 tried, none bought (one: REJECTED); nothing was charged');
  });

  test('says that an account is in doubt, and what that means', async () => {
    const { clock, start } = setUp({ paper: { capabilities: ['cancelOrder'], fault: lost('after') } });
    const router = start();
    await clock.runUntil(told(router.buy(want, { maxPrice: '1 USD' })));
    const { error } = await clock.runUntil(told(router.buy(want, { maxPrice: '1 USD' })));
    expect(error?.message).toBe(
      'telegram in EE: no offer fits; it is in doubt whether an earlier purchase at one was charged, and nothing more is bought there until that is settled; nothing was charged',
    );
    await clock.runUntil(router.close());
  });
});
