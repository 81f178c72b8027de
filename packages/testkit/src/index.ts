export { type PaperOptions, paperProvider } from './paper.ts';
export {
  type Fault,
  type FaultKind,
  type Sandbox,
  type SandboxOptions,
  type SeenRequest,
  startSandbox,
} from './sandbox.ts';
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
