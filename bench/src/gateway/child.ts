import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const script = fileURLToPath(new URL('server.ts', import.meta.url));

export interface Child {
  readonly url: string;
  /** What its heap holds after a collection, in bytes. */
  heap(): Promise<number>;
  end(): Promise<void>;
}

export async function startChild(
  kind: 'bare' | 'entries' | 'gateway',
  file = '',
  token = '',
): Promise<Child> {
  const child = fork(script, [kind, file, token], {
    execArgv: ['--conditions=@numroute/source', '--expose-gc', '--disable-warning=ExperimentalWarning'],
  });
  const [url] = (await once(child, 'message')) as [string];
  return {
    url,
    heap: async () => {
      child.send('memory');
      const [bytes] = (await once(child, 'message')) as [number];
      return bytes;
    },
    end: async () => {
      child.kill('SIGKILL');
      await once(child, 'close');
    },
  };
}
