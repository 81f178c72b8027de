/** What the process exits with. Part of the CLI's contract: scripts test these. */
export const EXIT = {
  ok: 0,
  unexpected: 1,
  badInput: 2,
  noOffer: 3,
  noCode: 4,
  moneyMayHaveMoved: 5,
  allSilent: 6,
  brokenPromise: 7,
  /** As of a process that SIGINT ends. */
  stopped: 130,
} as const;

export const EXIT_HELP: readonly string[] = [
  'Exit codes:',
  '  0  done',
  '  1  something unexpected went wrong',
  '  2  an argument or the config file is wrong, or the order is in no state for it; the message names the field',
  '  3  nothing to compare or to buy, a budget forbids it, or nothing recognised',
  '  4  no code came and every number was given back, no further SMS came, or you stopped before buying',
  '  5  money may have moved, is still out or did not come back; the message says what to do',
  '  6  no provider answered',
  '  7  a provider that was verified broke a promise',
  '  130  stopped by Ctrl-C where no money was at stake',
];
