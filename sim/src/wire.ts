import type { Dialect, WireRequest as Heard, Money, ShopOrder, WireReply } from '@numroute/core';
import type { Adapter, Carriage, Carrier, Exchange, WireRequest } from '@numroute/http';
import type { VirtualClock } from '@numroute/testkit';
import { counterOf, type Sale, type Visit } from './counter.ts';
import type { Action, Break, Fault, Weather } from './faults.ts';
import type { Habits } from './habits/index.ts';
import type { Life } from './life.ts';
import type { Random } from './random.ts';
import type { Tally } from './tally.ts';
import type { Vendor } from './vendor.ts';

/** A vendor at the far end of the wire, and what the wire is like today. */
export interface Site {
  readonly vendor: Vendor;
  readonly clock: VirtualClock;
  readonly random: Random;
  readonly weather: Weather;
  readonly tally: Tally;
  /** The vendor is restarting until then, by the monotonic clock. */
  downUntil: number;
  /** Orders that the vendor forgot. */
  readonly vanished: Set<string>;
  readonly habits: Habits;
  /** What an order that was just sold is called. */
  nameFor(id: string): string;
  arrived(at: number): void;
  /** A purchase leaves: who it is for, and which attempt the journal knows of. */
  leaving(attempt: string): Visit;
  sold(sale: Sale): void;
  /** The reply to a purchase is about to arrive, whole. */
  told(attempt: string): void;
  /** It refused to sell and said for what price it would. */
  wanted(order: ShopOrder, price: Money): void;
  /** A further SMS was asked for. */
  askedAnother(id: string): void;
  trace(line: string): void;
}

/** On a purchase, for the judge. No vendor reads it. */
const MARK = 'x-attempt';

/** What changes an order, in any dialect. */
const ACTS: readonly string[] = ['setStatus', 'cancel_order', 'finish_order'];

/** The adapter, whose purchases say for which attempt they are. */
export function marked(adapter: Adapter): Adapter {
  const { purchase } = adapter;
  const describe: typeof purchase.describe = (offer, maxPrice, attempt = '') => {
    const request = purchase.describe(offer, maxPrice, attempt);
    return { ...request, headers: { ...request.headers, [MARK]: attempt } };
  };
  return { ...adapter, purchase: { ...purchase, describe } };
}

/** Sees what leaves an engine and changes something. */
export interface Departures {
  sends(provider: string, what: string): void;
}

/** Connects one run of the engine to a site, with the real bytes of the real dialect and no socket. */
export function wireTo(site: Site, life: Life, witness?: Departures): Carrier {
  return {
    carry: (request, carriage) =>
      life.through(() => {
        const what = witness && actOf(request, carriage);
        if (what !== undefined) witness?.sends(site.vendor.id, what);
        return travel(site, life, request, carriage);
      }),
    close: () => undefined,
  };
}

function actOf(request: WireRequest, { fresh }: Carriage): string | undefined {
  if (fresh) return 'a purchase';
  const action = asHeard(request).query.get('action') ?? '';
  return ACTS.includes(action) ? action : undefined;
}

function travel(site: Site, life: Life, request: WireRequest, carriage: Carriage): Promise<Exchange> {
  const { signal } = carriage;
  const visit: Visit = carriage.fresh ? site.leaving(request.headers[MARK] ?? '') : {};
  return new Promise((resolve) => {
    const leave = (): void => resolve({ kind: 'no-reply', why: 'aborted' });
    signal?.addEventListener('abort', leave, { once: true });
    journey(site, request, carriage, visit).then((exchange) => {
      site.trace(`${site.vendor.id} ${lineOf(request, exchange)}`);
      // Who crashed, or hung up, hears nothing.
      if (exchange.kind === 'reply' && !life.dead && !signal?.aborted)
        site.habits.heard(request.url.searchParams.get('id'), exchange.reply.text);
      signal?.removeEventListener('abort', leave);
      resolve(exchange);
    });
  });
}

