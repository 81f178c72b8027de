import { openSync, readSync, writeSync } from 'node:fs';

// Run as a process of its own: an index of the log whose two heads differ again and again, as they do while
// an owner writes them. Told to, it ends with heads that differ, as after a kill.
const [file = '', how = ''] = process.argv.slice(2);
const HEAD = 48;
const index = openSync(`${file}-shm`, 'r+');
const whole = Buffer.alloc(1);
readSync(index, whole, 0, 1, HEAD + 8);
const torn = Buffer.from([(whole[0] ?? 0) ^ 1]);
process.stdout.write('begun\n');
if (how === 'killed') writeSync(index, torn, 0, 1, HEAD + 8);
while (how !== 'killed') {
  writeSync(index, torn, 0, 1, HEAD + 8);
  writeSync(index, whole, 0, 1, HEAD + 8);
  // Whole more often than not, wherever this process is halted.
  for (const end = performance.now() + 0.02; performance.now() < end; );
}
