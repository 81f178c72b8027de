export { type JournalCase, journalCases } from './cases.ts';
export { leaseCases } from './lease-cases.ts';
export * as samples from './samples.ts';
export type { LeaseCase, SharedStore } from './shared-store.ts';
