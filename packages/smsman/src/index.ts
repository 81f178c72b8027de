export { type SmsmanOptions, smsmanAdapter } from './adapter.ts';
export { type DialectOptions, smsmanDialect } from './dialect/index.ts';
export { type SmsmanSettings, smsman, smsman as default } from './plugin.ts';
