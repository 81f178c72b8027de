/** What journals in other stores are made of, beside the lifecycle: how entries are written and counted. */
export { tellsPerson } from './attempt/redact.ts';
export { type Counted, countedOf, marketOf, PLACES, unreadable } from './counting/cost.ts';
export { checkOutcomes, checkSpent } from './counting/filters.ts';
export { eachOf, SHORT_SPANS, SPANS, type WindowStarts, windowStarts } from './counting/spans.ts';
export { LEASE_MS } from './lease/lease.ts';
export { type LeaseParts, leaseOver, type Moment, momentOf } from './lease/lease-over.ts';
export { checkMost } from './rules.ts';
export { type AttemptRow, entryOf, eventOf, eventRow, lineOf, rowOf } from './sqlite/file/rows.ts';
export { type JournalReads, wantOf } from './sqlite/queries.ts';
