#!/usr/bin/env node
// Nothing is imported before the version is known: an older Node fails at the imports, with a stack.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 19)) {
  process.stderr.write(`numroute needs Node 22.19 or newer, this is ${process.versions.node}.\n`);
  process.exit(1);
}
const { run } = await import('./run.ts');

const stop = new AbortController();
// The second Ctrl-C is Node's own: it ends the process at once.
process.once('SIGINT', () => stop.abort());
process.once('SIGTERM', () => stop.abort());

// `numroute compare telegram | head` closes the pipe early; that is no failure of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

process.exitCode = await run(process.argv.slice(2), {
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  cwd: process.cwd(),
  signal: stop.signal,
});

export {};
