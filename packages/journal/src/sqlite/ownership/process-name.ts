import { readFileSync, readlinkSync } from 'node:fs';
import { bootId } from './uptime.ts';

/** Names one process for good, where a pid alone is given to another process later. */
export interface ProcessName {
  readonly pid: number;
  /** When the kernel started the process, in its own ticks since the start of the machine. */
  readonly started: string;
  readonly boot: string;
  /** The namespace that the pid counts in. Each container has its own. */
  readonly space: string;
}

/** Undefined where the system does not tell: outside Linux. */
export function thisProcess(): ProcessName | undefined {
  const boot = bootId();
  const started = startOf(process.pid);
  const space = pidSpace();
  if (boot === undefined || started === undefined || space === undefined) return undefined;
  return { pid: process.pid, started, boot, space };
}

/**
 * Whether a process other than this one is alive under that name. False also where nobody can tell: the
 * process belongs to another start of the machine, or to another container.
 */
export function isAnotherAlive(name: ProcessName): boolean {
  const here = thisProcess();
  if (!here || name.boot !== here.boot || name.space !== here.space) return false;
  if (name.pid === here.pid) return false;
  return startOf(name.pid) === name.started;
}

/** Undefined: there is no such process, or only its exit code is left of it. */
function startOf(pid: number): string | undefined {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
  } catch {
    return undefined;
  }
  // The second field is the program's name in brackets, and may itself hold spaces and brackets.
  const [state = '', ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return /^[ZX]/.test(state) ? undefined : fields[18];
}

function pidSpace(): string | undefined {
  try {
    return /\d+/.exec(readlinkSync('/proc/self/ns/pid'))?.[0];
  } catch {
    return undefined;
  }
}
