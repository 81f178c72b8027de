export { type NumberlandOptions, numberlandAdapter } from './adapter.ts';
export { numberlandDialect } from './dialect/index.ts';
export { type NumberlandSettings, numberland, numberland as default } from './plugin.ts';
