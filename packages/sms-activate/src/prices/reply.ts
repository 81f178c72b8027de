import { inSlices } from '@numroute/core';
import { isSuccess, type Reply } from '@numroute/http';
import type { PriceListBuilder } from '@numroute/http/price-list';
import { findWord, replyError } from '../failure.ts';
import { type Body, isText, readBody } from '../reply.ts';
import type { Site } from '../site.ts';
import { sellsNothing } from './nothing.ts';
import { type PriceFinding, type PriceQuery, PriceReader } from './read.ts';
import type { PriceSource } from './source.ts';

/** Longer bodies are no error message, and too long to be read as a whole. */
const LONGEST_MESSAGE = 65_536;

/**
 * Adds what a reply lists.
 *
 * @throws {NumrouteError} UNREADABLE The list is cut off, or of another format.
 */
export async function readOffers(
  reply: Reply,
  source: PriceSource,
  asked: PriceQuery,
  site: Site,
  list: PriceListBuilder,
): Promise<void> {
  const found = isSuccess(reply) ? await findPrices(reply, source, asked, list) : undefined;
  if (found?.known && Object.keys(found.said).length === 0) return;
  const body = messageOf(reply, found);
  if (sellsNothing(body) || (isSuccess(reply) && isText(body, source.none))) return;
  // One bad row is dropped: an offer has nowhere to say that another was left out.
  if (found?.known && !findWord(body, 'offers', site.profile)) return;
  throw replyError(reply, body, 'offers', site.profile);
}

/** Undefined if the body is not whole. */
async function findPrices(
  reply: Reply,
  source: PriceSource,
  asked: PriceQuery,
  list: PriceListBuilder,
): Promise<PriceFinding | undefined> {
  const body = reply.parts ?? reply.text.replace(/^\uFEFF/, '');
  const reader = new PriceReader(body, source, asked, list);
  try {
    return await inSlices(reader.read());
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function messageOf(reply: Reply, found: PriceFinding | undefined): Body {
  if (!reply.parts && reply.text.length <= LONGEST_MESSAGE) return readBody(reply);
  return found ? { kind: 'json', value: found.said } : { kind: 'broken' };
}
