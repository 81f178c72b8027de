export { type NumberlandOptions, numberlandAdapter } from './adapter.ts';
export { numberlandDialect } from './dialect/index.ts';
export { numberland, numberland as default } from './plugin.ts';
export type { NumberlandSettings } from './settings.ts';
