import { beforeAll, describe, expect, test } from 'vitest';
import { compile } from './compile/compile.ts';

/** Everything right, with one place that each fixture below gets wrong. */
const good = `
import { type Call, can, money, type Offer, type Order, NumrouteError, type Provider, type ProviderPlugin } from '@numroute/core';
import { type Adapter, createHttpProvider } from '@numroute/http';
import { providerModule } from '@numroute/inversify';
import type { Subject } from '@numroute/testkit';

export const manifest = {
  id: 'acme',
  apiVersion: 1,
  limits: { requests: 5, perMs: 1000, concurrent: 2 },
  traits: { priceGuard: true, stock: 'exact', refundsOnCancel: true },
  timing: { pollMs: 3000 },
} as const;
const offer: Offer = {
  provider: 'acme',
  service: 'telegram',
  country: 'EE',
  price: { amount: '0.11', currency: 'USD' },
  stock: 5,
  handle: '{}',
};
const provider: Provider = {
  manifest,
  listOffers: async () => [offer],
  purchase: async () => ({ id: '1', phone: '+3725550001', status: 'open', messages: [] }),
  fetchOrder: async (id) => ({ id, status: 'open', messages: [] }),
  cancelOrder: async (id) => ({ id, status: 'cancelled', messages: [] }),
};
const adapter: Adapter = {
  manifest,
  auth: { in: 'header', name: 'x-acme-token' },
  listOffers: async (send) => ((await send({ query: { call: 'list' } })).text === '' ? [] : [offer]),
  purchase: {
    describe: ({ handle }, { amount }) => ({ json: { call: 'buy', handle, most: amount } }),
    read: ({ text }) =>
      text === 'NONE'
        ? { outcome: 'rejected', code: 'OUT_OF_STOCK', word: text }
        : { outcome: 'unknown', why: 'an unknown word' },
  },
  fetchOrder: async (_send, id) => ({ id, status: 'open', messages: [] }),
};
interface Settings {
  readonly apiKey: string;
}
const plugin: ProviderPlugin<Settings> = {
  id: 'acme',
  apiVersion: 1,
  parseSettings: (raw) => ({ apiKey: String(raw) }),
  create: ({ apiKey }) => createHttpProvider(adapter, { baseUrl: 'https://acme.example', apiKey }),
};
const subject: Subject = { create: ({ apiKey }) => plugin.create({ apiKey }) };
export const refusal = new NumrouteError('UNKNOWN_ORDER', 'no such order', { id: '1' });
export const module = providerModule(plugin, { apiKey: 'k' });
export const isOpen = ({ status }: Order): boolean => status === 'open';
export const price = money('0.11', 'USD');
export async function ask(call: Call): Promise<void> {
  await provider.listOffers({ country: 'EE' }, call);
  if (can(provider, 'cancelOrder')) await provider.cancelOrder('1', call);
}
export { subject };
`;

