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
  parseCountry,
  parseService,
  roundDecimal,
} from '@numroute/core';
import { createQuotes } from '@numroute/router';
import { rates, startMarket } from './market.ts';

const service = parseService(process.argv[2] ?? 'telegram');
const country = process.argv[3] === undefined ? undefined : parseCountry(process.argv[3]);
const key = process.env['ARZANCELL_API_KEY'];

const market = key ? [] : await startMarket();
const router = createQuotes({
  providers: key ? [arzancell.create({ apiKey: key })] : market.map(({ provider }) => provider),
  rates,
});

const { ranked, excluded, silent, currency } = await router.quote(
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
