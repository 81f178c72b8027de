/** JSON Schemas of what goes over the wire: fastify checks with them, and the OpenAPI document shows them. */
export type Schema = Readonly<Record<string, unknown>>;

export const object = (
  properties: Readonly<Record<string, Schema>>,
  optional: readonly string[] | 'all' = [],
): Schema => ({
  type: 'object',
  additionalProperties: false,
  required: Object.keys(properties).filter((name) => optional !== 'all' && !optional.includes(name)),
  properties,
});

export const listOf = (items: Schema): Schema => ({ type: 'array', items });

export const text: Schema = { type: 'string' };
const names: Schema = listOf({ type: 'string', minLength: 1, maxLength: 100 });
export const time: Schema = { type: 'string', format: 'date-time' };
export const count: Schema = { type: 'integer', minimum: 0 };
export const share: Schema = { type: 'number', minimum: 0, maximum: 1 };
/** What a thought mostly rests on. */
export const grounds: Schema = { enum: ['measured', 'vendor', 'usual'] };

export const service: Schema = {
  type: 'string',
  minLength: 1,
  maxLength: 64,
  description: 'A service such as `telegram`, or `<provider>:<code>`.',
};
export const country: Schema = {
  type: 'string',
  minLength: 2,
  maxLength: 64,
  description: 'ISO 3166-1 alpha-2, or `<provider>:<code>`.',
};
export const currency: Schema = { type: 'string', pattern: '^[A-Z]{3}$', description: 'ISO 4217, or IRT.' };

export const amount: Schema = {
  type: 'string',
  pattern: '^\\d{1,24}(\\.\\d{1,18})?$',
  description: 'An exact decimal.',
};

export const money: Schema = object({ amount, currency });

const outlook: Schema = {
  ...object({
    chance: { ...share, description: 'That its code comes before it is given up.' },
    meanMs: { type: 'integer', description: 'The mean age at which such a code comes.' },
    giveUpAfterMs: { type: 'integer', description: 'The age at which an order without a code is given up.' },
    perCode: {
      ...money,
      description:
        'What a code costs us, in money and minutes, if this is bought until one comes. Without the margin.',
    },
    orders: {
      type: 'number',
      description: 'Own orders of just this offer that are remembered; older ones count less.',
    },
    from: {
      ...grounds,
      description:
        'What it mostly rests on: own orders, the word of the vendor, or what is usual everywhere.',
    },
  }),
  description: 'For operators who ask for `outlooks`.',
};

export const offer: Schema = object(
  {
    service: text,
    country: text,
    price: money,
    stock: { type: ['integer', 'null'], description: 'null: the vendor does not say.' },
    virtual: { type: 'boolean' },
    listedAt: { ...time, description: 'When the vendor said so.' },
    provider: { ...text, description: 'For operators.' },
    pool: text,
    cost: { ...money, description: "For operators: the vendor's own price." },
    successRate: object({ value: share, windowHours: { type: 'number' }, source: text }, ['windowHours']),
    outlook,
  },
  ['virtual', 'listedAt', 'provider', 'pool', 'cost', 'successRate', 'outlook'],
);

export const offers: Schema = object(
  {
    currency,
    total: { type: 'integer', description: 'How many there are; the list holds the cheapest.' },
    offers: listOf(offer),
    complete: { type: 'boolean', description: 'False: not everybody answered, so something may be missing.' },
    silent: {
      ...listOf(object({ provider: text, code: text, message: text })),
      description: 'For operators: who did not answer, and why.',
    },
    excluded: {
      ...listOf(object({ provider: text, why: text, count: { type: 'integer' } })),
      description: 'For operators: what is not for sale, and why.',
    },
  },
  ['silent', 'excluded'],
);

export const message: Schema = object(
  {
    code: { ...text, description: 'As the vendor tells it, else found in the text.' },
    text,
    from: text,
    receivedAt: time,
  },
  'all',
);

const refund: Schema = { enum: ['none', 'promised', 'unknown', 'seen', 'missing'] };

export const order: Schema = object(
  {
    id: { type: 'string', pattern: '^[1-9]\\d{0,9}$', description: 'Below 2^31.' },
    status: {
      enum: ['in-doubt', 'lost', 'open', 'delivered', 'finished', 'cancelled', 'expired', 'gone'],
      description:
        '`in-doubt`: the vendor may have charged, and nobody knows yet. `lost`: it charged, or may have, and nobody can tell the number any more; the order is over and the budget counts it. `gone`: the vendor knows it no more, and its word proves nothing about the money.',
    },
    service: text,
    country: text,
    phone: {
      ...text,
      description: 'E.164 with its plus. Absent where the vendor told none, or none that can be read.',
    },
    price: { ...money, description: 'What it costs; in doubt or lost, the most that it may cost.' },
    refund,
    messages: listOf(message),
    orderedAt: time,
    expiresAt: time,
    cancelAfter: { ...time, description: 'The vendor refuses to cancel before.' },
    cancelBefore: { ...time, description: 'Without a code by then the order is cancelled by itself.' },
    provider: { ...text, description: 'For operators.' },
    client: { ...text, description: 'For operators, in lists of the past.' },
  },
  ['phone', 'expiresAt', 'cancelAfter', 'cancelBefore', 'provider', 'client'],
);

const next: Schema = { ...text, description: 'The `cursor` of the page after; absent on the last.' };
export const orders: Schema = object({ orders: listOf(order), next }, ['next']);
export const messages: Schema = object({ messages: listOf(message) });

