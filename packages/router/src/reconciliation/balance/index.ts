export { carryPast, isSettled } from './carry.ts';
export { isQuiet, takeCheckpoint } from './checkpoint.ts';
export { moveAlone } from './compare.ts';
export { audit, learnPrices, unpriced } from './explain.ts';
export { mayBeCharged } from './price-range.ts';
export {
  type AcceptedReading,
  mayPass,
  type Probed,
  readBalance,
  steadiness,
} from './read.ts';
export { namedBy, type Reading, type Statement } from './statement.ts';
export { doubtsUntil, taintedBy } from './tainted.ts';
export { withUnexplained } from './unexplained.ts';
export { solve, type Verdict } from './verdicts.ts';
