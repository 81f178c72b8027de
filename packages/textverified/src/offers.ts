import type { Offer, Offers, Query } from '@numroute/core';
import { askedOf, readAs, refuseSaid, type Send, type VendorCodes } from '@numroute/http';
import { amountIn } from '@numroute/http/fields';
import * as v from 'valibot';
import { COUNTRY, isService } from './codes.ts';
import { isNotSold } from './words.ts';

const LONGEST_LIST = 4_194_304;

const services = v.array(v.object({ serviceName: v.string(), capability: v.string() }));
const price = v.object({ price: amountIn('USD') });

/**
 * One price is one request: of a service that is asked for one, of all of them one each.
 *
 * @param atOnce How many prices are asked for at the same time.
 */
export async function listOffers(
  send: Send,
  query: Query,
  codes: VendorCodes,
  atOnce: number,
): Promise<Offers> {
  const asked = askedOf(query, codes);
  if (!asked) return [];
  const names = asked.service === undefined ? await listServices(send) : [asked.service].filter(isService);
  const left = [...names];
  const found = new Map<string, Offer>();
  const askInTurn = async (): Promise<void> => {
    for (let name = left.shift(); name !== undefined; name = left.shift()) {
      const offer = await offerOf(send, name, codes);
      if (offer) found.set(name, offer);
    }
  };
  try {
    await Promise.all(Array.from({ length: atOnce }, askInTurn));
  } finally {
    left.length = 0;
  }
  return names.flatMap((name) => found.get(name) ?? []);
}

/** Those that get an SMS. */
async function listServices(send: Send): Promise<readonly string[]> {
  const query = { numberType: 'mobile', reservationType: 'verification' };
  const reply = await send({ path: ['services'], query, maxBytes: LONGEST_LIST });
  refuseSaid(reply, undefined);
  const rows = readAs(reply, services).filter(({ capability }) => /^sms/i.test(capability));
  return [...new Set(rows.map(({ serviceName }) => serviceName))].filter(isService);
}

/** Undefined: it is not sold. */
async function offerOf(
  send: Send,
  serviceName: string,
  { provider, services: named }: VendorCodes,
): Promise<Offer | undefined> {
  const wanted = { serviceName, areaCode: false, carrier: false, numberType: 'mobile', capability: 'sms' };
  const reply = await send({ path: ['pricing', 'verifications'], json: wanted });
  if (isNotSold(reply)) return undefined;
  refuseSaid(reply, undefined);
  const told = readAs(reply, price).price;
  if (!/[1-9]/.test(told.amount)) return undefined;
  return {
    provider,
    service: named.nameOf(serviceName),
    country: COUNTRY,
    price: told,
    // It tells none.
    stock: null,
    handle: JSON.stringify({ service: serviceName }),
  };
}
