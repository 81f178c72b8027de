export { cases } from './conformance/cases/index.ts';
export type { Case, Clause } from './conformance/stage/case.ts';
export { pooledOffers } from './conformance/stage/market.ts';
export type { Deviation, Front, Market, Site, Subject } from './conformance/stage/subject.ts';
export {
  type CaseResult,
  type ConformanceReport,
  type Verdict,
  type VerifyOptions,
  verify,
} from './conformance/verify.ts';
export type { Fault, FaultKind } from './faults.ts';
export { type PaperOptions, paperProvider } from './paper.ts';
export { type Sandbox, type SandboxOptions, type SeenRequest, startSandbox } from './sandbox.ts';
export { syncAtOnce } from './sync-at-once.ts';
export { type VirtualClock, virtualClock } from './virtual-clock.ts';
export { createWorld } from './world/create-world.ts';
export type {
  LedgerEntry,
  OfferMatch,
  World,
  WorldOffer,
  WorldOptions,
  WorldOrder,
} from './world/world.ts';
