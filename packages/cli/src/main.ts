#!/usr/bin/env node
// Nothing is imported before the version is known: an older Node fails at the imports, with a stack.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 19)) {
  process.stderr.write(`numroute needs Node 22.19 or newer, this is ${process.versions.node}.\n`);
  process.exit(1);
}
const { run } = await import('./run.ts');

const stop = new AbortController();
const end = (): void => stop.abort();
// The second Ctrl-C is Node's own: it ends the process at once.
process.once('SIGINT', end);
process.once('SIGTERM', end);
// A terminal that is closed sends it, and the shell in it sends it once more. A server takes it for "reload".
let hangup = end;
process.on('SIGHUP', () => hangup());

for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    // `numroute compare telegram | head` closes its pipe early (EPIPE), and a closed terminal takes no
    // word (EIO). Neither may leave a paid order open, so both are Ctrl-C.
    if (error.code !== 'EPIPE' && error.code !== 'EIO') throw error;
    end();
  });
}

process.exitCode = await run(process.argv.slice(2), {
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  cwd: process.cwd(),
  signal: stop.signal,
  onHangup: (heard) => {
    hangup = heard;
  },
  terminal: () =>
    process.stdin.isTTY && process.stderr.isTTY
      ? { input: process.stdin, output: process.stderr }
      : undefined,
});

export {};
