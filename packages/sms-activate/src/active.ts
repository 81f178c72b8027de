import { NumrouteError, type OrderReport } from '@numroute/core';
import { isSuccess, membersOf, type Reply, type Send, sampleOf } from '@numroute/http';
import { chargeOf } from './amounts.ts';
import { findWord, replyError } from './failure.ts';
import { isServiceCode, readId, readPhone } from './fields.ts';
import { namedCountry } from './named-country.ts';
import { messageOf, reportOf } from './orders.ts';
import type { Profile } from './profile.ts';
import { type Body, isText, readBody, wordsOf } from './reply.ts';
import { describeRequest } from './request.ts';
import type { Site } from './site.ts';

type Row = ReadonlyMap<string, unknown>;

/** Finished, refunded or cancelled, for every site that numbers its states as the original did. */
const closed: readonly string[] = ['6', '7', '8', '10'];

/** A list that never ends is no list. */
const MOST_PAGES = 50;

/** @throws {NumrouteError} UNREADABLE */
export async function listActive(
  send: Send,
  { action, parameters, pages }: NonNullable<Profile['active']>,
  site: Site,
): Promise<readonly OrderReport[]> {
  const read = async (page: Readonly<Record<string, string>>) =>
    readActive(await send(describeRequest(site, 'active', action, { ...parameters, ...page })), site);
  if (!pages) return (await read({})).reports;
  const found = new Map<string, OrderReport>();
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const start = String(page * pages.rows);
    const { reports, rows } = await read({ [pages.start]: start, [pages.limit]: String(pages.rows) });
    const before = found.size;
    for (const report of reports) found.set(report.id, report);
    if (rows < pages.rows) return [...found.values()];
    // A full page again, with nothing new on it: the rest cannot be had, and may hold what is looked for.
    if (found.size === before && reports.length > 0) break;
  }
  throw new NumrouteError('UNREADABLE', 'the list of orders does not end', {});
}

interface Page {
  readonly reports: readonly OrderReport[];
  /** With the rows that are over. */
  readonly rows: number;
}

function readActive(reply: Reply, site: Site): Page {
  const body = readBody(reply);
  if (isSuccess(reply) && saysNone(body, site.profile)) return { reports: [], rows: 0 };
  const rows = isSuccess(reply) && !findWord(body, 'active', site.profile) ? rowsOf(body) : undefined;
  if (!rows) throw replyError(reply, body, 'active', site.profile);
  const reports = rows.flatMap((row) => {
    const report = readRow(membersOf(row), site);
    // A purchase of unknown outcome is looked for here: a row left out could be it.
    if (!report) {
      throw new NumrouteError('UNREADABLE', 'a row of the list of orders is not understood', {
        vendorWord: sampleOf(reply),
      });
    }
    return report === 'closed' ? [] : [report];
  });
  return { reports, rows: rows.length };
}

/** `null` only where the site is known to mean it: a list that is not understood is no proof of anything. */
function saysNone(body: Body, { active }: Profile): boolean {
  if (wordsOf(body).some(({ word }) => word === 'NO_ACTIVATIONS')) return true;
  return isText(body, active?.none);
}

/**
 * `data` first: beside it one site sends an object where the documented array would be (quirk 12). An empty
 * list counts only where no other member has rows: an order that is left out here would be taken for lost.
 */
function rowsOf(body: Body): readonly unknown[] | undefined {
  if (body.kind !== 'json') return undefined;
  if (Array.isArray(body.value)) return body.value;
  const fields = membersOf(body.value);
  // An empty list beside a failure is no empty list.
  if (/^(?:error|fail(?:ed)?|false|0)$/i.test(String(fields?.get('status')))) return undefined;
  const lists = ['data', 'activeActivations', 'array'].flatMap((name) => {
    const list = listIn(fields?.get(name));
    return list ? [list] : [];
  });
  return lists.find((list) => list.length > 0) ?? lists[0];
}

function listIn(value: unknown): readonly unknown[] | undefined {
  if (Array.isArray(value)) return value;
  const inner = membersOf(value);
  const rows = inner?.get('rows') ?? inner?.get('row');
  if (Array.isArray(rows)) return rows;
  // `{"0":{…},"1":{…}}` (quirk 13)
  return inner && [...inner.keys()].every((key) => /^\d+$/.test(key)) ? [...inner.values()] : undefined;
}

function readRow(
  row: Row | undefined,
  { codes, currency, profile }: Site,
): OrderReport | 'closed' | undefined {
  const id = readId(row?.get('activationId') ?? row?.get('id') ?? row?.get('numberid'));
  if (!row || id === undefined) return undefined;
  const state = row.get('activationStatus') ?? row.get('status');
  if ((profile.active?.closed ?? closed).includes(String(state))) return 'closed';
  const phone = readPhone(row.get('phoneNumber') ?? row.get('phone') ?? row.get('number'));
  const service = row.get('serviceCode') ?? row.get('service');
  const country = namedCountry(row, phone, codes);
  const price = chargeOf(row.get('activationCost') ?? row.get('cost'), row.get('currency'), currency);
  return {
    ...reportOf(id, messagesOf(row)),
    ...(phone !== undefined && { phone }),
    ...(typeof service === 'string' && isServiceCode(service) && { service: codes.serviceOf(service) }),
    ...(country !== undefined && { country }),
    ...(price && { price }),
  };
}

/** `smsCode` is null, a code or an array of them; the one `smsText` belongs to a single code. */
function messagesOf(row: Row): readonly ReturnType<typeof messageOf>[] {
  const code = row.get('smsCode');
  const text = row.get('smsText');
  if (!Array.isArray(code) || code.length === 0) return [messageOf(code, text)];
  return code.map((one: unknown) => messageOf(one, code.length === 1 ? text : undefined));
}
