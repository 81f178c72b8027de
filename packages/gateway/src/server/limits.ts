/** What a stranger may cost us before a token is seen. */
export const limits: Readonly<
  Record<
    | 'bodyBytes'
    | 'headerBytes'
    | 'headersMs'
    | 'requestMs'
    | 'checkMs'
    | 'keepAliveMs'
    | 'idleSocketMs'
    | 'streamBytes'
    | 'streamsOfOne'
    | 'wrongTokens'
    | 'wrongTokensMs'
    | 'strangers'
    | 'strangersMs'
    | 'hookBytes'
    | 'hooks'
    | 'hooksMs',
    number
  >
> = {
  bodyBytes: 64 * 1024,
  headerBytes: 8 * 1024,
  headersMs: 5_000,
  requestMs: 10_000,
  /** How often Node looks for connections that are too slow. */
  checkMs: 1_000,
  keepAliveMs: 10_000,
  /** Longer than any purchase: a vendor may take more than a minute. */
  idleSocketMs: 120_000,
  /** Unread events of one listener. */
  streamBytes: 256 * 1024,
  /** Streams of events that one client may hold open: they count as connections, which are everybody's. */
  streamsOfOne: 100,
  /** From one address, in so long. */
  wrongTokens: 20,
  wrongTokensMs: 20_000,
  /** Questions without a key from one address, in so long. */
  strangers: 20,
  strangersMs: 10_000,
  hookBytes: 16 * 1024,
  /** Webhooks of one vendor, in so long. */
  hooks: 100,
  hooksMs: 10_000,
};
