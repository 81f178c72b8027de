import { formatMoney, type Money, money, type Provider } from '@numroute/core';
import { memoryJournal } from '@numroute/journal';
import { createRouter, type Router, type RouterEvent, type RouterOptions } from '@numroute/router';
import { createWorld, type PaperOptions, paperProvider, virtualClock, type World } from '@numroute/testkit';
import { want } from './stall.ts';

export const usd = (amount: string): Money => money(amount, 'USD');

interface Vendor extends Partial<PaperOptions> {
  readonly price: string;
  readonly currency?: string;
  readonly stock?: number;
  readonly virtual?: true;
  /** How long a purchase takes. */
  readonly saleMs?: number;
}

/** Vendors with prices that tests change, and what each purchase was allowed to cost. */
export function market(vendors: Readonly<Record<string, Vendor>>, options: Partial<RouterOptions> = {}) {
  const clock = virtualClock();
  const allowed: string[] = [];
  const events: RouterEvent[] = [];
  const journal = memoryJournal({ acceptOrphans: true });
  const worlds = Object.fromEntries(
    Object.entries(vendors).map(([id, { price, currency = 'USD', stock = 100, virtual }]) => [
      id,
      createWorld({ clock, currency, offers: [{ ...want, price, stock, ...(virtual && { virtual }) }] }),
    ]),
  );
  const worldOf = (id: string): World => worlds[id] ?? fail(id);
  const open = (): Provider[] =>
    Object.entries(vendors).map(([id, paper]) => {
      const inner = paperProvider(worldOf(id), { ...paper, id });
      return {
        ...inner,
        purchase: async (offer, call) => {
          allowed.push(`${id} ${formatMoney(call.maxPrice)}`);
          if (paper.saleMs !== undefined) await clock.sleep(paper.saleMs);
          return await inner.purchase(offer, call);
        },
      };
    });
  const start = (): Router =>
    createRouter({
      clock,
      journal,
      providers: open(),
      onEvent: (event) => events.push(event),
      ...options,
    });
  return { clock, allowed, events, journal, worldOf, start };
}

export function fail(id: string): never {
  throw new RangeError(`There is no vendor ${id}.`);
}
