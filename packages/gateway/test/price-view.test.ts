import { money } from '@numroute/core';
import { createRates } from '@numroute/router';
import { virtualClock } from '@numroute/testkit';
import { expect, test } from 'vitest';
import type { ClientSettings } from '../src/index.ts';
import { createClient } from '../src/selling/client.ts';
import { client as settings } from './support/gateway.ts';

const rates = createRates([{ base: 'EUR', quote: 'USD', value: '2', source: 'test', asOf: '2026-11-20' }]);
const nothing = (): never => {
  throw new Error('not in this test');
};

function clientWith(own: Partial<ClientSettings>) {
  const orders = {
    quoteMarket: nothing,
    buy: nothing,
    recall: nothing,
    getCode: nothing,
    recallCode: nothing,
    abandonCode: nothing,
    claim: nothing,
    find: nothing,
    list: nothing,
    past: nothing,
    writeNote: nothing,
    hint: nothing,
    steps: nothing,
    readNotes: nothing,
    spend: nothing,
    spent: nothing,
    standing: () => [],
    disk: async () => undefined,
    trackRecord: nothing,
    cancel: nothing,
    finish: nothing,
    requestAnotherSms: nothing,
    balance: nothing,
    onChange: nothing,
    onEvent: nothing,
    rates: rates.rates,
    providers: [],
    convert: rates.convert,
  };
  return createClient(settings(own), orders, virtualClock());
}

test('clients that see the same prices share one list, and no others', () => {
  const dollars = clientWith({ currency: 'USD', margin: { fixed: '0.5' } }).viewIn('USD', false);
  const euros = clientWith({ currency: 'EUR', margin: { fixed: '0.5' } }).viewIn('USD', false);
  const alike = clientWith({ currency: 'EUR', margin: { fixed: '0.25' } }).viewIn('USD', false);
  expect(euros.pricing.sale(money('1', 'USD'))).not.toEqual(dollars.pricing.sale(money('1', 'USD')));
  expect(euros.name).not.toBe(dollars.name);
  expect(alike.pricing.sale(money('1', 'USD'))).toEqual(dollars.pricing.sale(money('1', 'USD')));
  expect(alike.name).toBe(dollars.name);
});

test.each<Partial<ClientSettings>>([
  { services: ['telegram'] },
  { countries: ['EE'] },
  { allowVirtual: true },
  { margin: { percent: '1' } },
])('%j makes another list', (own) => {
  expect(clientWith(own).viewIn('USD', false).name).not.toBe(clientWith({}).viewIn('USD', false).name);
});