async function journey(
  site: Site,
  request: WireRequest,
  { fresh, timeoutMs }: Carriage,
  visit: Visit,
): Promise<Exchange> {
  const { clock, random, weather, tally } = site;
  const heard = asHeard(request);
  const action = fresh ? 'purchase' : actionOf(heard);
  const { searchParams } = request.url;
  if (action === 'cancel') site.habits.asked(searchParams.get('id') ?? searchParams.get('order_id'));
  const struck = weather.strike(action);
  const fault = struck?.fault;
  if (struck) tally.add(`fault: ${struck.name}`);
  await clock.sleep(random.between(5, 150));
  if (fault?.kind === 'unreachable' || clock.monotonic() < site.downUntil) {
    return { kind: 'not-sent', why: 'ECONNREFUSED' };
  }
  site.arrived(clock.monotonic());
  const answer = (echo = false): Promise<WireReply> =>
    serve(site, heard, action, fault, echo ? { ...visit, echo } : visit);
  const back = random.between(5, 150);
  if (fault?.kind !== 'broken') {
    const first = fault?.kind === 'doubled' && random.chance(0.5);
    if (first) await answer(true);
    const reply = await answer();
    if (fault?.kind === 'doubled' && !first) await answer(true);
    const wait = fault?.kind === 'slow' ? random.between(1_000, 90_000) : back;
    if (wait > timeoutMs) {
      await clock.sleep(timeoutMs);
      return { kind: 'no-reply', why: 'too slow' };
    }
    await clock.sleep(wait);
    if (visit.attempt !== undefined) site.told(visit.attempt);
    return whole(reply);
  }
  const reply = fault.when === 'after' ? await answer() : { body: '{"status":"success","data":[]}' };
  if (fault.when === 'later') {
    // A server may go on long after its client has gone.
    clock.sleep(random.between(5_000, 40_000)).then(() => answer());
  }
  await clock.sleep(fault.how === 'hang' ? timeoutMs : back);
  return brokenBy(fault.how, reply, request);
}

async function serve(
  site: Site,
  heard: Heard,
  action: Action,
  fault: Fault | undefined,
  visit: Visit,
): Promise<WireReply> {
  const { dialect, secret } = site.vendor;
  const counter = counterOf(site, action, fault, visit);
  const reply = await (dialect satisfies Dialect).respond(heard, (key) =>
    key === secret ? counter : undefined,
  );
  return site.habits.reply(reply, action, heard.query.toString());
}

function asHeard({ method, url, headers, form, json = '' }: WireRequest): Heard {
  return {
    method,
    path: url.pathname,
    query: url.searchParams,
    headers,
    body: form ? new URLSearchParams(form).toString() : json,
  };
}

function actionOf({ query }: Heard): Action {
  const action = query.get('action') ?? '';
  if (action === 'cancel_order' || (action === 'setStatus' && query.get('status') === '8')) return 'cancel';
  return action === 'getActiveActivations' ? 'list' : 'other';
}

function whole({ status = 200, headers = {}, body }: WireReply): Exchange {
  return { kind: 'reply', reply: { status, headers, text: body.trim() } };
}

/** A reply that ends with its connection. */
function openEnded({ status = 200, headers = {}, body }: WireReply): Exchange {
  return { kind: 'reply', reply: { status, headers, text: body.trim(), openEnded: true } };
}

const PAGE = '<!DOCTYPE html><html><head><title>Just a moment...</title></head><body>Checking</body></html>';

/** The same as a broken wire makes of it on a real socket. */
function brokenBy(how: Break, reply: WireReply, { url }: WireRequest): Exchange {
  const page = { 'content-type': 'text/html; charset=utf-8' };
  const half = reply.body.slice(0, Math.floor(reply.body.length / 2));
  switch (how) {
    case 'reset':
      return { kind: 'no-reply', why: 'ECONNRESET' };
    case 'hang':
      return { kind: 'no-reply', why: 'too slow' };
    case 'http-500':
      return whole({ status: 500, body: 'Internal Server Error' });
    case 'http-502-page':
      return whole({ status: 502, headers: page, body: PAGE });
    case 'page':
      return whole({ headers: page, body: PAGE });
    case 'key-echoed':
      return whole({ status: 403, headers: page, body: `<html><p>${url.href} is blocked</p></html>` });
    case 'garbage':
      return whole({ body: '\u{FFFD}\u0000\u{FFFD}d\u0007{"]' });
    case 'truncated':
      return { kind: 'no-reply', why: 'ECONNRESET', status: 200, partial: half };
    case 'cut-short':
      // A body without a length that ends too early looks whole.
      return openEnded({ ...reply, body: half });
    case 'empty':
      return whole({ ...reply, body: '' });
    case 'redirect':
      return whole({ status: 302, headers: { location: `${url.href}&again=1` }, body: '' });
    case 'throttled':
      return whole({ status: 429, headers: { 'retry-after': '3' }, body: 'Too Many Requests' });
  }
}

function lineOf({ url }: WireRequest, exchange: Exchange): string {
  const { searchParams } = url;
  const asked = ['action', 'id', 'order_id', 'status', 'own_id'].flatMap(
    (name) => searchParams.get(name) ?? [],
  );
  const said =
    exchange.kind === 'reply'
      ? `${exchange.reply.status} ${exchange.reply.text.slice(0, 160)}`
      : exchange.why;
  return `${asked.join(' ')}: ${said}`;
}
