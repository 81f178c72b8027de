import { NumrouteError, type OrderReport, type Period } from '@numroute/core';
import { isSuccess, membersOf, type Reply, readIsoTime, type Send } from '@numroute/http';
import { chargeOf } from './amounts.ts';
import { isServiceCode, readId, readPhone } from './fields.ts';
import { namedCountry } from './named-country.ts';
import { messageOf } from './orders.ts';
import type { Profile } from './profile.ts';
import { readBody } from './reply.ts';
import type { Site } from './site.ts';

type Facts = NonNullable<Profile['history']>;
type Row = ReadonlyMap<string, unknown>;

/** How far back it is asked. Longer ago than any order lives, and than most pauses of a process. */
const SPAN_MS = 86_400_000;
/** So many newer orders are looked through at most, in pages. */
const MOST_PAGES = 8;
/** Of the few minutes in which a purchase was made. */
const MOST_PAGES_LISTED = 50;
/** One order is asked for once in so long, because its row may come later than its end. */
const AGAIN_MS = 30_000;
/** Nobody is asked for after a refusal: the site wants a minute after "too fast". */
const REST_MS = 60_000;
/** How many orders are remembered. */
const MEMORY = 1000;

/** What became of orders that the classic protocol calls over or denies, without saying what of the money. */
interface History {
  /**
   * Reads only, and never throws: undefined where the history does not know either, or cannot be had.
   *
   * @param at When the classic answer came, in milliseconds since 1970.
   */
  endOf(send: Send, order: string, at: number): Promise<OrderReport | undefined>;
  /** @throws {NumrouteError} UNREADABLE A page is not understood, or there is no last one. */
  list(send: Send, period: Period): Promise<readonly OrderReport[]>;
}

export function createHistory(facts: Facts, site: Site): History {
  const asked = new Map<string, number>();
  let restsUntil = 0;
  return {
    async endOf(send, order, at) {
      // Its ids are numbers, and count upwards.
      if (!/^\d{1,20}$/.test(order) || at < restsUntil || at < (asked.get(order) ?? 0) + AGAIN_MS) {
        return undefined;
      }
      asked.delete(order);
      asked.set(order, at);
      const [oldest] = asked.keys();
      if (asked.size > MEMORY && oldest !== undefined) asked.delete(oldest);
      try {
        const row = await find(send, order, at, facts);
        const end = row && endIn(row, facts);
        return end?.status === 'gone' ? undefined : end;
      } catch {
        restsUntil = at + REST_MS;
        return undefined;
      }
    },
    async list(send, period) {
      const found = new Map<string, OrderReport>();
      for await (const rows of pagesOf(send, whole(period), facts, MOST_PAGES_LISTED)) {
        for (const row of rows) {
          const end = endIn(row, facts);
          if (end) found.set(end.id, { ...end, ...boughtIn(row, end, site) });
        }
        if (rows.length < facts.rows) return [...found.values()];
      }
      throw new NumrouteError('UNREADABLE', 'the history does not end', {});
    },
  };
}

/** The row of an order, on pages that begin with the newest. */
async function find(send: Send, order: string, at: number, facts: Facts): Promise<Row | undefined> {
  const day = { from: at - SPAN_MS, to: at };
  for await (const rows of pagesOf(send, day, facts, MOST_PAGES)) {
    const ids = rows.map((row) => row.get('id')).map(readId);
    const found = rows[ids.indexOf(order)];
    const isPassed = ids.some((id) => id !== undefined && BigInt(id) < BigInt(order));
    if (found || isPassed || rows.length < facts.rows) return found;
  }
  return undefined;
}

async function* pagesOf(
  send: Send,
  { from, to }: Period,
  { path, auth, rows: size }: Facts,
  most: number,
): AsyncGenerator<readonly Row[], void, undefined> {
  const span = { from: seconds(from), to: seconds(to) };
  for (let page = 1; page <= most; page += 1) {
    yield rowsOf(await send({ path, auth, query: { ...span, page: String(page), size: String(size) } }));
  }
}

/** @throws {NumrouteError} UNREADABLE */
function rowsOf(reply: Reply): readonly Row[] {
  const body = readBody(reply);
  const data = isSuccess(reply) && body.kind === 'json' ? membersOf(body.value)?.get('data') : undefined;
  const rows = Array.isArray(data) ? data.map(membersOf) : [undefined];
  if (rows.every((row) => row !== undefined && /^\d{1,20}$/.test(String(row.get('id'))))) {
    return rows as readonly Row[];
  }
  throw new NumrouteError('UNREADABLE', 'the history is not understood', {});
}

/**
 * A code beside a refund contradicts it, and one that is not understood is not "none": such a row is over,
 * and proves nothing of the money. Undefined for one that is not over.
 */
function endIn(row: Row, { ends }: Facts): OrderReport | undefined {
  const id = readId(row.get('id'));
  const status = ends[String(row.get('status'))];
  if (id === undefined || status === undefined) return undefined;
  const codes = row.get('moreCodes');
  const message = messageOf(codes, undefined);
  const messages = message?.code === undefined ? [] : [message];
  if (status === 'finished') return { id, status, messages };
  return saysNone(codes) ? { id, status, messages: [] } : { id, status: 'gone', messages };
}

/** What the row tells of the purchase. What a row costs that is not done was not charged. */
function boughtIn(row: Row, { status }: OrderReport, { codes, currency }: Site): Partial<OrderReport> {
  const phone = readPhone(row.get('phone'));
  const service = row.get('service');
  // Its countries are numbers.
  const isPlace = /^\d+$/.test(String(row.get('country')));
  const country = isPlace ? namedCountry(row, phone, codes) : undefined;
  const price = status === 'finished' ? chargeOf(row.get('cost'), row.get('currency'), currency) : undefined;
  const orderedAt = readIsoTime(row.get('createDate'));
  return {
    ...(phone !== undefined && { phone }),
    ...(typeof service === 'string' && isServiceCode(service) && { service: codes.serviceOf(service) }),
    ...(country !== undefined && { country }),
    ...(price && { price }),
    ...(orderedAt !== undefined && { orderedAt }),
  };
}

function saysNone(codes: unknown): boolean {
  if (Array.isArray(codes)) return codes.length === 0;
  return codes === null || codes === undefined || (typeof codes === 'string' && codes.trim() === '');
}

/** `2026-09-28T00:00:00Z` */
const seconds = (at: number): string => `${new Date(at).toISOString().slice(0, 19)}Z`;

/** It is asked in whole seconds. */
const whole = ({ from, to }: Period): Period => ({ from, to: to + 999 });
