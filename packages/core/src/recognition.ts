/**
 * A question to a host that nobody knows yet. It reads: it never buys, cancels or changes anything,
 * and costs nothing.
 */
export interface Probe {
  /** Unique within a recognition. */
  readonly name: string;
  /** @default 'GET' */
  readonly method?: 'GET' | 'POST';
  /** Below the address that is asked; absent: the address itself. */
  readonly path?: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly form?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** The longest reply that is read, in bytes. @default 65_536 */
  readonly maxBytes?: number;
  /** `wrong`: one that nobody holds. `own`: the user's, which goes to no host that was not recognised first. */
  readonly key: 'none' | 'wrong' | 'own';
  readonly keyIn:
    | { readonly in: 'query'; readonly name: string }
    | { readonly in: 'form'; readonly name: string }
    | { readonly in: 'header'; readonly name: string; readonly prefix?: string };
}

/** What a host answered to a question that asks who it is. */
export interface ProbeReply {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

/** What is known of a host so far. */
export interface Sighting {
  /** The address that is asked, without a key. */
  readonly url: string;
  /** Whether the user gave a key. */
  readonly hasKey: boolean;
  /** By the probe's name; null: no whole reply came. */
  readonly answers: ReadonlyMap<string, ProbeReply | null>;
}

/** One thing that a host may be. */
export interface Likeness {
  /** What the plugin calls it, such as a profile. */
  readonly name: string;
  /**
   * `sure`: everything else that the plugin knows is ruled out. `likely`: this alone has a sign of its
   * own. `possible`: others fit as well.
   */
  readonly sureness: 'sure' | 'likely' | 'possible';
  /** What it was seen by, for people. */
  readonly evidence: readonly string[];
  /** For the plugin's `parseSettings`, without `apiKey` and `allowInsecureHttp`. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** Settings that the host does not tell and the user has to. */
  readonly missing?: readonly string[];
  /** What the user should know before using it. */
  readonly notes?: readonly string[];
}

/**
 * How a plugin recognises the hosts that speak its dialect. Pure: whoever runs it sends the probes and
 * keeps the answers.
 */
export interface Recognition {
  /** Where the dialect usually listens; tried for an address without a path. */
  readonly paths: readonly string[];
  /** The next probes; none: nothing more is to be learnt. One with a name that was answered is not sent again. */
  ask(sighting: Sighting): readonly Probe[];
  /** What the host may be, the likeliest first; none: it does not speak this dialect. */
  judge(sighting: Sighting): readonly Likeness[];
}
