export { type FivesimOptions, fivesimAdapter } from './adapter.ts';
export { fivesimDialect } from './dialect/index.ts';
export { type FivesimSettings, fivesim, fivesim as default } from './plugin.ts';
