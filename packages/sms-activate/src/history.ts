import { NumrouteError, type OrderReport } from '@numroute/core';
import { isSuccess, type Reply, type Send } from '@numroute/http';
import { readId } from './fields.ts';
import { messageOf } from './orders.ts';
import type { Profile } from './profile.ts';
import { fieldsOf, readBody } from './reply.ts';

type Facts = NonNullable<Profile['history']>;
type Row = ReadonlyMap<string, unknown>;

/** How far back it is asked. Longer ago than any order lives, and than most pauses of a process. */
const SPAN_MS = 86_400_000;
/** So many newer orders are looked through at most, in pages. */
const MOST_PAGES = 8;
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
}

export function createHistory(facts: Facts): History {
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
        return row && endIn(row, order, facts);
      } catch {
        restsUntil = at + REST_MS;
        return undefined;
      }
    },
  };
}

/** The row of an order, on pages that begin with the newest. */
async function find(send: Send, order: string, at: number, facts: Facts): Promise<Row | undefined> {
  const { path, auth, rows: size } = facts;
  const span = { from: seconds(at - SPAN_MS), to: seconds(at) };
  for (let page = 1; page <= MOST_PAGES; page += 1) {
    const query = { ...span, page: String(page), size: String(size) };
    const rows = rowsOf(await send({ path, auth, query }));
    const ids = rows.map((row) => row.get('id')).map(readId);
    const found = rows[ids.indexOf(order)];
    const isPassed = ids.some((id) => id !== undefined && BigInt(id) < BigInt(order));
    if (found || isPassed || rows.length < size) return found;
  }
  return undefined;
}

/** @throws {NumrouteError} UNREADABLE */
function rowsOf(reply: Reply): readonly Row[] {
  const body = readBody(reply);
  const data = isSuccess(reply) && body.kind === 'json' ? fieldsOf(body.value)?.get('data') : undefined;
  const rows = Array.isArray(data) ? data.map(fieldsOf) : [undefined];
  if (rows.every((row) => row !== undefined && /^\d{1,20}$/.test(String(row.get('id'))))) {
    return rows as readonly Row[];
  }
  throw new NumrouteError('UNREADABLE', 'the history is not understood', {});
}

/**
 * A code beside a refund contradicts it, and one that is not understood is not "none": such a row leaves the
 * end open. What a cancelled row costs was not charged.
 */
function endIn(row: Row, order: string, { ends }: Facts): OrderReport | undefined {
  const status = ends[String(row.get('status'))];
  if (status === undefined) return undefined;
  const codes = row.get('moreCodes');
  if (status === 'cancelled') return saysNone(codes) ? { id: order, status, messages: [] } : undefined;
  const message = messageOf(codes, undefined);
  return { id: order, status, messages: message?.code === undefined ? [] : [message] };
}

function saysNone(codes: unknown): boolean {
  if (Array.isArray(codes)) return codes.length === 0;
  return codes === null || codes === undefined || (typeof codes === 'string' && codes.trim() === '');
}

/** `2026-09-28T00:00:00Z` */
const seconds = (at: number): string => `${new Date(at).toISOString().slice(0, 19)}Z`;
