export { type OnlinesimOptions, onlinesimAdapter } from './adapter.ts';
export type { Balance } from './balance.ts';
export { onlinesimDialect } from './dialect/index.ts';
export { type OnlinesimSettings, onlinesim, onlinesim as default } from './plugin.ts';
