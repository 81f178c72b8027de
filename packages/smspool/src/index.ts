export { type SmspoolOptions, smspoolAdapter } from './adapter.ts';
export { type DialectOptions, smspoolDialect } from './dialect/index.ts';
export { type SmspoolSettings, smspool, smspool as default } from './plugin.ts';