/** What makes sending again safe. */
export const keyed: Schema = {
  type: 'object',
  required: ['idempotency-key'],
  properties: { 'idempotency-key': { type: 'string', minLength: 1, maxLength: 255 } },
};

const wish: Readonly<Record<string, Schema>> = {
  service,
  country: { anyOf: [country, { type: 'array', items: country, minItems: 1, maxItems: 300 }] },
  maxPrice: { ...money, description: 'The most to pay. Never loosened.' },
  allowVirtual: { type: 'boolean', default: false },
  minPrice: { ...money, description: 'Nothing cheaper is bought.' },
  providers: { ...names, description: 'For operators: only these are asked.' },
  exceptProviders: { ...names, description: 'For operators: these sell nothing.' },
  pools: { ...names, description: 'Only these pools, such as `virtual53` or `fivesim:virtual53`.' },
  exceptPools: { ...names, description: 'None of these pools.' },
  minStock: {
    type: 'integer',
    minimum: 1,
    description: 'Offers of fewer, and those that do not say, are left out.',
  },
  minSuccessRate: {
    ...share,
    description: 'Offers of which fewer codes arrive, and those that do not say, are left out.',
  },
};
const optional = Object.keys(wish).filter((name) => name !== 'service' && name !== 'maxPrice');

export const purchase: Schema = object(wish, optional);

export const codeWish: Schema = object(
  {
    ...wish,
    maxPrice: { ...money, description: 'The most to pay for one number. Never loosened.' },
    maxSpend: {
      ...money,
      description:
        'The most to pay for all numbers, without those whose money comes back. It is held back from the budget while numbers are tried. `maxPrice`, if absent.',
    },
    withinMs: {
      type: 'integer',
      minimum: 1_000,
      maximum: 86_400_000,
      description:
        'No code is of use later, and no number is bought later. Milliseconds from the first request on.',
    },
    numbers: { type: 'integer', minimum: 1, maximum: 50, default: 5, description: 'To buy at most.' },
  },
  [...optional, 'maxSpend', 'numbers'],
);

const nth: Schema = { type: 'integer', minimum: 0, description: '1 for the first number; 0: none yet.' };
const why: Schema = {
  enum: ['late', 'unfit', 'ended'],
  description: '`ended`: its order was over by itself.',
};

export const code: Schema = object(
  {
    id: text,
    state: {
      enum: ['searching', 'waiting', 'got', 'failed'],
      description:
        '`searching`: a number is being bought, or the last one is being given up. `waiting`: put the number in; its code is waited for. `failed`: no further number is bought.',
    },
    service: text,
    askedAt: time,
    deadline: { ...time, description: 'No code is of use later.' },
    nth: { ...nth, description: 'Of the last number. 1 for the first; 0: none yet.' },
    phone: { ...text, description: 'The number at hand. E.164 with its plus.' },
    country: text,
    order: { ...text, description: 'Its id in `/v1/orders`.' },
    code: { ...text, description: 'The whole SMS where no code is recognised in it.' },
    text: { ...text, description: 'The whole SMS, where the vendor tells it.' },
    tried: listOf(object({ nth, order: text, price: money, refund, why })),
    spent: {
      ...money,
      description:
        'What all numbers cost, or may still cost: the sum that counts in the budget, in the currency of `maxSpend`.',
    },
    failure: object({ code: text, detail: text }),
  },
  ['phone', 'country', 'order', 'code', 'text', 'failure'],
);

export const account: Schema = object(
  {
    client: text,
    operator: { type: 'boolean', description: 'Sees the vendors.' },
    allowVirtual: { type: 'boolean', description: 'May buy VoIP numbers.' },
    currency: { ...currency, description: 'Of its prices, unless it asks for another.' },
    currencies: { ...listOf(currency), description: 'Prices can be told in these.' },
    rates: {
      ...listOf(object({ base: currency, quote: currency, value: text, source: text, asOf: text })),
      description: 'For operators: what amounts are converted by.',
    },
    priceHistory: { ...listOf(text), description: 'Services that `/v1/prices/history` tells of.' },
  },
  ['rates'],
);

export const balance: Schema = object({
  balance: money,
  budget: { ...money, description: 'The whole of it.' },
  per: { enum: ['day', 'month', 'total'] },
});

export const services: Schema = object({ services: listOf(object({ slug: text, name: text })) });
export const countries: Schema = object({ countries: listOf(object({ code: text, name: text })) });

export const providers: Schema = object({
  providers: listOf(
    object({ id: text, balance: money, error: { ...text, description: 'Why there is no balance.' } }, [
      'balance',
      'error',
    ]),
  ),
});

export const problem: Schema = {
  ...object(
    {
      type: text,
      title: text,
      status: { type: 'integer' },
      detail: text,
      code: {
        ...text,
        description:
          '`LOST`: what was bought under this Idempotency-Key was charged, and nobody can tell its number any more; asking again tells nothing new, another key buys again.',
      },
      moneyMayHaveMoved: { type: 'boolean', description: 'false promises that nothing was charged.' },
      field: text,
      retryAfterMs: { type: 'integer' },
      price: { ...money, description: 'What the cheapest costs, where that is above the cap.' },
      order: { ...text, description: 'With `LOST`: the id of the order.' },
    },
    ['field', 'retryAfterMs', 'price', 'order'],
  ),
  description: 'RFC 9457.',
};

/** What every route answers when it fails. */
export const failure: Schema = {
  description: 'What went wrong, and whether money may have moved.',
  content: { 'application/problem+json': { schema: problem } },
};
