export { type ConfigPlace, type ConfiguredPrices, configuredPrices } from './configured-prices.ts';
export { EXIT } from './exit-codes.ts';
export type { Io, Output } from './io.ts';
export { run } from './run.ts';
