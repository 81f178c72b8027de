import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Sold } from './disk/child.ts';
import { type Figure, ms, print } from './report.ts';

const ROUNDS = 5;
const source = ['--conditions=@numroute/source', '--disable-warning=ExperimentalWarning'];

interface Setting {
  readonly vendors: number;
  readonly latencyMs: number;
  /** So long each sync takes more than this disk's. */
  readonly syncMs: number;
  readonly goal?: number;
}

const settings: readonly Setting[] = [
  { vendors: 4, latencyMs: 0, syncMs: 0 },
  { vendors: 4, latencyMs: 25, syncMs: 0, goal: 0.8 },
  { vendors: 16, latencyMs: 25, syncMs: 0, goal: 0.9 },
  { vendors: 16, latencyMs: 25, syncMs: 2, goal: 0.8 },
  { vendors: 16, latencyMs: 25, syncMs: 5, goal: 0.6 },
];

/** What a purchase costs on the disk: the intent before it and the outcome after it. */
export async function journalOnDisk(): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'numroute-bench-'));
  try {
    for (const setting of settings) for (const figure of await figuresOf(setting, folder)) print(figure);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function figuresOf(setting: Setting, folder: string): Promise<Figure[]> {
  const { vendors, latencyMs, syncMs, goal = 0 } = setting;
  const where = `${vendors} vendors that answer in ${latencyMs} ms, a sync takes ${syncMs} ms more than this disk's`;
  const what = `buys/s with the journal on disk vs in memory, ${where}`;
  const rounds = await sell(setting, folder).catch((error: unknown) => String(error).split('\n', 1)[0]);
  if (!Array.isArray(rounds)) {
    const detail = `not measured: ${rounds}`;
    return [{ what, ratio: Number.NaN, goal: `>= ${goal.toFixed(2)}`, met: false, detail }];
  }
  const [middle] = rounds
    .toSorted((a, b) => a.disk.rate / a.memory.rate - b.disk.rate / b.memory.rate)
    .slice(Math.floor(ROUNDS / 2));
  if (!middle) return [];
  const { disk, memory } = middle;
  return [
    {
      what,
      ratio: disk.rate / memory.rate,
      goal: goal > 0 ? `>= ${goal.toFixed(2)}` : 'reported',
      met: disk.rate / memory.rate >= goal,
      detail: `${disk.rate.toFixed(0)} vs ${memory.rate.toFixed(0)} buys/s; ${ms(1_000 / disk.rate - 1_000 / memory.rate)} a buy on the disk; CPU ${ms(disk.cpuMs)} vs ${ms(memory.cpuMs)} a buy, vendors included`,
    },
    {
      what: `longest turn of the event loop meanwhile, waiting for the disk included, ${where}`,
      ratio: disk.holdMs / memory.holdMs,
      goal: 'reported',
      met: true,
      detail: `${ms(disk.holdMs)} vs ${ms(memory.holdMs)}`,
    },
  ];
}

/** A process of its own. strace makes its syncs slower, SQLite's in the event loop and the journal's beside it. */
async function sell({ vendors, latencyMs, syncMs }: Setting, folder: string): Promise<readonly Sold[]> {
  const child = [...source, path.join(import.meta.dirname, 'disk', 'child.ts')];
  const given = [folder, vendors, latencyMs, ROUNDS].map(String);
  const syncs = 'fdatasync,fsync';
  const slowly = ['-f', '--seccomp-bpf', '-qqq', '-o', '/dev/null', '-e', `trace=${syncs}`]
    .concat('-e', `inject=${syncs}:delay_enter=${syncMs * 1_000}`)
    .concat(process.execPath, ...child, ...given);
  const run = promisify(execFile);
  const { stdout } = await (syncMs > 0 ? run('strace', slowly) : run(process.execPath, [...child, ...given]));
  return JSON.parse(stdout) as Sold[];
}
