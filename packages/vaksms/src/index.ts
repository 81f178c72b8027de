export { type VaksmsOptions, vaksmsAdapter } from './adapter.ts';
export { vaksmsDialect } from './dialect/index.ts';
export { type VaksmsSettings, vaksms, vaksms as default } from './plugin.ts';
