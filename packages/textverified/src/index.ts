export { type TextverifiedOptions, textverifiedAdapter } from './adapter.ts';
export { type DialectOptions, textverifiedDialect } from './dialect/index.ts';
export { type TextverifiedSettings, textverified, textverified as default } from './plugin.ts';
