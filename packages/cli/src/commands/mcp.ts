import { dirname } from 'node:path';
import { NumrouteError } from '@numroute/core';
import { routerEvents, routerOrders } from '@numroute/gateway';
import { type ClientSettings, type ClientShop, isBought, openShop, openWindow } from '@numroute/gateway/shop';
import { createRates } from '@numroute/router';
import { loadMcp, type Mcp } from '../agents/load.ts';
import { namesOf, noneOf } from '../arguments.ts';
import type { Call } from '../call.ts';
import type { App, Prices } from '../config/compose.ts';
import type { Config } from '../config/config.ts';
import { openApp, openPrices } from '../config/open-app.ts';
import { EXIT } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { giveUp, waitingAt } from '../orders/give-up.ts';
import { DEMO_BUDGET, openDemoMarket } from '../sandbox/demo-market.ts';

export interface McpFlags {
  readonly readOnly?: boolean;
  readonly tools?: string;
  readonly demo?: boolean;
}

/** By which the journal knows what agents buy without a gateway. */
const CLIENT = 'mcp';

/** Serves the host that started this process, until its standard input ends. All words go to standard error. */
export async function mcp(call: Call, flags: McpFlags): Promise<number> {
  const { io } = call;
  if (flags.demo) return await serveDemo(io, flags);
  const config = await call.config();
  const serving = await loadMcp(dirname(config.file), 'mcp');
  const { client, ...asking } = serving.parseMcpSettings(config.mcp);
  if (!client) {
    io.stderr.write(
      `No budget, so agents can look and buy nothing. Add "mcp": {"budget": "5USD", "per": "day"} to ${config.shown}.\n`,
    );
  }
  const { currency = 'USD' } = config;
  const settings: ClientSettings = client ?? {
    id: CLIENT,
    tokenHash: '',
    currency,
    budget: { amount: '0', currency, per: 'total' },
  };
  const counter = new Counter(config, settings, io);
  await serving.serveHost({
    ...asking,
    ...choiceOf(serving, flags),
    client: settings.id,
    canBuy: client !== undefined && !flags.readOnly,
    window: async () => await counter.window(),
    open: async () => await counter.open(),
    onError: (error) => io.stderr.write(`${error}\n`),
    signal: io.signal,
  });
  await counter.close();
  return EXIT.ok;
}

/** Where agents are sold to: prices at first, and with the first purchase the journal, which has one owner. */
class Counter {
  readonly #config: Config;
  readonly #settings: ClientSettings;
  readonly #io: Io;
  #prices: Promise<Prices> | undefined;
  #window: ReturnType<typeof openWindow> | undefined;
  #app: App | undefined;
  #shop: ClientShop | undefined;

  constructor(config: Config, settings: ClientSettings, io: Io) {
    this.#config = config;
    this.#settings = settings;
    this.#io = io;
  }

  async window(): Promise<ReturnType<typeof openWindow>> {
    if (this.#shop) return this.#shop;
    this.#prices ??= openPrices(this.#config, {});
    const { market } = await this.#prices;
    const { convert } = createRates(this.#config.rates);
    const orders = { convert, quoteMarket: market.quoteMarket };
    this.#window ??= openWindow({ orders, settings: this.#settings, path: 'mcp' });
    return this.#window;
  }

  /** @throws {NumrouteError} INVALID_INPUT Another process has the journal. */
  async open(): Promise<ClientShop> {
    const events = routerEvents();
    const app = await openApp(this.#config, events.tell).catch((error: unknown) => {
      throw withGateway(error);
    });
    const { router, journal } = app;
    try {
      const rates = createRates(this.#config.rates);
      const orders = await routerOrders({ router, journal, rates, events });
      this.#shop = await openShop({ orders, settings: this.#settings, path: 'mcp' });
    } catch (error) {
      await app[Symbol.asyncDispose]();
      throw error;
    }
    this.#app = app;
    return this.#shop;
  }

  async close(): Promise<void> {
    const [app, shop] = [this.#app, this.#shop];
    if (app && shop) {
      await this.#giveUpOpen(app, shop);
      // What is in doubt is found out by the next run, and given up where it was to be.
      await app.router.close({ open: 'cancel' });
      await app[Symbol.asyncDispose]();
    }
    await (await this.#prices)?.[Symbol.asyncDispose]();
  }

  /** Nobody can use a number any more whose host has left. */
  async #giveUpOpen(app: App, shop: ClientShop): Promise<void> {
    const waiting = waitingAt(this.#io, (text) => this.#io.stderr.write(`${text}\n`));
    const open = (await shop.listOpen()).filter(isBought).filter(({ order }) => order.messages.length === 0);
    await Promise.allSettled(open.map(({ order }) => giveUp(app, order, waiting)));
  }
}

/** Whoever comes second to a journal is told how several hosts share one. */
function withGateway(error: unknown): unknown {
  if (!NumrouteError.is(error, 'INVALID_INPUT') || error.details.field !== 'journal') return error;
  const { expected } = error.details;
  return NumrouteError.input(
    'journal',
    `${expected}. Several hosts share one by a gateway: \`numroute gateway\` with "mcp": true, and here \`numroute mcp --gateway <url>\``,
  );
}

async function serveDemo(io: Io, flags: McpFlags): Promise<number> {
  const serving = await loadMcp(io.cwd, '--demo');
  const choice = choiceOf(serving, flags);
  await using market = await openDemoMarket(io);
  const settings: ClientSettings = { id: CLIENT, tokenHash: '', currency: 'USD', budget: DEMO_BUDGET };
  const shop = await openShop({ orders: market.orders, settings, path: '--demo' });
  io.stderr.write('SIMULATED MARKET: made-up vendors on this machine, no real money.\n');
  await serving.serveHost({
    ...choice,
    client: CLIENT,
    canBuy: !flags.readOnly,
    window: async () => shop,
    open: async () => shop,
    onError: (error) => io.stderr.write(`${error}\n`),
    signal: io.signal,
  });
  return EXIT.ok;
}

function choiceOf({ TOOLS }: Mcp, { tools }: McpFlags): Pick<Parameters<Mcp['serveHost']>[0], 'tools'> {
  const names = namesOf(tools, '--tools');
  if (!names) return {};
  return {
    tools: names.map((name) => {
      const found = TOOLS.find((one) => one === name);
      if (found) return found;
      throw noneOf('--tools', name, TOOLS);
    }),
  };
}
