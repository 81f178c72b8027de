import type { OrderReport, Provider, Timing } from '@numroute/core';
import { memoryJournal } from '@numroute/journal';
import { createRouter, type RouterOptions } from '@numroute/router';
import {
  createWorld,
  type PaperOptions,
  paperProvider,
  virtualClock,
  type WorldOptions,
} from '@numroute/testkit';
import { buy, parsePurchase } from '../src/commands/buy.ts';
import { cancel } from '../src/commands/cancel.ts';
import { type CodeFlags, code, parseCodeWanted } from '../src/commands/code.ts';
import type { App } from '../src/config/compose.ts';
import { CodeProgress } from '../src/orders/code-progress.ts';
import { namedOf } from '../src/orders/named.ts';
import { report as reportFailure } from '../src/printing/report.ts';
import type { Ran } from './io.ts';

export interface StallOptions {
  readonly paper?: Partial<PaperOptions>;
  readonly world?: Partial<Pick<WorldOptions, 'cancelAfterMs' | 'refundLagMs' | 'refundsOnCancel'>>;
  readonly timing?: Timing;
  readonly router?: Partial<RouterOptions>;
  /** What the vendor reports otherwise than paper does. */
  readonly report?: (report: OrderReport) => OrderReport;
  readonly wrap?: (provider: Provider) => Provider;
}

/** One vendor that sells one number for 0.1 USD, and the commands upon it in a time that stands still. */
export function openStall({ paper, world, timing, router: more, report, wrap }: StallOptions = {}) {
  const clock = virtualClock();
  const market = createWorld({
    currency: 'USD',
    clock,
    ...world,
    offers: [{ service: 'telegram', country: 'EE', price: '0.1', stock: 100 }],
  });
  const inner = paperProvider(market, { id: 'shop', ...paper, ...(timing && { timing }) });
  const changed: Provider = report
    ? {
        ...inner,
        purchase: async (offer, call) => report(await inner.purchase(offer, call)),
        fetchOrder: async (id, call) => report(await inner.fetchOrder(id, call)),
      }
    : inner;
  const journal = memoryJournal({ acceptOrphans: true });
  let progress: CodeProgress | undefined;
  const router = createRouter({
    clock,
    journal,
    providers: [wrap ? wrap(changed) : changed],
    onEvent: (event) => progress?.onEvent(event),
    ...more,
  });
  const app: App = {
    router,
    rates: [],
    clock,
    journal,
    sharedAccounts: more?.sharedAccounts ?? [],
    [Symbol.asyncDispose]: () => router.close(),
  };
  const run = async (
    work: (io: Parameters<typeof buy>[0]) => Promise<number>,
    signal: AbortSignal = new AbortController().signal,
  ): Promise<Ran> => {
    let out = '';
    let err = '';
    const stdout = { write: (text: string): unknown => (out += text) };
    const stderr = { write: (text: string): unknown => (err += text) };
    const code = await clock.runUntil(work({ stdout, stderr, env: {}, cwd: '.', signal }));
    return { code, out, err };
  };
  return {
    clock,
    market,
    journal,
    router,
    /** Sends an SMS to the newest order in so many milliseconds. */
    sms: (ms: number, text: string): void => {
      void clock.sleep(ms).then(() => market.receiveSms(market.orders.at(-1)?.id ?? '', text));
    },
    buy: (flags: Partial<Parameters<typeof parsePurchase>[1]> = {}, signal?: AbortSignal) =>
      run((io) => {
        const given = { max: '0.1USD', wait: '1m', sms: '1', refundWait: '90s', ...flags };
        return buy(io, app, parsePurchase('telegram', given));
      }, signal),
    code: (flags: Partial<CodeFlags> = {}, signal?: AbortSignal) =>
      run((io) => {
        const given = { max: '0.1USD', within: '10m', numbers: '5', atOnce: '1', ...flags };
        progress = new CodeProgress(io, given.json === true);
        const searched = code(io, app, parseCodeWanted('telegram', given), progress);
        return searched.catch((error: unknown) => reportFailure(io, error, given.json === true, 4));
      }, signal),
    cancel: (id: string, asked: Partial<Parameters<typeof cancel>[2]> = {}, signal?: AbortSignal) =>
      run((io) => {
        const given = {
          named: namedOf(`shop/${id}`),
          wait: false,
          refundWaitMs: 90_000,
          json: false,
          ...asked,
        };
        return cancel(io, app, given);
      }, signal),
    states: async (): Promise<string[]> =>
      (await journal.list({})).map(({ state, money }) => `${state} ${money}`),
    [Symbol.asyncDispose]: () => clock.runUntil(router.close()),
  };
}
