import {
  type Clock,
  can,
  isCurrency,
  NumrouteError,
  type Provider,
  type Query,
  systemClock,
} from '@numroute/core';
import { type Account, createAccount } from './accounts.ts';
import { type BuyContext, buy } from './buy.ts';
import { cancelOrder, fetchOrder, finishOrder, unsupported, watchOrder } from './follow.ts';
import { memoryJournal } from './journal.ts';
import { createLane, inLane, type Lane } from './lane.ts';
import { survey } from './quote.ts';
import { cheapest } from './rank.ts';
import { createRates } from './rates.ts';
import type { CallOptions, Quote, QuoteOptions, Router, RouterEvent, RouterOptions, Want } from './router.ts';
import { onShelf } from './shelf.ts';

/** @throws {NumrouteError} INVALID_INPUT Two providers with one id, or limits that are none. */
export function createRouter(options: RouterOptions): Router {
  const {
    providers,
    strategy = cheapest,
    rates = createRates(),
    journal = memoryJournal(),
    offersTtlMs = 5_000,
    quoteTimeoutMs = 10_000,
    coolDownMs = 30_000,
    onEvent,
    clock = systemClock,
    newId = () => crypto.randomUUID(),
  } = options;
  const closing = new AbortController();
  const emit = (event: RouterEvent): void => {
    try {
      onEvent?.(event);
    } catch {
      // An observer's failure is no reason to lose an order.
    }
  };
  const lanes = new Map<string, Lane>();
  const accounts = new Map<string, Account>();
  for (const [position, provider] of providers.entries()) {
    const { id } = provider.manifest;
    if (accounts.has(id)) throw NumrouteError.input('providers', `ids that differ, found ${id} twice`);
    const paced = onShelf(inLane(provider, laneFor(provider, options, lanes, clock)), offersTtlMs, clock);
    accounts.set(id, createAccount(paced, position, { clock, coolDownMs, emit }));
  }
  const account = (id: string): Account => {
    const found = accounts.get(id);
    if (found) return found;
    throw NumrouteError.input('provider', `one of ${[...accounts.keys()].join(', ')}`, JSON.stringify(id));
  };
  let remembered: Promise<void> | undefined;
  // Purchases whose outcome an earlier run never learnt keep their accounts shut.
  const remember = (): Promise<void> => {
    remembered ??= journal.listUnresolved().then((intents) => {
      for (const { offer } of intents) accounts.get(offer.provider)?.shut();
    });
    // Unread is not unresolved: the next purchase asks the journal again.
    remembered.catch(() => {
      remembered = undefined;
    });
    return remembered;
  };
  const signalOf = ({ signal }: CallOptions = {}): AbortSignal => {
    closing.signal.throwIfAborted();
    return signal ? AbortSignal.any([signal, closing.signal]) : closing.signal;
  };

  const quote = async (want: Want | Query, asked: QuoteOptions = {}): Promise<Quote> => {
    const signal = signalOf(asked);
    signal.throwIfAborted();
    const { maxPrice, allowVirtual = false } = asked;
    const currency = asked.currency ?? maxPrice?.currency ?? rates.rates[0]?.base ?? 'USD';
    if (!isCurrency(currency)) throw NumrouteError.input('currency', 'an ISO 4217 code such as USD, or IRT');
    const { offers, silent, answered } = await survey([...accounts.values()], want, {
      clock,
      timeoutMs: quoteTimeoutMs,
      signal,
      emit,
    });
    const ranking = strategy(offers, {
      ...(maxPrice && { maxPrice }),
      allowVirtual,
      convert: (price) => rates.convert(price, currency),
      available: (id) => account(id).availability,
      order: (id) => account(id).position,
    });
    return { ...ranking, currency, silent, answered };
  };
  const context: BuyContext = { clock, journal, rates, newId, emit, quote, account };

  let closed: Promise<void> | undefined;
  const shutDown = async (): Promise<void> => {
    closing.abort(new NumrouteError('CLOSED', 'the router was closed', {}));
    // A purchase under way is waited for: its reply is worth more than a quick exit.
    await Promise.all([...accounts.values()].map(({ till }) => till.onIdle()));
    await Promise.all([...accounts.values()].map(({ notes }) => notes.onIdle()));
    for (const lane of lanes.values()) lane.close();
    await Promise.all(providers.map((provider) => provider.close?.()));
  };
  const close = (): Promise<void> => {
    closed ??= shutDown();
    return closed;
  };

  return {
    providers,
    quote,
    buy: async (want, asked) => {
      const signal = signalOf(asked);
      await remember();
      return await buy(want, asked, signal, context);
    },
    fetch: async (ref, asked) => await fetchOrder(ref, signalOf(asked), context),
    watch: (ref, asked = {}) => watchOrder(ref, asked, signalOf(asked), context),
    cancel: async (ref, asked) => await cancelOrder(ref, signalOf(asked), context),
    finish: async (ref, asked) => await finishOrder(ref, signalOf(asked), context),
    balance: async (id, asked) => {
      const { provider } = account(id);
      if (!can(provider, 'fetchBalance')) throw unsupported(id, 'fetchBalance');
      return await provider.fetchBalance({ signal: signalOf(asked) });
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

function laneFor(provider: Provider, options: RouterOptions, lanes: Map<string, Lane>, clock: Clock): Lane {
  const { id, limits: own } = provider.manifest;
  const limits = options.limits?.[id] ?? own;
  const key = limits.sharedLane ?? own.sharedLane ?? id;
  let lane = lanes.get(key);
  if (!lane) {
    for (const part of ['requests', 'perMs', 'concurrent'] as const) {
      if (!(limits[part] >= 1)) throw NumrouteError.input(`limits.${id}.${part}`, 'a number from 1 up');
    }
    lane = createLane(limits, clock);
    lanes.set(key, lane);
  }
  return lane;
}
