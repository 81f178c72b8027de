export type {
  Adapter,
  ConnectionSettings,
  FetchedToken,
  KeyPlace,
  PurchaseOutcome,
  RefusalCode,
  Reply,
  RequestDescription,
  Send,
} from './adapter.ts';
export { type Asker, type AskerKey, type AskerSettings, createAsker } from './asker.ts';
export { type Json, membersOf, parseJson } from './json.ts';
export { hintOf, nearestOf } from './nearest.ts';
export {
  type PluginParts,
  pluginOf,
  type SimulatedSite,
  type SimulatedVendor,
  simulatedSettings,
  simulatedVendor,
  vocabularyOf,
} from './plugin.ts';
export { Kept } from './provider/kept.ts';
export { createHttpProvider } from './provider/provider.ts';
export { askedOf, type Codes, codesOf, type VendorCodes } from './reading/codes.ts';
export { EDGE_WAIT_MS, isTurnedAway, turnedAway } from './reading/edge.ts';
export { expiryOf } from './reading/expiry.ts';
export { unexpected } from './reading/failure.ts';
export { readHandle } from './reading/handle.ts';
export { messageIn } from './reading/message.ts';
export { type MinorUnits, minorUnits } from './reading/minor-units.ts';
export { allPages } from './reading/pages.ts';
export { readAs, type Shape } from './reading/read-as.ts';
export { isSuccess, sampleOf } from './reading/reply.ts';
export { dataOf, outcomeOf, refusalOf, refuseSaid, type Said, saidError } from './reading/said.ts';
export { readIsoTime } from './reading/times.ts';
export { told } from './reading/told.ts';
export { unproven } from './reading/unproven.ts';
export { headerWait, waitIn } from './reading/waits.ts';
export { recognitionOf, type Sign } from './recognition.ts';
export {
  type Checks,
  type CommonSettings,
  checkSettings,
  codesIn,
  commonChecks,
  connectionOf,
  count,
  currencyCheck,
  objectOf,
  oneOf,
  refusePlainHttp,
  text,
} from './settings.ts';
export { isLoopback } from './wire/base-url.ts';
export type { Carriage, Carrier } from './wire/carrier.ts';
export type { Exchange } from './wire/exchange.ts';
export type { WireRequest } from './wire/wire.ts';
