export { type FivesimOptions, fivesimAdapter } from './adapter.ts';
export { fivesimDialect } from './dialect/index.ts';
export { fivesim, fivesim as default } from './plugin.ts';
export type { FivesimSettings } from './settings.ts';
