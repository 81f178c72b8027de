import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { serveStdio } from '@modelcontextprotocol/server/stdio';
import { type Clock, systemClock } from '@numroute/core';
import type { ClientShop, ShopWindow } from '@numroute/gateway/shop';
import { Buying } from './buying.ts';
import { type Desk, READING, TOOLS, type ToolName } from './desk.ts';
import { Quotes } from './quotes.ts';
import { ORDERS, uriOf } from './resources.ts';
import { buildServer } from './server.ts';
import type { Asking } from './settings.ts';

export interface HostOptions extends Asking {
  /** Prices, for which no journal is opened. */
  readonly window: () => Promise<ShopWindow>;
  /** Called once, when something is to be bought, or an order is asked for. It may fail, and is called again. */
  readonly open: () => Promise<ClientShop>;
  /** By which the journal knows what is bought. */
  readonly client: string;
  /** Whether anything may be bought or given up. */
  readonly canBuy: boolean;
  /** Of what is there, these alone. @default all */
  readonly tools?: readonly ToolName[];
  /** Told what failed and is not the caller's doing. */
  readonly onError: (error: unknown) => void;
  /** Ends it. */
  readonly signal: AbortSignal;
  /** @default systemClock */
  readonly clock?: Clock;
}

/** Serves the host that started this process, over its standard input and output, until the input ends. */
export async function serveHost(options: HostOptions): Promise<void> {
  const { client, canBuy, tools = TOOLS, confirm = 'when-possible', confirmAbove, onError, signal } = options;
  const clock = options.clock ?? systemClock;
  const quotes = new Quotes(clock);
  const changes = new Set<(number: number) => void>();
  let opened: ReturnType<Desk['open']> | undefined;
  const openOnce = async (): ReturnType<Desk['open']> => {
    const shop = await options.open();
    shop.onChange(({ number }) => {
      for (const tell of changes) tell(number);
    });
    return { shop, buying: new Buying(shop, quotes, clock) };
  };
  const desk: Desk = {
    clock,
    quotes,
    stateKey: randomBytes(32),
    tools: (canBuy ? TOOLS : READING).filter((name) => tools.includes(name)),
    confirm,
    ...(confirmAbove && { confirmAbove }),
    onError,
    pass: async () => await (await options.window()).client.pass(),
    window: options.window,
    open: async () => {
      opened ??= openOnce();
      try {
        return await opened;
      } catch (error) {
        // Whoever holds the journal may leave.
        opened = undefined;
        throw error;
      }
    },
  };
  const ended = Promise.race([once(process.stdin, 'end'), once(process.stdin, 'close'), aborted(signal)]);
  const handle = serveStdio(
    ({ era }) => {
      const server = buildServer(desk, client);
      // An older host has not said that it listens.
      if (era === 'modern') {
        changes.add((number) => {
          for (const uri of [ORDERS, uriOf(number)])
            server.server.sendResourceUpdated({ uri }).catch(() => undefined);
        });
      }
      return server;
    },
    { onerror: onError },
  );
  await ended;
  await handle.close();
}

export async function aborted(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, 'abort');
}
