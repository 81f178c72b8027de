export { type ArzancellOptions, arzancellAdapter } from './adapter.ts';
export { arzancellDialect, type DialectOptions } from './dialect/index.ts';
export { arzancell, arzancell as default } from './plugin.ts';
export type { Transport } from './request.ts';
export type { ArzancellSettings } from './settings.ts';
