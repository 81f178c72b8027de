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
  readonly onOut?: (all: string) => void;
}

export async function ran(argv: readonly string[], options: RunOptions = {}): Promise<Ran> {
  const { env = {}, cwd = tmpdir(), tty = false, signal = new AbortController().signal, onOut } = options;
  let out = '';
  let err = '';
  const code = await run(argv, {
    stdout: {
      isTTY: tty,
      write: (text) => {
        out += text;
        onOut?.(out);
      },
    },
    stderr: {
      isTTY: tty,
      write: (text) => {
        err += text;
      },
    },
    env,
    cwd,
    signal,
  });
  return { code, out, err };
}

/** A directory with this `numroute.config.json`, gone again after `work`. */
export async function withConfig<T>(config: unknown, work: (cwd: string) => Promise<T>): Promise<T> {
  const cwd = await mkdtemp(join(tmpdir(), 'numroute-cli-'));
  try {
    await writeFile(
      join(cwd, 'numroute.config.json'),
      typeof config === 'string' ? config : JSON.stringify(config),
    );
    return await work(cwd);
  } finally {
    await rm(cwd, { recursive: true });
  }
}
