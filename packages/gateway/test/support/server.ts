import { readFileSync } from 'node:fs';
import { flushCompileCache } from 'node:module';
import { openGateway } from './gateway.ts';

// Run as a process of its own, to be killed: serves until then.
const [configFile = '', journalFile = ''] = process.argv.slice(2);
const { addresses, settings } = JSON.parse(readFileSync(configFile, 'utf8')) as {
  readonly addresses: Parameters<typeof openGateway>[0];
  readonly settings: Parameters<typeof openGateway>[1];
};
const running = await openGateway(addresses, settings, journalFile);
process.once('SIGTERM', () => {
  running[Symbol.asyncDispose]().then(() => process.exit(0));
});
// A killed process would not leave its share to the next one.
flushCompileCache();
process.stdout.write(`${running.url}\n`);
