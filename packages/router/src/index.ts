export { createRouter } from './create-router.ts';
export { type Intent, type Journal, memoryJournal, type Outcome } from './journal.ts';
export { createLane, inLane, type Lane } from './lane.ts';
export {
  cheapest,
  type Exclusion,
  type RankContext,
  type RankedOffer,
  type Ranking,
  type Strategy,
} from './rank.ts';
export { createRates, type Rate, type Rates } from './rates.ts';
export { type Reaction, reactions } from './reactions.ts';
export type {
  BuyOptions,
  CallOptions,
  Quote,
  QuoteOptions,
  Router,
  RouterEvent,
  RouterOptions,
  Want,
  WatchOptions,
} from './router.ts';
export { onShelf } from './shelf.ts';
