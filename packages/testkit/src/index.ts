export type { Fault, FaultKind } from './faults.ts';
export { type PaperOptions, paperProvider } from './paper.ts';
export { type Sandbox, type SandboxOptions, type SeenRequest, startSandbox } from './sandbox.ts';
export { cases } from './verify/cases/index.ts';
export type { Case, Clause } from './verify/stage/case.ts';
export { pooledOffers } from './verify/stage/market.ts';
export type { Deviation, Front, Market, Site, Subject } from './verify/stage/subject.ts';
export {
  type CaseResult,
  type ConformanceReport,
  type Verdict,
  type VerifyOptions,
  verify,
} from './verify/verify.ts';
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
