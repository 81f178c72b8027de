export { type Reaction, reactions } from './account/reactions.ts';
export type { Budget } from './buying/limits/budgets.ts';
export { costOf } from './buying/limits/committed.ts';
export { createRouter } from './create-router.ts';
export { createLane, inLane, type Lane } from './lane/lane.ts';
export { onShelf } from './lane/offer-cache.ts';
export {
  cheapest,
  type Exclusion,
  type RankContext,
  type RankedOffer,
  type Ranking,
  type Strategy,
} from './quoting/rank.ts';
export { createRates, type Rate, type Rates } from './quoting/rates.ts';
export type {
  BuyOptions,
  CallOptions,
  CancelOptions,
  CloseOptions,
  Quote,
  QuoteOptions,
  RecoverOptions,
  Recovery,
  Router,
  RouterEvent,
  RouterOptions,
  Settlement,
  Want,
  WatchOptions,
} from './router.ts';
export { createHook, type HookAnswer, type HookOptions, type HookRequest } from './webhook.ts';
