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

/** The table of the section: its second column names cases, and groups of them by what they begin with. */
const promised = guide
  .slice(guide.indexOf('## 11.'), guide.indexOf('## 12.'))
  .split('\n')
  .filter((line) => line.startsWith('| a') && !line.includes('---'))
  .flatMap((line) =>
    [...(line.split(' | ')[1] ?? '').matchAll(/`([\w-]+\/[\w-]*)`/g)].map(([, id = '']) => id),
  );

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
  const { results } = await verify(silent);
  const broken = results.filter(({ verdict }) => verdict === 'fail').map((result) => result.case);
  expect(broken.filter((id) => !promised.some((start) => isOf(id, start)))).toEqual([]);
  expect(promised.filter((start) => !broken.some((id) => isOf(id, start)))).toEqual([]);
  const deviations = broken.map((id) => ({ case: id, reason: 'the page names no word for it' }));
  expect(await verify({ ...silent, deviations })).toMatchObject({ passed: true });
});

const isOf = (id: string, start: string): boolean =>
  start.endsWith('/') ? id.startsWith(start) : id === start;
