import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from 'numroute';

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly signal?: AbortSignal;
  readonly tty?: boolean;
  /** Where questions are asked. */
  readonly terminal?: NonNullable<Parameters<typeof run>[1]['terminal']>;
  /** Of the terminal; asked for each time that something is printed. */
  readonly columns?: () => number;
  readonly onOut?: (all: string) => void;
  readonly onErr?: (all: string) => void;
}

/** A terminal of that width on which nothing is painted and nothing written over. */
export const terminal = (columns: number | (() => number)) =>
  ({
    tty: true,
    columns: typeof columns === 'number' ? () => columns : columns,
    env: { TERM: 'dumb' },
  }) as const;

/** Of the longest line. */
export const widest = (out: string): number => Math.max(...out.split('\n').map((line) => line.length));

export async function ran(argv: readonly string[], options: RunOptions = {}): Promise<Ran> {
  const {
    env = {},
    cwd = tmpdir(),
    tty = false,
    columns,
    signal = new AbortController().signal,
    terminal,
    onOut,
    onErr,
  } = options;
  let out = '';
  let err = '';
  const code = await run(argv, {
    stdout: {
      isTTY: tty,
      get columns() {
        return columns?.();
      },
      write: (text) => {
        out += text;
        onOut?.(out);
      },
    },
    stderr: {
      isTTY: tty,
      get columns() {
        return columns?.();
      },
      write: (text) => {
        err += text;
        onErr?.(err);
      },
    },
    env,
    cwd,
    signal,
    ...(terminal && { terminal }),
  });
  return { code, out, err };
}

/** Each line of JSON that was printed. */
export function eventsOf({ out }: Pick<Ran, 'out'>) {
  return out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}

export interface Serving {
  readonly url: string;
  /** Tells the gateway to stop; resolves with all that it said. */
  stop(): Promise<Ran>;
}

/** A gateway on the config of a directory, once it listens. */
export async function serving(options: Required<Pick<RunOptions, 'cwd' | 'env'>>): Promise<Serving> {
  const closing = new AbortController();
  const listening = Promise.withResolvers<string>();
  const done = ran(['gateway', '--port', '0'], {
    ...options,
    signal: closing.signal,
    onOut: (all) => {
      const url = /http:\/\/127\.0\.0\.1:\d+/.exec(all)?.[0];
      if (url) listening.resolve(url);
    },
  });
  const failed = done.then(({ err }) => Promise.reject(new Error(err)));
  return {
    url: await Promise.race([listening.promise, failed]),
    stop: async () => {
      closing.abort();
      return await done;
    },
  };
}

/** An empty directory, gone again after `work`. */
export async function inFolder<T>(work: (cwd: string) => Promise<T>): Promise<T> {
  const cwd = await mkdtemp(join(tmpdir(), 'numroute-cli-'));
  try {
    return await work(cwd);
  } finally {
    await rm(cwd, { recursive: true });
  }
}

/** A directory with this `numroute.config.json`, gone again after `work`. */
export async function withConfig<T>(config: unknown, work: (cwd: string) => Promise<T>): Promise<T> {
  return await inFolder(async (cwd) => {
    await writeFile(
      join(cwd, 'numroute.config.json'),
      typeof config === 'string' ? config : JSON.stringify(config),
    );
    return await work(cwd);
  });
}
