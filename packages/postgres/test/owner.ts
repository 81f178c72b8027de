import { standBy } from '@numroute/journal';
import { samples } from '@numroute/journal/kit';
import { postgresJournal } from '@numroute/postgres';

// A process that stands by, and leaves an intent without an outcome once it is the owner.
const [url = '', schema = '', name = ''] = process.argv.slice(2);
const journal = await postgresJournal({ url, schema, owner: name });
standBy({
  journal,
  terms: { accounts: { one: 'an account' }, ttlMs: 3_000 },
  start: async ({ journal: own, fence }) => {
    const left = await own.list({ states: ['sending'] });
    const at = { by: 'recovery', kind: 'unheard', message: 'the process ended' } as const;
    for (const { id } of left) await own.append({ ...at, attempt: id, at: Date.now() });
    for (const { id } of left)
      await own.append({ ...at, kind: 'absent', evidence: 'looked', attempt: id, at: Date.now() });
    await own.append(samples.event(name, samples.intent(name)));
    process.stdout.write(
      `${JSON.stringify({ name, fence, wasLeft: own.wasLeft, left: left.map(({ id }) => id) })}\n`,
    );
    return { [Symbol.asyncDispose]: async () => undefined };
  },
});
process.stdout.write('ready\n');
// The journal's timers and idle connections keep no process.
setInterval(() => undefined, 60_000);
