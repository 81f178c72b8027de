import { refuseOldNode } from './old-node.ts';

export { balanceProves, type Capability, type Capable, can } from './capability.ts';
export { type Clock, systemClock } from './clock.ts';
export { codeOf, saysNothing } from './code.ts';
export { type Country, type CountryWord, findCountry, listCountries, parseCountry } from './country.ts';
export {
  addDecimals,
  compareDecimals,
  type Decimal,
  divideDecimals,
  formatDecimal,
  multiplyDecimals,
  parseDecimal,
  roundDecimal,
} from './decimal.ts';
export {
  type Dialect,
  replyInParts,
  stepsBelow,
  TextParts,
  type WireReply,
  type WireRequest,
} from './dialect.ts';
export {
  type AnyNumrouteError,
  type Attempt,
  type BuyerLimit,
  type ErrorCode,
  type ErrorDetails,
  type HiddenOffers,
  NumrouteError,
  type NumrouteErrorOf,
  type TriedNumber,
} from './errors.ts';
export { type About, type Around, intercept, type Operation } from './intercept.ts';
export { forgottenMessage } from './messages.ts';
export {
  addMoney,
  compareMoney,
  decimalOf,
  formatMoney,
  isCurrency,
  type Money,
  money,
  parseMoney,
  subtractMoney,
} from './money.ts';
export { answers, matching, type Offer, type Offers, type Query, type SuccessRate, wider } from './offer.ts';
export {
  type AnotherSms,
  advance,
  askAnother,
  cancelBefore,
  countedPrice,
  grantAnother,
  type Hearing,
  isAwaiting,
  isClosed,
  isPriceUnproven,
  isRefundOpen,
  type Message,
  type Order,
  type OrderRef,
  type OrderReport,
  type OrderStatus,
  type Receipt,
  toldEnd,
  toldPrice,
} from './order.ts';
export type { ProviderPlugin } from './plugin.ts';
export type {
  Call,
  Conduct,
  Limits,
  Manifest,
  NumberFault,
  Period,
  Provider,
  PurchaseCall,
  Timing,
  Traits,
} from './provider.ts';
export type { Likeness, Probe, ProbeReply, Recognition, Sighting } from './recognition.ts';
export { findService, listServices, parseService, type Service, type ServiceWord } from './service.ts';
export type { Door, Shop, ShopOrder } from './shop.ts';
export { eachInSlices, inSlices, nextTurn, Slices } from './slices.ts';
export { unlessAborted } from './unless-aborted.ts';
export type { CountryId, Vocabulary } from './vocabulary.ts';

// With the first import of any package: each of them imports this one.
refuseOldNode();
