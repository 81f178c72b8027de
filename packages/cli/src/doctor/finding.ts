/** What was looked at, and how it is. */
export interface Finding {
  readonly status: 'ok' | 'warn' | 'fail';
  readonly check:
    | 'node'
    | 'config'
    | 'env-file'
    | 'vendor'
    | 'rates'
    | 'journal'
    | 'database'
    | 'backup'
    | 'clock';
  /** The provider that it is about. */
  readonly provider?: string;
  readonly message: string;
  /** What to do; absent where all is well. */
  readonly fix?: string;
}
