export { dialect } from './dialect.ts';
export { plugin as default, plugin as pigeon, type Settings } from './plugin.ts';
