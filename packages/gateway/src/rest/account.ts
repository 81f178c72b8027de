import { NumrouteError } from '@numroute/core';
import type { FastifyInstance } from 'fastify';
import type { Orders } from '../orders/orders.ts';
import type { PriceKeeper } from '../price-history/price-keeper.ts';
import { operatorOnly, type Shops } from '../server/guard.ts';
import * as schemas from './schemas.ts';

/** A client's budget, and for operators what the vendors hold of ours. */
export function accountRoutes(
  app: FastifyInstance,
  shops: Shops,
  orders: Orders,
  keeper: PriceKeeper | undefined,
): void {
  app.get(
    '/account',
    {
      schema: {
        summary: 'Who you are here, and which currencies prices can be told in',
        response: { 200: schemas.account, default: schemas.failure },
      },
    },
    async (request) => {
      const { id, isOperator, allowVirtual, currency } = shops.of(request).client;
      const nothing = { amount: '0', currency };
      const sides = orders.rates.flatMap(({ base, quote }) => [base, quote]);
      const currencies = [...new Set([currency, ...sides])].filter((one) => orders.convert(nothing, one));
      return {
        client: id,
        operator: isOperator,
        allowVirtual,
        currency,
        currencies,
        ...(isOperator && { rates: orders.rates }),
        priceHistory: keeper?.services ?? [],
      };
    },
  );

  app.get(
    '/balance',
    {
      schema: {
        summary: 'What you may still spend',
        response: { 200: schemas.balance, default: schemas.failure },
      },
    },
    async (request) => {
      const { budget } = shops.of(request).client;
      const { amount, currency, per } = budget.settings;
      return { balance: budget.remaining(), budget: { amount, currency }, per };
    },
  );

  app.get(
    '/providers',
    {
      schema: {
        summary: 'For operators: the vendors and what is left there',
        response: { 200: schemas.providers, default: schemas.failure },
      },
    },
    async (request) => {
      operatorOnly(shops.of(request));
      const providers = await Promise.all(
        orders.providers.map(async (id) => {
          try {
            return { id, balance: await orders.balance(id) };
          } catch (error) {
            return { id, error: NumrouteError.is(error) ? error.code : 'UNREADABLE' };
          }
        }),
      );
      return { providers };
    },
  );
}
