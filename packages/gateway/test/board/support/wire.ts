import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** The line between a browser and a gateway: it can be cut, and it can lose an answer. */
export interface Wire extends AsyncDisposable {
  readonly url: string;
  /** Everything that browsers sent, one text for each connection. */
  readonly sent: readonly string[];
  /** Ends every connection, and takes no new one until it is mended. */
  cut(): void;
  mend(): void;
  /** The next request that starts like this arrives; of its answer only so many bytes come back. */
  loseAnswerTo(start: string, bytes: number): void;
}

export async function openWire(target: string): Promise<Wire> {
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  const sent: string[] = [];
  let isCut = false;
  let lost: { readonly start: string; readonly bytes: number } | undefined;

  const server = createServer((browser) => {
    if (isCut) {
      browser.destroy();
      return;
    }
    const gateway = connect(Number(port), hostname);
    const nth = sent.push('') - 1;
    let heard = Number.POSITIVE_INFINITY;
    const end = (): void => {
      for (const socket of [browser, gateway]) {
        socket.destroy();
        sockets.delete(socket);
      }
    };
    for (const socket of [browser, gateway]) {
      sockets.add(socket);
      socket.on('error', end).on('close', end);
    }
    browser.on('data', (bytes) => {
      const text = bytes.toString('latin1');
      sent[nth] += text;
      if (lost && text.startsWith(lost.start)) {
        heard = lost.bytes;
        lost = undefined;
      }
      gateway.write(bytes);
    });
    gateway.on('data', (bytes) => {
      if (heard === Number.POSITIVE_INFINITY) browser.write(bytes);
      else browser.write(bytes.subarray(0, heard), end);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const cut = (): void => {
    isCut = true;
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    sent,
    cut,
    mend: () => {
      isCut = false;
    },
    loseAnswerTo: (start, bytes) => {
      lost = { start, bytes };
    },
    [Symbol.asyncDispose]: async () => {
      cut();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
