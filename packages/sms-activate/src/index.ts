export { type SmsActivateOptions, smsActivateAdapter } from './adapter.ts';
export { smsActivateDialect } from './dialect/index.ts';
export type { SmsActivateCountry } from './ids/countries.ts';
export type { CodeOverrides } from './overrides.ts';
export { smsActivate, smsActivate as default } from './plugin.ts';
export type { PriceNesting, PriceShape, PriceSource } from './prices/source.ts';
export type { Fact, Profile, Task, WordCode } from './profile.ts';
export { type ProfileName, profiles } from './profiles/index.ts';
export type { SmsActivateSettings } from './settings.ts';
