/** In the current directory, unless `--config` names another. */
export const DEFAULT_CONFIG = 'numroute.config.json';
