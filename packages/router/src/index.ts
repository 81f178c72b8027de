export type { Budget } from './buying/limits/budgets.ts';
export type { BuyOptions } from './buying/terms.ts';
export type { CallOptions } from './check.ts';
export type { CloseOptions } from './closing.ts';
export type { CodeOptions, GotCode, NumberInUse } from './code/code-terms.ts';
export { type Spending, spendingOf } from './code/spending.ts';
export type { TrackRecord, VendorBelief, VendorRecord } from './code/track-record.ts';
export type { CodeOfOptions, CodeOfOrder, NumberAtHand } from './code/with-number.ts';
export { createQuotes, type PriceQuotes } from './create-quotes.ts';
export { createRouter } from './create-router.ts';
export type { RouterEvent } from './events.ts';
export { leased } from './lane/leased.ts';
export type { CancelOptions } from './orders/cancel.ts';
export type { WatchOptions } from './orders/watch.ts';
export type { Choice } from './quoting/choice.ts';
export type { MarketQuote } from './quoting/market-quote.ts';
export type { QuotesOptions } from './quoting/open-market.ts';
export type { Belief, Grounds, Outlook, Plan } from './quoting/outlook.ts';
export type { Quote, QuoteOptions } from './quoting/quote.ts';
export {
  cheapest,
  type Exclusion,
  type RankContext,
  type RankedOffer,
  type Ranking,
  type Strategy,
} from './quoting/rank.ts';
export { createRates, type Rate, type Rates } from './quoting/rates.ts';
export type { Want } from './quoting/want.ts';
export type { Settlement } from './reconciliation/operator.ts';
export type { RecoverOptions, Recovery } from './reconciliation/recover.ts';
export type { Router, RouterOptions } from './router.ts';
export { value } from './value/strategy.ts';
export { createHook, type HookAnswer, type HookOptions, type HookRequest } from './webhook.ts';
