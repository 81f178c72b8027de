// What does a Telegram number cost, everywhere, in dollars? Buys nothing.
//
//   node --conditions=@numroute/source examples/compare-prices.ts [service] [country]
//
// Asks the vendors of your numroute.config.json, which `numroute init` writes; without one, three simulated vendors.
import {
  decimalOf,
  findCountry,
  formatDecimal,
  formatMoney,
  money,
  NumrouteError,
  parseCountry,
  parseService,
  roundDecimal,
} from '@numroute/core';
import { createQuotes } from '@numroute/router';
import { configuredPrices } from 'numroute';
import { rates as madeUpRates, startMarket } from './market.ts';

const { service, country } = wanted();
const configured = await configuredPrices().catch(explain);
const simulated = configured ? [] : await startMarket();
const quotes =
  configured?.market ??
  createQuotes({ providers: simulated.map(({ provider }) => provider), rates: madeUpRates });

const { ranked, excluded, silent, answered, currency } = await quotes.quote(
  { service, ...(country !== undefined && { country }) },
  { currency: configured?.currency ?? 'USD' },
);

console.log(configured ? `${service} at your vendors:` : `${service} at SIMULATED vendors:`);
for (const { offer, comparable } of ranked) {
  const price = money(formatDecimal(roundDecimal(decimalOf(comparable), 4)), currency);
  console.log(
    formatMoney(price).padStart(12),
    `(${formatMoney(offer.price)})`.padEnd(14),
    `${offer.stock ?? 'some'} left`.padEnd(12),
    (findCountry(offer.country)?.name ?? offer.country).padEnd(16),
    offer.provider,
  );
}

// What is missing from the list, and why: an offer is never dropped without a reason.
for (const { offer, why } of excluded) {
  console.log(`left out: ${offer.provider}, ${formatMoney(offer.price)} in ${offer.country}: ${why}`);
}
for (const { provider, error } of silent) console.log(`no answer: ${provider}: ${error.message}`);
for (const { base, quote, value, source, asOf } of configured?.rates ?? madeUpRates.rates) {
  console.log(`rate: 1 ${base} = ${value} ${quote} (${source}, ${asOf})`);
}

await configured?.[Symbol.asyncDispose]();
for (const vendor of simulated) await vendor[Symbol.asyncDispose]();
// Whoever runs this from a script must not take silence for an empty market.
if (answered.length === 0) process.exitCode = 6;

function wanted(): { readonly service: string; readonly country?: string } {
  const [, , word = 'telegram', place] = process.argv;
  try {
    return { service: parseService(word), ...(place !== undefined && { country: parseCountry(place) }) };
  } catch (error) {
    return explain(error);
  }
}

/** A typo is no fault of the program: one sentence says what was meant. */
function explain(error: unknown): never {
  if (!NumrouteError.is(error, 'INVALID_INPUT')) throw error;
  console.error(error.message);
  process.exit(2);
}
