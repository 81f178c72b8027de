/**
 * What a new adapter starts as, by path.
 *
 * Built from examples/your-own-adapter by `npm run template`: change that, not this.
 */
export const template: Readonly<Record<string, string>> = {
  '.gitignore': `node_modules
dist
`,
  'README.md': `# numroute-pigeon

Pigeon for numroute: an adapter, and the server half of its dialect. What the vendor's page says is in [VENDOR.md](VENDOR.md).

\`\`\`
npm install
npm test                           # builds, checks the types, runs the tests, and puts every promise to the proof
\`\`\`

To buy with it, install it beside a \`numroute.config.json\` that names it, such as [the one here](numroute.config.json), and set \`PIGEON_API_KEY\`:

\`\`\`
npx numroute compare telegram
\`\`\`

| file | what it says |
| --- | --- |
| \`src/words.ts\` | the vendor's words, and what each of them proves |
| \`src/cents.ts\`, \`src/codes.ts\` | its amounts and its codes, in our terms and back |
| \`src/offers.ts\`, \`src/purchase.ts\`, \`src/flights.ts\` | its replies, read |
| \`src/adapter.ts\` | its calls |
| \`src/plugin.ts\` | the settings, and what numroute loads |
| \`src/dialect.ts\`, \`src/server.ts\` | the same vendor from behind the counter, for the proof |
| \`src/conformance.ts\` | what is put to the proof |
`,
  'VENDOR.md': `# The Pigeon API

An invented vendor's page, as pages of this kind are written. Yours goes here: what the adapter does should be possible to check against it.

> Every call is a \`POST\` to \`https://api.pigeon.example/loft\` with a JSON body and your token in the header \`x-pigeon-token\`. At most 5 calls a second, 2 at a time. All amounts are whole US cents, as text. All times are seconds since 1970.
>
> Every answer is HTTP 200 and JSON: \`{"ok": true, …}\`, or \`{"ok": false, "coo": "<word>"}\`, some with \`"wait": <seconds>\`.
>
> | call | fields | answer |
> | --- | --- | --- |
> | \`purse\` | | \`{"ok": true, "cents": "1250"}\` |
> | \`shelf\` | \`service?\`, \`country?\` | \`{"ok": true, "shelf": [{"service": "tg", "country": "ee", "ladder": [{"cents": "11", "birds": 5}, {"cents": "14", "birds": 40}]}]}\` |
> | \`fly\` | \`service\`, \`country\`, \`most\` | \`{"ok": true, "flights": [{"flight": "3762", "ring": "37255500001", "cents": "11", "state": "up", "letters": [], "until": 1767226800}]}\` |
> | \`flight\` | \`flight\` | \`{"ok": true, "flight": {…}}\` |
> | \`flights\` | | \`{"ok": true, "flights": [{…}]}\`, those that are \`up\` or \`landed\` |
> | \`call_back\` | \`flight\` | \`{"ok": true, "flight": {…}}\`, now \`called_back\`; your cents return to the purse |
> | \`roost\` | \`flight\` | \`{"ok": true, "flight": {…}}\`, now \`roosting\`; for a flight that has \`landed\` |
>
> \`fly\` takes the cheapest bird of the ladder, and none above \`most\` cents.
>
> A flight is \`up\` (no letter yet), \`landed\` (a letter came), \`roosting\` (done), \`called_back\` or \`strayed\` (no letter within 20 minutes; your cents return). A letter is \`{"text": "Your code: 012345", "at": 1767225600}\`.
>
> | coo | meaning |
> | --- | --- |
> | \`no_birds\` | nothing left at \`most\` or below; nothing was charged |
> | \`seed_too_dear\` | there are birds, but for more than \`most\`; nothing was charged; \`cents\` says how much |
> | \`empty_crop\` | your purse holds too little; nothing was charged |
> | \`wrong_ring\` | this token opens no loft |
> | \`hush\` | too many calls; none was carried out; \`wait\` says how long |
> | \`what\` | the call or a field of it makes no sense |
> | \`no_such_flight\` | not one of yours |
> | \`still_climbing\` | too early to call back; \`wait\` says how long |
> | \`not_now\` | its state does not allow that |
> | \`storm\` | something broke on our side |
>
> Services: \`tg\` Telegram, \`wa\` WhatsApp, \`vb\` Viber, \`ds\` Discord, and others. Countries: as in ISO 3166-1, in small letters, but \`uk\` for the United Kingdom.
`,
  'numroute.config.json': `{
  "providers": [{ "plugin": "numroute-pigeon", "settings": { "apiKey": { "env": "PIGEON_API_KEY" } } }],
  "currency": "USD"
}
`,
  'package.json': `{
  "name": "numroute-pigeon",
  "version": "0.0.0",
  "private": true,
  "description": "Pigeon for numroute: the adapter and its dialect.",
  "type": "module",
  "sideEffects": false,
  "engines": {
    "node": ">=22.19"
  },
  "exports": {
    ".": {
      "types": "./dist/index.d.ts",
      "default": "./dist/index.js"
    },
    "./conformance": {
      "types": "./dist/conformance.d.ts",
      "default": "./dist/conformance.js"
    }
  },
  "files": [
    "dist"
  ],
  "scripts": {
    "build": "tsc -p tsconfig.build.json",
    "prepack": "npm run build",
    "test": "npm run build && tsc -p tsconfig.json && vitest run && numroute verify ."
  },
  "dependencies": {
    "@numroute/core": "^0.0.0",
    "@numroute/http": "^0.0.0"
  },
  "devDependencies": {
    "@numroute/testkit": "^0.0.0",
    "@types/node": "^24.19.2",
    "numroute": "^0.0.0",
    "typescript": "^7.0.2",
    "vitest": "^5.1.1"
  }
}
`,
  'src/adapter.ts': `import { answers, type Limits, type Manifest } from '@numroute/core';
import type { Adapter, RequestDescription } from '@numroute/http';
import { centsOf, moneyOf } from './cents.ts';
import { codeOfCountry, codeOfService } from './codes.ts';
import { readFlight, readFlights } from './flights.ts';
import { readHandle, readOffers } from './offers.ts';
import { readPurchase } from './purchase.ts';
import { dataOf, unreadable } from './words.ts';

/** The page: "At most 5 calls a second, 2 at a time." */
const defaultLimits: Limits = { requests: 5, perMs: 1000, concurrent: 2 };

/** The longest price list that is read, in bytes: as much as \`parseJson\` builds. */
const SHELF_BYTES = 1_048_576;

/** The vendor as functions over an injected \`send\`: no key, no socket, no clock, no retry. */
export function createAdapter(id: string, limits: Limits = defaultLimits): Adapter {
  return {
    manifest: manifestOf(id, limits),
    auth: { in: 'header', name: 'x-pigeon-token' },

    async listOffers(send, query) {
      const service = query.service && codeOfService(id, query.service);
      const country = query.country && codeOfCountry(id, query.country);
      // The vendor has no word for it, so it sells none.
      if ((query.service && !service) || (query.country && !country)) return [];
      const reply = await send({ ...ask('shelf', { service, country }), maxBytes: SHELF_BYTES });
      return readOffers(reply, id).filter((offer) => answers(offer, query));
    },

    purchase: {
      describe: (offer, maxPrice) => ask('fly', { ...readHandle(offer, id), most: centsOf(maxPrice) }),
      read: (reply) => readPurchase(reply, id),
    },

    fetchOrder: async (send, flight) => readFlight(await send(ask('flight', { flight })), id, flight),
    cancelOrder: async (send, flight) => readFlight(await send(ask('call_back', { flight })), id, flight),
    finishOrder: async (send, flight) => readFlight(await send(ask('roost', { flight })), id, flight),
    listOpenOrders: async (send) => readFlights(await send(ask('flights')), id),

    async fetchBalance(send) {
      const reply = await send(ask('purse'));
      const balance = moneyOf(dataOf(reply)['cents']);
      if (!balance) throw unreadable(reply);
      return balance;
    },
  };
}

function ask(call: string, fields: Readonly<Record<string, unknown>> = {}): RequestDescription {
  return { json: { call, ...fields } };
}

function manifestOf(id: string, limits: Limits): Manifest {
  return {
    id,
    apiVersion: 1,
    limits,
    // "none above \`most\` cents"; the ladder says how many birds; "your cents return to the purse".
    traits: { priceGuard: true, stock: 'exact', refundsOnCancel: true },
    timing: { pollMs: 3000, lifetimeMs: 20 * 60_000 },
  };
}
`,
  'src/cents.ts': `import { decimalOf, formatDecimal, type Money, money, NumrouteError } from '@numroute/core';
import type { Json } from '@numroute/http';

/** The page: "All amounts are whole US cents, as text." */
const currency = 'USD';

/** \`'14'\` is 0.14 USD. Undefined for what is no amount: a guess would be a made-up price. */
export function moneyOf(cents: Json | undefined): Money | undefined {
  if (typeof cents !== 'string' || !/^\\d{1,20}$/.test(cents)) return undefined;
  return money(formatDecimal({ units: BigInt(cents), scale: 2 }), currency);
}

/**
 * Rounded down: a cap is never loosened.
 *
 * @throws {NumrouteError} INVALID_INPUT Not in the vendor's currency.
 */
export function centsOf(amount: Money): string {
  if (amount.currency !== currency) throw NumrouteError.input('maxPrice', \`an amount in \${currency}\`);
  const { units, scale } = decimalOf(amount);
  return String((units * 100n) / 10n ** BigInt(scale));
}
`,
  'src/codes.ts': `import { findCountry } from '@numroute/core';

/** The vendor's codes by our names. What is not listed here is \`pigeon:<code>\` in our words. */
const services: Readonly<Record<string, string>> = {
  telegram: 'tg',
  whatsapp: 'wa',
  viber: 'vb',
  discord: 'ds',
};
const serviceNames = new Map(Object.entries(services).map(([name, code]) => [code, name]));

/** Undefined: the vendor cannot sell it, as far as anybody knows. */
export function codeOfService(provider: string, service: string): string | undefined {
  return foreign(provider, service) ?? (Object.hasOwn(services, service) ? services[service] : undefined);
}

export function serviceOfCode(provider: string, code: string): string {
  return serviceNames.get(code) ?? \`\${provider}:\${code}\`;
}

export function codeOfCountry(provider: string, country: string): string | undefined {
  if (country === 'GB') return 'uk';
  return foreign(provider, country) ?? (findCountry(country) && country.toLowerCase());
}

export function countryOfCode(provider: string, code: string): string {
  if (code === 'uk') return 'GB';
  const known = code === code.toLowerCase() && code !== 'gb' ? findCountry(code.toUpperCase()) : undefined;
  return known?.code ?? \`\${provider}:\${code}\`;
}

function foreign(provider: string, name: string): string | undefined {
  return name.startsWith(\`\${provider}:\`) ? name.slice(provider.length + 1) : undefined;
}
`,
  'src/conformance.ts': `import type { Subject } from '@numroute/testkit';
import { dialect } from './dialect.ts';
import { plugin } from './plugin.ts';

/** What \`numroute verify .\` and the tests put to the proof: how to build the provider, how the vendor talks. */
const subject: Subject = {
  dialect,
  create: ({ baseUrl, apiKey, timeoutMs }) =>
    plugin.create({
      baseUrl,
      apiKey,
      timeoutMs,
      purchaseTimeoutMs: timeoutMs,
      allowInsecureHttp: true,
    }),
  market: {
    currency: 'USD',
    decimals: 2,
    offers: [
      { service: 'telegram', country: 'EE', price: '0.11', stock: 5 },
      { service: 'telegram', country: 'GB', price: '0.25', stock: 4 },
      { service: 'whatsapp', country: 'EE', price: '1.30', stock: 7 },
      // The second rung of a ladder, and one that is sold out.
      { service: 'telegram', country: 'EE', price: '0.14', stock: 40 },
      { service: 'viber', country: 'EE', price: '0.20', stock: 0 },
    ],
  },
};

export default subject;
`,
  'src/dialect.ts': `import { type Dialect, type ErrorCode, NumrouteError, type Shop, type WireReply } from '@numroute/core';
import { parseJson } from '@numroute/http';
import { centsOf } from './cents.ts';
import { listShelf, sellFlight, showFlight, showPurse } from './server.ts';
import { type Fields, fieldsOf, type Word } from './words.ts';

/** The vendor's word for whatever goes wrong in the shop. */
const words: ReadonlyMap<ErrorCode, Word> = new Map<ErrorCode, Word>([
  ['OUT_OF_STOCK', 'no_birds'],
  ['NO_OFFER', 'no_birds'],
  ['PRICE_ABOVE_LIMIT', 'seed_too_dear'],
  ['INSUFFICIENT_FUNDS', 'empty_crop'],
  ['INVALID_INPUT', 'what'],
  ['UNKNOWN_ORDER', 'no_such_flight'],
  ['WRONG_STATE', 'not_now'],
]);

type Answer = (shop: Shop, fields: Fields) => Promise<object>;

const id = ({ flight }: Fields): string => (typeof flight === 'string' ? flight : '');

const answers: ReadonlyMap<unknown, Answer> = new Map<string, Answer>([
  ['purse', showPurse],
  ['shelf', listShelf],
  ['fly', sellFlight],
  ['flight', async (shop, fields) => ({ flight: showFlight(await shop.fetchOrder(id(fields))) })],
  ['flights', async (shop) => ({ flights: (await shop.listOpenOrders()).map(showFlight) })],
  ['call_back', async (shop, fields) => ({ flight: showFlight(await shop.cancelOrder(id(fields))) })],
  ['roost', async (shop, fields) => ({ flight: showFlight(await shop.finishOrder(id(fields))) })],
]);

/** The server half: answers as the page says that the vendor answers. The kit sells through it. */
export const dialect: Dialect = {
  id: 'pigeon',
  path: '/loft',
  async respond({ method, headers, body }, door) {
    const shop = door(headers['x-pigeon-token'] ?? '');
    if (!shop) return refuse('wrong_ring');
    const fields = fieldsOf(parseJson(body)) ?? {};
    const answer = method === 'POST' ? answers.get(fields['call']) : undefined;
    if (!answer) return refuse('what');
    try {
      return reply({ ok: true, ...(await answer(shop, fields)) });
    } catch (error) {
      return refusal(error);
    }
  },
};

function refusal(error: unknown): WireReply {
  if (!NumrouteError.is(error)) return refuse('storm');
  if (NumrouteError.is(error, 'WRONG_STATE') && error.details.retryAfterMs !== undefined)
    return refuse('still_climbing', { wait: Math.ceil(error.details.retryAfterMs / 1000) });
  if (NumrouteError.is(error, 'PRICE_ABOVE_LIMIT') && error.details.price)
    return refuse('seed_too_dear', { cents: centsOf(error.details.price) });
  return refuse(words.get(error.code) ?? 'storm');
}

function refuse(coo: Word, more: object = {}): WireReply {
  return reply({ ok: false, coo, ...more });
}

function reply(body: object): WireReply {
  return { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}
`,
  'src/flights.ts': `import type { Message, OrderReport, OrderStatus } from '@numroute/core';
import type { Json, Reply } from '@numroute/http';
import { moneyOf } from './cents.ts';
import { countryOfCode, serviceOfCode } from './codes.ts';
import { dataOf, fieldsOf, unreadable } from './words.ts';

/** The page promises the money back for the last two, so they may be called so. */
const states: ReadonlyMap<Json | undefined, OrderStatus> = new Map([
  ['up', 'open'],
  ['landed', 'delivered'],
  ['roosting', 'finished'],
  ['called_back', 'cancelled'],
  ['strayed', 'expired'],
]);

/** One order; \`id\` is the one that was asked for. */
export function readFlight(reply: Reply, provider: string, id: string): OrderReport {
  const report = reportOf(dataOf(reply, id)['flight'], provider);
  if (report?.id !== id) throw unreadable(reply);
  return report;
}

export function readFlights(reply: Reply, provider: string): readonly OrderReport[] {
  const reports = reportsOf(dataOf(reply)['flights'], provider);
  if (!reports) throw unreadable(reply);
  return reports;
}

/** Undefined where any of them cannot be read: an order that is left out would be forgotten money. */
export function reportsOf(flights: Json | undefined, provider: string): readonly OrderReport[] | undefined {
  if (!Array.isArray(flights)) return undefined;
  const reports = flights.flatMap((flight: Json) => reportOf(flight, provider) ?? []);
  return reports.length === flights.length ? reports : undefined;
}

/** An order is its id: a phone that cannot be read is left out, and a later report may tell it. */
function reportOf(value: Json | undefined, provider: string): OrderReport | undefined {
  const { flight, ring, state, letters, cents, until, service, country } = fieldsOf(value) ?? {};
  const status = states.get(state);
  const messages = Array.isArray(letters) ? letters.flatMap(messageOf) : undefined;
  if (typeof flight !== 'string' || flight === '' || !status || !messages) return undefined;
  const hasPhone = typeof ring === 'string' && /^[1-9]\\d{6,14}$/.test(ring);
  const price = moneyOf(cents);
  const expiresAt = millisecondsOf(until);
  return {
    id: flight,
    status,
    messages,
    ...(hasPhone && { phone: \`+\${ring}\` }),
    ...(typeof service === 'string' && { service: serviceOfCode(provider, service) }),
    ...(typeof country === 'string' && { country: countryOfCode(provider, country) }),
    ...(price && { price }),
    ...(expiresAt !== undefined && { expiresAt }),
  };
}

/** The text stays verbatim: whoever reads it finds the code. */
function messageOf(letter: Json): readonly Message[] {
  const { text, at } = fieldsOf(letter) ?? {};
  if (typeof text !== 'string') return [];
  const receivedAt = millisecondsOf(at);
  return [{ text, ...(receivedAt !== undefined && { receivedAt }) }];
}

function millisecondsOf(seconds: Json | undefined): number | undefined {
  return typeof seconds === 'string' && /^\\d{1,12}$/.test(seconds) ? Number(seconds) * 1000 : undefined;
}
`,
  'src/index.ts': `export { dialect } from './dialect.ts';
export { plugin as default, plugin as pigeon, type Settings } from './plugin.ts';
`,
  'src/offers.ts': `import { NumrouteError, type Offer } from '@numroute/core';
import type { Json, Reply } from '@numroute/http';
import { moneyOf } from './cents.ts';
import { countryOfCode, serviceOfCode } from './codes.ts';
import { dataOf, type Fields, fieldsOf, unreadable } from './words.ts';

/** The vendor's own codes of one offer. They travel in the offer's handle, through JSON and restarts. */
interface Handle {
  readonly service: string;
  readonly country: string;
}

export function readOffers(reply: Reply, provider: string): readonly Offer[] {
  const { shelf } = dataOf(reply);
  if (!Array.isArray(shelf)) throw unreadable(reply);
  return shelf.flatMap((entry: Json) => {
    const fields = fieldsOf(entry);
    const offers = fields && readLadder(fields, provider);
    if (!offers) throw unreadable(reply);
    return offers;
  });
}

/** Every rung is an offer: the same thing at another price. A price that cannot be read is no empty shelf. */
function readLadder({ service, country, ladder }: Fields, provider: string): readonly Offer[] | undefined {
  if (!isCode(service) || !isCode(country) || !Array.isArray(ladder)) return undefined;
  const handle: Handle = { service, country };
  const rungs = ladder.map((rung: Json) => fieldsOf(rung) ?? {});
  if (rungs.some(({ cents }) => !moneyOf(cents))) return undefined;
  return rungs.flatMap(({ cents, birds }) => {
    const price = moneyOf(cents);
    // A router must never see a free offer.
    if (!price || price.amount === '0') return [];
    return {
      provider,
      service: serviceOfCode(provider, service),
      country: countryOfCode(provider, country),
      price,
      stock: typeof birds === 'string' && /^\\d{1,15}$/.test(birds) ? Number(birds) : null,
      handle: JSON.stringify(handle),
    };
  });
}

/** @throws {NumrouteError} INVALID_INPUT The offer is not one of ours. */
export function readHandle(offer: Offer, provider: string): Handle {
  if (offer.provider !== provider) throw NumrouteError.input('offer.provider', \`an offer of \${provider}\`);
  try {
    const { service, country }: Partial<Record<keyof Handle, Json>> = JSON.parse(offer.handle);
    if (isCode(service) && isCode(country)) return { service, country };
  } catch {}
  throw NumrouteError.input('offer.handle', 'the handle of an offer that listOffers gave');
}

function isCode(value: Json | undefined): value is string {
  return typeof value === 'string' && /^[\\w.-]{1,40}$/.test(value);
}
`,
  'src/plugin.ts': `import type { ProviderPlugin } from '@numroute/core';
import {
  type CommonSettings,
  checkSettings,
  commonChecks,
  connectionOf,
  createHttpProvider,
  refusePlainHttp,
} from '@numroute/http';
import { createAdapter } from './adapter.ts';

/** Key, address, limits, time limits and proxy. What only this vendor needs is added here. */
export type Settings = CommonSettings;

const defaultBaseUrl = 'https://api.pigeon.example/loft';

export const plugin: ProviderPlugin<Settings> = {
  id: 'pigeon',
  apiVersion: 1,
  parseSettings(raw) {
    const settings = checkSettings(raw, commonChecks);
    refusePlainHttp(settings);
    return settings;
  },
  create(settings) {
    const { id = 'pigeon', limits, baseUrl = defaultBaseUrl } = settings;
    return createHttpProvider(createAdapter(id, limits), connectionOf(settings, baseUrl));
  },
};
`,
  'src/purchase.ts': `import type { PurchaseOutcome, Reply } from '@numroute/http';
import { moneyOf } from './cents.ts';
import { reportsOf } from './flights.ts';
import { readReply, refusals, waitOf } from './words.ts';

/**
 * What a reply to \`fly\` proves. A refusal needs its word, a sale needs its flight; whatever is neither
 * may have been charged, and the router will look for it.
 */
export function readPurchase(reply: Reply, provider: string): PurchaseOutcome {
  const said = readReply(reply);
  if (said.kind === 'word') {
    const { word, fields } = said;
    const code = refusals[word];
    const price = moneyOf(fields['cents']);
    if (code) return { outcome: 'rejected', code, word, ...(price && { price }), ...waitOf(fields) };
  }
  const [first, ...others] = (said.kind === 'data' && reportsOf(said.fields['flights'], provider)) || [];
  if (!first) return { outcome: 'unknown', why: 'neither a flight nor a refusal' };
  return { outcome: 'accepted', receipt: { ...first, ...(others.length > 0 && { surplus: others }) } };
}
`,
  'src/server.ts': `import { NumrouteError, type Offer, type OrderReport, type OrderStatus, type Shop } from '@numroute/core';
import { centsOf, moneyOf } from './cents.ts';
import { codeOfCountry, codeOfService, countryOfCode, serviceOfCode } from './codes.ts';
import type { Fields } from './words.ts';

const vendor = 'pigeon';

export async function showPurse(shop: Shop): Promise<object> {
  return { cents: centsOf(await shop.fetchBalance()) };
}

export async function listShelf(shop: Shop, { service, country }: Fields): Promise<object> {
  const offers = await shop.listOffers({
    ...(typeof service === 'string' && { service: serviceOfCode(vendor, service) }),
    ...(typeof country === 'string' && { country: countryOfCode(vendor, country) }),
  });
  const entries = Map.groupBy(offers, (offer) => \`\${offer.service} \${offer.country}\`);
  return { shelf: [...entries.values()].map(showEntry) };
}

/** @throws {NumrouteError} INVALID_INPUT */
export async function sellFlight(shop: Shop, { service, country, most }: Fields): Promise<object> {
  const maxPrice = moneyOf(most);
  if (typeof service !== 'string' || typeof country !== 'string' || !maxPrice)
    throw NumrouteError.input('fly', 'service, country and most');
  const receipt = await shop.purchase({
    service: serviceOfCode(vendor, service),
    country: countryOfCode(vendor, country),
    maxPrice,
  });
  return { flights: [receipt, ...(receipt.surplus ?? [])].map(showFlight) };
}

const states: Readonly<Record<OrderStatus, string>> = {
  open: 'up',
  delivered: 'landed',
  finished: 'roosting',
  cancelled: 'called_back',
  expired: 'strayed',
  gone: 'strayed',
};

export function showFlight(report: OrderReport): object {
  const { id, phone = '', status, messages, service, country, price, expiresAt } = report;
  return {
    flight: id,
    ring: phone.replace('+', ''),
    state: states[status],
    letters: messages.map(({ text, receivedAt }) => ({ text, at: seconds(receivedAt) })),
    service: service && (codeOfService(vendor, service) ?? service),
    country: country && (codeOfCountry(vendor, country) ?? country),
    cents: price && centsOf(price),
    until: seconds(expiresAt),
  };
}

function showEntry(offers: readonly Offer[]): object {
  const [{ service, country } = { service: '', country: '' }] = offers;
  const rungs = Map.groupBy(offers, ({ price }) => centsOf(price));
  return {
    service: codeOfService(vendor, service) ?? service,
    country: codeOfCountry(vendor, country) ?? country,
    ladder: [...rungs].map(([cents, same]) => ({
      cents,
      birds: same.reduce((sum, { stock }) => sum + (stock ?? 0), 0),
    })),
  };
}

function seconds(time: number | undefined): number | undefined {
  return time === undefined ? undefined : Math.floor(time / 1000);
}
`,
  'src/words.ts': `import { type ErrorCode, NumrouteError } from '@numroute/core';
import { type Json, parseJson, type RefusalCode, type Reply } from '@numroute/http';

/** What each word of the page means. */
const meanings = {
  no_birds: 'OUT_OF_STOCK',
  seed_too_dear: 'PRICE_ABOVE_LIMIT',
  empty_crop: 'INSUFFICIENT_FUNDS',
  wrong_ring: 'UNAUTHORIZED',
  hush: 'RATE_LIMITED',
  what: 'REJECTED',
  no_such_flight: 'UNKNOWN_ORDER',
  still_climbing: 'WRONG_STATE',
  not_now: 'WRONG_STATE',
  storm: 'UNAVAILABLE',
} as const satisfies Readonly<Record<string, ErrorCode>>;

export type Word = keyof typeof meanings;

/** The words after which a purchase was certainly not made. \`storm\` promises nothing, so it is not here. */
export const refusals: Readonly<Partial<Record<Word, RefusalCode>>> = {
  no_birds: 'OUT_OF_STOCK',
  seed_too_dear: 'PRICE_ABOVE_LIMIT',
  empty_crop: 'INSUFFICIENT_FUNDS',
  wrong_ring: 'UNAUTHORIZED',
  hush: 'RATE_LIMITED',
  what: 'REJECTED',
};

export type Fields = Readonly<Record<string, Json>>;

/** What a whole reply says, before anybody looks at its fields. */
export type Said =
  | { readonly kind: 'data'; readonly fields: Fields }
  | { readonly kind: 'word'; readonly word: Word; readonly fields: Fields }
  | { readonly kind: 'nothing' };

export function readReply({ status, text }: Reply): Said {
  const fields = status === 200 ? fieldsOf(parseJson(text)) : undefined;
  if (fields?.['ok'] === true) return { kind: 'data', fields };
  const word = fields?.['coo'];
  if (fields?.['ok'] === false && isWord(word)) return { kind: 'word', word, fields };
  return { kind: 'nothing' };
}

/** The data of a reply to anything but a purchase, or the error that its word means. */
export function dataOf(reply: Reply, id = ''): Fields {
  const said = readReply(reply);
  if (said.kind === 'data') return said.fields;
  if (said.kind === 'nothing') throw unreadable(reply);
  const { word, fields } = said;
  const code = meanings[word];
  const message = \`the vendor answered \${word}\`;
  if (code === 'UNKNOWN_ORDER') throw new NumrouteError(code, message, { vendorWord: word, id });
  throw new NumrouteError(code, message, { vendorWord: word, ...waitOf(fields) });
}

/** A reply that is neither data nor one of the vendor's words: no answer at all. */
export function unreadable({ status, text }: Reply): NumrouteError {
  const code = status === 200 ? 'UNREADABLE' : 'UNAVAILABLE';
  const message = \`the vendor's reply is not understood (HTTP \${status})\`;
  return new NumrouteError(code, message, { vendorWord: text.slice(0, 200) });
}

export function waitOf({ wait }: Fields): { readonly retryAfterMs?: number } {
  // 0 tells no time.
  return typeof wait === 'string' && /^[1-9]\\d{0,5}$/.test(wait) ? { retryAfterMs: Number(wait) * 1000 } : {};
}

export function fieldsOf(value: Json | undefined): Fields | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;
}

function isWord(value: Json | undefined): value is Word {
  return typeof value === 'string' && Object.hasOwn(meanings, value);
}
`,
  'test/conformance.test.ts': `import { verifyProvider } from '@numroute/testkit/vitest';
import subject from '../src/conformance.ts';

verifyProvider('pigeon', subject);
`,
  'test/page.test.ts': `import { money, type Offer } from '@numroute/core';
import type { RequestDescription } from '@numroute/http';
import { expect, test } from 'vitest';
import { createAdapter } from '../src/adapter.ts';
import plugin from '../src/index.ts';

// The replies of the vendor's page, letter for letter: the kit proves that the adapter keeps the
// contract with the vendor that dialect.ts plays, these prove that it is the vendor of the page.

const adapter = createAdapter('pigeon');
const asked: RequestDescription[] = [];
const answering = (text: string) => async (request: RequestDescription) => {
  asked.push(request);
  return { status: 200, headers: {}, text };
};
const flight =
  '{"flight": "3762", "ring": "37255500001", "cents": "11", "state": "up", "letters": [], "until": 1767226800}';

const shelf =
  '{"ok": true, "shelf": [{"service": "tg", "country": "ee", "ladder": [{"cents": "11", "birds": 5}, {"cents": "14", "birds": 40}]}]}';

test('a ladder is an offer for each rung', async () => {
  const offers = [...(await adapter.listOffers(answering(shelf), { service: 'telegram', country: 'EE' }))];
  expect(asked.at(-1)).toMatchObject({ json: { call: 'shelf', service: 'tg', country: 'ee' } });
  expect(offers.map(({ service, country, price, stock }) => [service, country, price.amount, stock])).toEqual(
    [
      ['telegram', 'EE', '0.11', 5],
      ['telegram', 'EE', '0.14', 40],
    ],
  );
});

test('a purchase asks for the codes of the offer, and for no more than the cap', async () => {
  const [offer] = (await adapter.listOffers(answering(shelf), {})) as Iterable<Offer> & [Offer];
  expect(adapter.purchase.describe(offer, money('0.149', 'USD'))).toEqual({
    json: { call: 'fly', service: 'tg', country: 'ee', most: '14' },
  });
  const reply = { status: 200, headers: {}, text: \`{"ok": true, "flights": [\${flight}]}\` };
  expect(adapter.purchase.read(reply, offer)).toMatchObject({
    outcome: 'accepted',
    receipt: {
      id: '3762',
      phone: '+37255500001',
      status: 'open',
      price: { amount: '0.11', currency: 'USD' },
    },
  });
});

test.each([
  ['{"ok": false, "coo": "no_birds"}', { outcome: 'rejected', code: 'OUT_OF_STOCK' }],
  [
    '{"ok": false, "coo": "seed_too_dear", "cents": "15"}',
    { outcome: 'rejected', code: 'PRICE_ABOVE_LIMIT', price: { amount: '0.15', currency: 'USD' } },
  ],
  [
    '{"ok": false, "coo": "hush", "wait": 3}',
    { outcome: 'rejected', code: 'RATE_LIMITED', retryAfterMs: 3000 },
  ],
  ['{"ok": false, "coo": "hush", "wait": 0}', { outcome: 'rejected', code: 'RATE_LIMITED' }],
  ['{"ok": false, "coo": "storm"}', { outcome: 'unknown' }],
  ['{"ok": true, "flights": []}', { outcome: 'unknown' }],
])('what the purchase reply %s proves', async (text, outcome) => {
  const [offer] = (await adapter.listOffers(answering(shelf), {})) as Iterable<Offer> & [Offer];
  expect(adapter.purchase.read({ status: 200, headers: {}, text }, offer)).toMatchObject(outcome);
});

test.each(['""', '"pending"', 'null', '"0915"'])(
  'a flight whose ring is %s is an order all the same',
  async (ring) => {
    const [offer] = (await adapter.listOffers(answering(shelf), {})) as Iterable<Offer> & [Offer];
    const text = \`{"ok": true, "flights": [\${flight.replace('"37255500001"', ring)}]}\`;
    const outcome = adapter.purchase.read({ status: 200, headers: {}, text }, offer);
    expect(outcome).toMatchObject({ outcome: 'accepted', receipt: { id: '3762', status: 'open' } });
    expect(JSON.stringify(outcome)).not.toContain('phone');
  },
);

test.each(['"$0.11"', '"0,11"', 'null', '0.11'])(
  'a shelf with the price %s is not understood',
  async (cents) => {
    const strange = shelf.replace('"11"', cents);
    await expect(adapter.listOffers(answering(strange), {})).rejects.toMatchObject({ code: 'UNREADABLE' });
  },
);

test('a letter is a message, as it was written', async () => {
  const text = \`{"ok": true, "flight": \${flight.replace('up', 'landed').replace('[]', '[{"text": "Your code: 012345", "at": 1767225600}]')}}\`;
  expect(await adapter.fetchOrder(answering(text), '3762')).toMatchObject({
    status: 'delivered',
    messages: [{ text: 'Your code: 012345', receivedAt: 1_767_225_600_000 }],
  });
});

test('settings are checked, and the key is not repeated', () => {
  expect(() => plugin.parseSettings({ apiKey: 'a key with blanks' })).toThrow(/^apiKey: /);
  expect(plugin.parseSettings({ apiKey: 'secret', timeoutMs: 5000 })).toEqual({
    apiKey: 'secret',
    timeoutMs: 5000,
  });
});
`,
  'tsconfig.build.json': `{
  "extends": "./tsconfig.json",
  "compilerOptions": {
    "noEmit": false,
    "declaration": true,
    "rootDir": "src",
    "outDir": "dist"
  },
  "include": ["src"]
}
`,
  'tsconfig.json': `{
  "compilerOptions": {
    "target": "es2024",
    "lib": ["es2024", "esnext.disposable"],
    "module": "nodenext",
    "types": ["node"],
    "strict": true,
    "exactOptionalPropertyTypes": true,
    "noUncheckedIndexedAccess": true,
    "erasableSyntaxOnly": true,
    "verbatimModuleSyntax": true,
    "rewriteRelativeImportExtensions": true,
    "skipLibCheck": true,
    "noEmit": true
  },
  "include": ["src", "test"]
}
`,
};
