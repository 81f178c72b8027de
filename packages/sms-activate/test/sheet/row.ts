import type { NumrouteError } from '@numroute/core';
import type { ProfileName } from '../../src/index.ts';

export type Query = Readonly<Record<string, string>>;

/** What the client is asked for when this reply comes, and what it makes of it. */
export type Client =
  | readonly ['balance' | 'offers' | 'buy' | 'order' | 'cancel' | 'finish' | 'list', result: unknown]
  | { readonly never: string };

/** A state that the shop is in when the request comes. `ID` in a query is the order's. */
export type Scene = 'bought' | 'received' | 'old enough' | 'too fast' | 'broken';

/** One line of the sheet: a request, and the reply that the site is known to give. */
export interface Row {
  readonly request: string;
  /** What the dialect is asked; `api_key` is right unless it is said here. Several say the same. */
  readonly queries: readonly Query[];
  readonly method?: 'POST';
  readonly scene?: Scene;
  readonly status?: number;
  /** As the sheet has it, with values for its dots. */
  readonly body: string;
  readonly client: Client;
  /** Why the dialect never says it; absent: it says it byte for byte. */
  readonly unsaid?: string;
}

export interface Sheet {
  readonly section: string;
  readonly profile: ProfileName;
  readonly funds: string;
  readonly rows: readonly Row[];
}

export const failure = (code: NumrouteError['code'], details: object = {}): object => ({ code, details });
