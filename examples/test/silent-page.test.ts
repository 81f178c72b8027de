import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type Subject, verify } from '@numroute/testkit';
import { expect, test } from 'vitest';
import subject from '../your-rest-adapter/src/conformance.ts';
import { dialect } from '../your-rest-adapter/src/index.ts';

const guide = readFileSync(
  path.join(import.meta.dirname, '..', '..', 'docs', 'writing-an-adapter.md'),
  'utf8',
);

/** The second column of the section's table names cases, and groups of them that each of four methods has. */
const named = guide
  .slice(guide.indexOf('## 11.'), guide.indexOf('## 12.'))
  .split('\n')
  .filter((line) => line.startsWith('| a'))
  .flatMap((line) => [...(line.split(' | ')[1] ?? '').matchAll(/`([\w-]+\/[\w-]*)`/g)])
  .map(([, id = '']) => id);
const methods = ['fetchOrder', 'cancelOrder', 'finishOrder', 'findOrder'];
const cases = named.flatMap((id) => (id.endsWith('/') ? methods.map((method) => id + method) : id));

/** A vendor whose errors say nothing: the same status and the same text for all of them. */
const silent: Subject = {
  ...subject,
  dialect: {
    ...dialect,
    async respond(request, door) {
      const reply = await dialect.respond(request, door);
      return (reply.status ?? 200) < 400 ? reply : { status: 400, body: '{"message": "Sorry"}' };
    },
  },
};

test('what deviates under a page that names no error is what the guide says', {
  timeout: 60_000,
}, async () => {
  const deviations = cases.map((id) => ({ case: id, reason: 'the page names no word for it' }));
  const { results } = await verify({ ...silent, deviations });
  // A deviation that is not needed fails, too.
  expect(results.filter(({ verdict }) => verdict === 'fail')).toEqual([]);
  expect(results.filter(({ verdict }) => verdict === 'deviates')).toHaveLength(21);
});
