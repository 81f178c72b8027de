const share = process.env['NUMROUTE_NIGHTLY'] === undefined ? 1 : 20;

/** So many runs of a property where somebody waits for them, and twenty times as many at night. */
export const runs = (awake: number): number => awake * share;
