import { readFileSync } from 'node:fs';
import { registerHooks, stripTypeScriptTypes } from 'node:module';
import { fileURLToPath } from 'node:url';
import { mutants } from './mutants.ts';

// Loaded before a duellist: takes one rule out of the sources, by the number behind the question mark.
const mutant = mutants[Number(new URL(import.meta.url).search.slice(1))];
const root = new URL('../../../../', import.meta.url);

registerHooks({
  load: (url, context, next) => {
    const change = mutant?.changes.find(({ file }) => new URL(file, root).href === url);
    if (!change) return next(url, context);
    const parts = readFileSync(fileURLToPath(url), 'utf8').split(change.find);
    if (parts.length !== 2)
      throw new RangeError(`${mutant?.name}: ${change.file} has ${parts.length - 1} such places, not one`);
    return { format: 'module', source: stripTypeScriptTypes(parts.join(change.replace)), shortCircuit: true };
  },
});
