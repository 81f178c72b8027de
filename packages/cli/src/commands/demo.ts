import { codeOf, type Money, money, type Order } from '@numroute/core';
import { memoryJournal } from '@numroute/journal';
import type { Router } from '@numroute/router';
import { type App, compose } from '../config/compose.ts';
import { EXIT } from '../exit-codes.ts';
import { type Io, painter } from '../io.ts';
import { rowsOf } from '../prices/rows.ts';
import { exact } from '../printing/format.ts';
import { printLines } from '../printing/lines.ts';
import { progressOn } from '../printing/progress.ts';
import { printQuote } from '../printing/table.ts';
import { accountsAt } from '../sandbox/accounts.ts';
import { behavioursOf } from '../sandbox/behaviour.ts';
import { marketVendors } from '../sandbox/market.ts';
import { type Playing, playAll } from '../sandbox/playing.ts';
import { sandboxRates } from '../sandbox/usual-goods.ts';

const WANT = { service: 'telegram', country: 'EE' } as const;
const MAX_PRICE = money('0.50', 'USD');
const NOT_A_SECRET = '53917';

/** One vendor never answers; SMS come when the tour says so. */
const BEHAVIOUR = { sms: ['never'], fault: ['smshub=hang'] };
/** Later than this, and a vendor is silent. */
const PATIENCE_MS = 1_500;
/** Nobody is asked too often on one's own machine. */
const LIMITS = { requests: 200, perMs: 1_000, concurrent: 20 };

/** A tour that costs nothing: compare, buy and receive, buy and get the money back. */
export async function demo(io: Io): Promise<number> {
  const vendors = marketVendors();
  await using playing = await playAll(vendors, {
    behaviourOf: behavioursOf(BEHAVIOUR, vendors),
    port: 0,
    onLine: () => undefined,
  });
  const rates = sandboxRates(vendors.map(({ currency }) => currency));
  const progress = progressOn(io);
  await using app = await compose({
    accounts: await accountsAt(playing, io.cwd, { limits: LIMITS }),
    rates,
    currency: 'USD',
    journal: memoryJournal({ acceptOrphans: true }),
    options: { quoteTimeoutMs: PATIENCE_MS, onEvent: progress.onEvent },
  });
  const say = (text = ''): unknown => printLines(io, [text]);
  const head = (text: string): unknown => io.stdout.write(`\n${painter(io)('bold', text)}\n\n`);

  say('SIMULATED MARKET: made-up vendors on this machine, made-up rates, no real money.');
  head('1. Compare: numroute compare telegram');
  progress.start(app.router.providers.length);
  const quote = await app.router
    .quote({ service: WANT.service }, { currency: 'USD', signal: io.signal })
    .finally(() => progress.stop());
  printQuote(io, quote, { by: 'price', rates, rows: rowsOf(quote, { limit: 20 }) });

  head('2. Buy the cheapest in Estonia: numroute buy telegram --country EE --max 0.5USD');
  const bought = await buy(app, io, say);
  playing
    .find(({ id }) => id === bought.provider)
    ?.world.receiveSms(bought.id, `Telegram code: ${NOT_A_SECRET}. Do not give it to anyone.`);
  say(`Code ${painter(io)('green', await codeFor(app.router, bought, io.signal))} received.`);
  const finished = await app.router.finish(bought);
  say(`Order ${finished.id} is ${finished.status}.`);

  head('3. Buy another; no SMS comes; get the money back');
  await cancelOne(app, playing, io, say);

  say();
  say('That was SIMULATED. To compare real vendors, run `numroute init`, then `numroute compare telegram`.');
  return EXIT.ok;
}

async function buy({ router }: App, { signal }: Io, say: (text: string) => unknown): Promise<Order> {
  const order = await router.buy(WANT, { maxPrice: MAX_PRICE, signal });
  say(`Bought ${order.phone} from ${order.provider} for ${exact(order.paid)}.`);
  return order;
}

async function codeFor(router: Router, bought: Order, signal: AbortSignal): Promise<string> {
  for await (const { messages } of router.watch(bought, { signal, forMs: 10_000 })) {
    const code = messages.map(codeOf).at(-1);
    if (code !== undefined) return code;
  }
  throw new Error('the simulated SMS did not arrive');
}

async function cancelOne(
  app: App,
  playing: readonly Playing[],
  io: Io,
  say: (text: string) => unknown,
): Promise<void> {
  const { router } = app;
  const balances = new Map(playing.map(({ id, world }) => [id, world.balance()]));
  const order = await buy(app, io, say);
  const before = balances.get(order.provider);
  const during = await router.balance(order.provider);
  const { status } = await router.cancel(order);
  const after = await router.balance(order.provider);
  say(`Order ${order.id} is ${status}. Balance at ${order.provider}:`);
  const line = (name: string, amount: Money): unknown =>
    io.stdout.write(`  ${name.padEnd(20)}${exact(amount).padStart(14)}\n`);
  if (before) line('before the purchase', before);
  line('after the purchase', during);
  line('after the cancel', after);
  say('Its refund is promised. `numroute buy` waits a minute or so until the balance has proven it.');
}
