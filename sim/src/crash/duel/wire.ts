import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** The way of one process to the database. */
export interface DatabaseWire extends AsyncDisposable {
  readonly port: number;
  cut(): void;
  mend(): void;
  /**
   * Calls once, when the database has committed an intent and the process has not read of it.
   *
   * @param holdRenewal An answer to a renewal is kept until then, and read together with it.
   */
  atIntent(act: () => void, holdRenewal?: boolean): void;
}

const INTENT = /INSERT INTO \S+\.attempt \(/;
const RENEWAL = /SET until = clock_timestamp\(\) \+/;

/** A TCP proxy before the database that can be cut. */
export async function openWire(database: number): Promise<DatabaseWire> {
  const pairs = new Set<readonly [Socket, Socket]>();
  let isCut = false;
  let aimed: { readonly act: () => void; readonly holdRenewal: boolean } | undefined;
  const held: (() => void)[] = [];
  const letGo = (): void => {
    for (const pass of held.splice(0)) pass();
  };
  const server = createServer((near) => {
    if (isCut) {
      near.destroy();
      return;
    }
    const far = connect(database, '127.0.0.1');
    const pair = [near, far] as const;
    pairs.add(pair);
    let asked: 'intent' | 'renewal' | undefined;
    let isRenewing = false;
    const end = (): void => {
      pairs.delete(pair);
      near.destroy();
      far.destroy();
    };
    for (const one of pair) one.setNoDelay(true).on('error', end).on('close', end);
    near.on('data', (bytes: Buffer) => {
      const text = bytes.toString('latin1');
      if (INTENT.test(text)) asked = 'intent';
      else if (isRenewing && text.includes('COMMIT')) asked = 'renewal';
      isRenewing = RENEWAL.test(text);
      far.write(bytes);
    });
    far.on('data', (bytes: Buffer) => {
      const about = asked;
      asked = undefined;
      if (aimed && about === 'intent') {
        const { act } = aimed;
        aimed = undefined;
        act();
        near.write(bytes);
        letGo();
      } else if (aimed?.holdRenewal && about === 'renewal') held.push(() => near.write(bytes));
      else near.write(bytes);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const cut = (): void => {
    isCut = true;
    for (const [near, far] of pairs) {
      near.destroy();
      far.destroy();
    }
  };
  return {
    port: (server.address() as { readonly port: number }).port,
    cut,
    mend: () => {
      isCut = false;
      aimed = undefined;
      letGo();
    },
    atIntent: (act, holdRenewal = false) => {
      aimed = { act, holdRenewal };
    },
    [Symbol.asyncDispose]: async () => {
      cut();
      server.close();
    },
  };
}
