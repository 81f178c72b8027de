export { type JournalCase, journalCases } from './cases.ts';
export * as samples from './samples.ts';
