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
export {
  createWorld,
  type LedgerEntry,
  type OfferMatch,
  type World,
  type WorldOffer,
  type WorldOptions,
  type WorldOrder,
} from './world.ts';
