export type { Budget } from './budgets.ts';
export { costOf } from './committed.ts';
export { createRouter } from './create-router.ts';
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
export { onShelf } from './shelf.ts';
export { createHook, type HookAnswer, type HookOptions, type HookRequest } from './webhook.ts';
