import { formatDecimal, money, type Offer } from '@numroute/core';
import type { Reply } from '@numroute/http';
import type { Row } from './classify.ts';
import type { Codes } from './codes.ts';
import { replyError, wordError } from './failure.ts';
import { isHostile, readCode, readDecimal, readStock } from './fields.ts';
import { writeHandle } from './handle.ts';
import { readBody } from './read.ts';

interface Shelf {
  readonly id: string;
  readonly codes: Codes;
  readonly currency: string;
}

export function readOffers(reply: Reply, shelf: Shelf): readonly Offer[] {
  const body = readBody(reply, 'get_status');
  if (body.kind === 'word') {
    // A country that the vendor does not sell, or has none of, is nothing to sell and no error.
    if (body.alone && (body.word === 'NO NUMBER' || body.word === 'INVALID COUNTRY')) return [];
    throw wordError(body.word);
  }
  if (body.kind !== 'data') throw replyError(reply, body);
  // One bad row is dropped; a list without a single row of the known shape is another format.
  if (body.rows.length > 0 && !body.rows.some(isOfferRow)) throw replyError(reply, body);
  return body.rows.flatMap((row) => readOffer(row, shelf) ?? []);
}

function isOfferRow(row: Row): boolean {
  return row.has('price') && row.has('server') && row.has('country') && row.has('service_code');
}

function readOffer(row: Row, { id, codes, currency }: Shelf): Offer | undefined {
  const server = readCode(row.get('server'));
  const country = readCode(row.get('country'));
  const service = readCode(row.get('service_code'));
  const price = readDecimal(row.get('price'));
  if (server === undefined || country === undefined || service === undefined) return undefined;
  // A router must never see a free offer.
  if (!price || price.units <= 0n || [...row.keys()].some(isHostile)) return undefined;
  return {
    provider: id,
    service: codes.serviceOf(service),
    country: codes.countryOf(country),
    pool: server,
    price: money(formatDecimal(price), currency),
    stock: readStock(row.get('stock')),
    handle: writeHandle({ server, country, service }),
  };
}
