import { expect, test } from 'vitest';
import { template } from '../packages/cli/src/new-adapter/template.ts';
import { templateFiles } from '../tools/template.ts';

test('what `numroute new-adapter` writes is the example; `npm run template` makes it so', () => {
  expect(template).toEqual(templateFiles());
});
