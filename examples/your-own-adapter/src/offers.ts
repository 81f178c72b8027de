import { NumrouteError, type Offer } from '@numroute/core';
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
      stock: typeof birds === 'string' && /^\d{1,15}$/.test(birds) ? Number(birds) : null,
      handle: JSON.stringify(handle),
    };
  });
}

/** @throws {NumrouteError} INVALID_INPUT The offer is not one of ours. */
export function readHandle(offer: Offer, provider: string): Handle {
  if (offer.provider !== provider) throw NumrouteError.input('offer.provider', `an offer of ${provider}`);
  try {
    const { service, country }: Partial<Record<keyof Handle, Json>> = JSON.parse(offer.handle);
    if (isCode(service) && isCode(country)) return { service, country };
  } catch {}
  throw NumrouteError.input('offer.handle', 'the handle of an offer that listOffers gave');
}

function isCode(value: Json | undefined): value is string {
  return typeof value === 'string' && /^[\w.-]{1,40}$/.test(value);
}
