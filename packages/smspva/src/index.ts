export { type SmspvaOptions, smspvaAdapter } from './adapter.ts';
export { smspvaDialect } from './dialect/index.ts';
export { type SmspvaSettings, smspva, smspva as default } from './plugin.ts';
