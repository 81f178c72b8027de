import { type Clock, type Money, NumrouteError, parseCountry, parseService } from '@numroute/core';
import { CheapestOverTime } from '@numroute/prices';
import type { FastifyInstance } from 'fastify';
import type { Orders } from '../orders/orders.ts';
import type { PriceKeeper } from '../price-history/price-keeper.ts';
import { operatorOnly, type Shops } from '../server/guard.ts';
import { timeOf } from './resources.ts';
import * as schemas from './schemas.ts';
import { type Span, spanOf } from './span.ts';

interface Asked {
  readonly Querystring: Span & {
    readonly service: string;
    readonly country: string;
    readonly provider?: string;
    readonly stepMs?: number;
    readonly currency?: string;
  };
}

const SPAN_MS = 7 * 86_400_000;
const LEAST_STEP_MS = 60_000;
const STEPS = 200;
const MOST_STEPS = 1_000;

const answer: schemas.Schema = schemas.object(
  {
    service: schemas.text,
    country: schemas.text,
    currency: schemas.currency,
    since: { ...schemas.time, description: 'When the first step begins.' },
    until: { ...schemas.time, description: 'When the last step ends.' },
    stepMs: { type: 'integer' },
    series: {
      ...schemas.listOf(
        schemas.object(
          {
            provider: { ...schemas.text, description: 'For operators.' },
            points: schemas.listOf(
              schemas.object({
                at: { ...schemas.time, description: 'When the step begins.' },
                price: { ...schemas.amount, description: 'The least in that step. Exact.' },
              }),
            ),
          },
          ['provider'],
        ),
      ),
      description:
        'One for each vendor to an operator, one in all to a client. A step in which nothing could be bought, or nobody looked, has no point.',
    },
    unrated: {
      ...schemas.count,
      description: 'For operators: prices that are left out, because no rate leads to the currency.',
    },
  },
  ['unrated'],
);

/** What was asked for a number over time: a client sees its own prices, an operator each vendor's. */
export function priceHistoryRoutes(
  app: FastifyInstance,
  shops: Shops,
  orders: Pick<Orders, 'convert'>,
  keeper: PriceKeeper | undefined,
  clock: Clock,
): void {
  app.get<Asked>(
    '/prices/history',
    {
      schema: {
        summary: 'The cheapest price of a service in a country over time',
        description:
          'Of the services that `/v1/account` lists as `priceHistory`: the settings of the gateway name them. Converted by the rates of now, with the margin of now. VoIP numbers are left out.',
        querystring: {
          type: 'object',
          additionalProperties: false,
          required: ['service', 'country'],
          properties: {
            service: schemas.service,
            country: schemas.country,
            provider: { type: 'string', minLength: 1, maxLength: 64, description: 'For operators.' },
            since: { ...schemas.time, description: 'Seven days before `until`, if absent.' },
            until: { ...schemas.time, description: 'Now, if absent.' },
            stepMs: {
              type: 'integer',
              minimum: LEAST_STEP_MS,
              description: `Milliseconds; at most ${MOST_STEPS} steps. If absent, about ${STEPS}.`,
            },
            currency: schemas.currency,
          },
        },
        response: { 200: answer, default: schemas.failure },
      },
    },
    async (request) => {
      const shop = shops.of(request);
      const { client } = shop;
      const { query } = request;
      if (query.provider !== undefined) operatorOnly(shop);
      const service = parseService(query.service);
      const country = parseCountry(query.country);
      const { currency = client.currency } = query;
      client.checkCurrency(currency, 'currency');
      // Refuses what the client may not buy.
      client.wantOf(service, country);
      if (!keeper?.services.includes(service)) throw notKept(keeper);
      const steps = stepsOf(query, clock.now());
      const filter = {
        ...{ service, countries: [country], since: steps.since },
        ...(query.provider !== undefined && { providers: [query.provider] }),
      };
      const lines = new Map<string | undefined, CheapestOverTime>();
      let unrated = 0;
      const end = steps.since + steps.count * steps.stepMs;
      for await (const span of keeper.spans(filter)) {
        if (span.since >= end) continue;
        const price = orders.convert(span.price, currency);
        if (!price) unrated += 1;
        else lineOf(lines, client.isOperator ? span.provider : undefined, steps).add(span, price);
      }
      const { sale } = client.pricingIn(currency);
      return {
        ...{ service, country, currency },
        since: timeOf(steps.since),
        until: timeOf(end),
        stepMs: steps.stepMs,
        series: [...lines].map(([provider, line]) => ({
          ...(provider !== undefined && { provider }),
          points: pointsOf(line, steps, (price) => sale(price).amount),
        })),
        ...(client.isOperator && { unrated }),
      };
    },
  );
}

interface Steps {
  readonly since: number;
  readonly stepMs: number;
  readonly count: number;
}

/** @throws {NumrouteError} INVALID_INPUT A time is none, nothing lies between the two, or it would be too many steps. */
function stepsOf({ stepMs: wanted, ...span }: Span & { readonly stepMs?: number }, now: number): Steps {
  const { sentSince, sentUntil: until = now } = spanOf(span);
  const since = sentSince ?? until - SPAN_MS;
  if (since >= until) throw NumrouteError.input('since', 'a time before `until`', timeOf(since));
  const length = until - since;
  const stepMs = wanted ?? Math.max(Math.ceil(length / STEPS / LEAST_STEP_MS), 1) * LEAST_STEP_MS;
  const count = Math.ceil(length / stepMs);
  if (count <= MOST_STEPS) return { since, stepMs, count };
  const least = Math.ceil(length / MOST_STEPS);
  throw NumrouteError.input('stepMs', `at least ${least}: no more than ${MOST_STEPS} steps`, String(stepMs));
}

function lineOf(
  lines: Map<string | undefined, CheapestOverTime>,
  seller: string | undefined,
  { since, stepMs, count }: Steps,
): CheapestOverTime {
  const line = lines.get(seller) ?? new CheapestOverTime(since, since + count * stepMs, count);
  lines.set(seller, line);
  return line;
}

function pointsOf(
  { parts }: CheapestOverTime,
  { since, stepMs }: Steps,
  amountOf: (price: Money) => string,
): readonly { readonly at: string; readonly price: string }[] {
  return parts.flatMap((part, nth) =>
    part ? [{ at: timeOf(since + nth * stepMs), price: amountOf(part.price) }] : [],
  );
}

function notKept(keeper: PriceKeeper | undefined): NumrouteError<'INVALID_INPUT'> {
  const kept = keeper?.services.join(', ') ?? 'none, until the setting `priceHistory` names them';
  return NumrouteError.input('service', `one whose prices are kept: ${kept}`);
}
