// What does a Telegram number cost, everywhere, in dollars? Buys nothing.
//
//   node --conditions=@numroute/source examples/compare-prices.ts [service] [country]
//
// Uses ArzanCell if ARZANCELL_API_KEY is set, else three simulated vendors.
import { arzancell } from '@numroute/arzancell';
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
import { rates, startMarket } from './market.ts';

const { service, country } = wanted();
const { ARZANCELL_API_KEY: key, ARZANCELL_BASE_URL: baseUrl } = process.env;

const market = key ? [] : await startMarket();
const router = createQuotes({
  providers: key
    ? [arzancell.create({ apiKey: key, ...(baseUrl && { baseUrl }) })]
    : market.map(({ provider }) => provider),
  rates,
});

const { ranked, excluded, silent, answered, currency } = await router.quote(
  { service, ...(country !== undefined && { country }) },
  { currency: 'USD' },
);

console.log(key ? `${service} at ArzanCell:` : `${service} at SIMULATED vendors:`);
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
for (const { base, quote, value, source, asOf } of rates.rates) {
  console.log(`rate: 1 ${base} = ${value} ${quote} (${source}, ${asOf})`);
}

await router.close();
for (const vendor of market) await vendor[Symbol.asyncDispose]();
// Whoever runs this from a script must not take silence for an empty market.
if (answered.length === 0) process.exitCode = 6;

/** What was asked for; a typo is one sentence that says what was meant. */
function wanted(): { readonly service: string; readonly country?: string } {
  const [, , word = 'telegram', place] = process.argv;
  try {
    return { service: parseService(word), ...(place !== undefined && { country: parseCountry(place) }) };
  } catch (error) {
    if (!NumrouteError.is(error, 'INVALID_INPUT')) throw error;
    console.error(error.message);
    process.exit(2);
  }
}