/** A wrong turn, the text that it stands in the place of, and what the compiler has to name. */
const mistakes: readonly (readonly [name: string, right: string, wrong: string, said: RegExp])[] = [
  ['no purchase', /purchase: async \(\) => .*\n/.exec(good)?.[0] ?? '', '', /'purchase' is missing/],
  ['no trait for refunds', ', refundsOnCancel: true', '', /refundsOnCancel/],
  [
    'another version of the contract',
    'apiVersion: 1,\n  limits',
    'apiVersion: 2,\n  limits',
    /'?2'? is not assignable to type '?1/,
  ],
  [
    'a currency by its number',
    "currency: 'USD' }",
    'currency: 840 }',
    /'number' is not assignable to type 'string'/,
  ],
  ['a price as a float', "amount: '0.11'", 'amount: 0.11', /'number' is not assignable to type 'string'/],
  ['money without a currency', "money('0.11', 'USD')", "money('0.11')", /Expected 2 arguments/],
  ['a stock as text', 'stock: 5', "stock: '5'", /'string' is not assignable to type 'number'/],
  ['an offer without a handle', "  handle: '{}',\n", '', /'handle' is missing/],
  [
    'a price list that is not waited for',
    'listOffers: async () => [offer]',
    'listOffers: () => [offer]',
    /Promise/,
  ],
  ['a report that is not waited for', 'fetchOrder: async (id) =>', 'fetchOrder: (id) =>', /Promise/],
  ['a receipt without an id', "id: '1', phone", 'phone', /'id' is missing/],
  [
    "a vendor's own status",
    "fetchOrder: async (id) => ({ id, status: 'open'",
    "fetchOrder: async (id) => ({ id, status: 'waiting'",
    /"waiting"/,
  ],
  [
    'a cancel that answers yes or no',
    "cancelOrder: async (id) => ({ id, status: 'cancelled', messages: [] })",
    'cancelOrder: async () => true',
    /boolean/,
  ],
  [
    'a cancel that wants more than an id',
    'cancelOrder: async (id)',
    'cancelOrder: async (id: { order: string; id: string })',
    /string/,
  ],
  [
    'a capability that is there and is not',
    "cancelOrder: async (id) => ({ id, status: 'cancelled', messages: [] })",
    'cancelOrder: undefined',
    /undefined/,
  ],
  [
    'a capability that nobody knows',
    "can(provider, 'cancelOrder')",
    "can(provider, 'refundOrder')",
    /"refundOrder"/,
  ],
  ['a capability that was not asked for', "if (can(provider, 'cancelOrder')) ", '', /possibly 'undefined'/],
  ['a call without its signal', "{ country: 'EE' }, call)", "{ country: 'EE' }, {})", /'signal' is missing/],
  [
    'an error code of its own',
    "'UNKNOWN_ORDER', 'no such order'",
    "'SOLD_OUT', 'no such order'",
    /"SOLD_OUT"/,
  ],
  ['an error without its details', "'no such order', { id: '1' }", "'no such order', {}", /'id' is missing/],
  ['a refusal that promises nothing', "code: 'OUT_OF_STOCK'", "code: 'UNAVAILABLE'", /"UNAVAILABLE"/],
  [
    'a purchase that sends by itself',
    'describe: ({ handle }, { amount }) => (',
    'describe: async ({ handle }, { amount }) => (',
    /Promise/,
  ],
  [
    'a purchase as one function',
    /purchase: \{[\s\S]*?\n {2}\},\n/.exec(good)?.[0] ?? '',
    "purchase: async () => ({ outcome: 'unknown', why: '' }),\n",
    /describe\(offer/,
  ],
  ['a key in a cookie', "in: 'header'", "in: 'cookie'", /"cookie"/],
  ['settings that are not those of create', '({ apiKey: String(raw) })', '({ key: String(raw) })', /apiKey/],
  [
    'a plugin without a check of its settings',
    /parseSettings: .*\n/.exec(good)?.[0] ?? '',
    '',
    /'parseSettings' is missing/,
  ],
  ['a module with settings of another plugin', "{ apiKey: 'k' }", "{ token: 'k' }", /'token' does not exist/],
  [
    'an order that is written to',
    "status === 'open';\n",
    "status === 'open';\noffer.price.amount = '0.01';\n",
    /read-only/,
  ],
  [
    'a proof without a provider',
    '{ create: ({ apiKey }) => plugin.create({ apiKey }) }',
    '{}',
    /'create' is missing/,
  ],
];

describe('a wrong plugin does not compile', () => {
  let errors: readonly string[] = [];

  beforeAll(() => {
    const wrong = mistakes.map(([, right, instead], n) => [
      `wrong-${n}.ts`,
      good.replace(right, () => instead),
    ]);
    errors = compile({ 'good.ts': good, ...Object.fromEntries(wrong) });
  }, 60_000);

  test('a right one does', () => {
    expect(errors.filter((error) => error.startsWith('good.ts'))).toEqual([]);
  });

  test.each(mistakes.map(([name, right, , said], n) => ({ name, right, said, file: `wrong-${n}.ts` })))(
    '$name',
    ({ right, said, file }) => {
      expect(right).not.toBe('');
      expect(good).toContain(right);
      expect(errors.filter((error) => error.startsWith(`${file}(`)).join('\n')).toMatch(said);
    },
  );
});
