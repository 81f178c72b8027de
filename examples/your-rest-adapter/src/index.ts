export { dialect } from './dialect.ts';
export { plugin as default, plugin as otter, type Settings } from './plugin.ts';
