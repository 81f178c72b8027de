import { verifyProvider } from '../src/vitest.ts';
import { good, paged, plugged } from './mutants/subjects.ts';

verifyProvider('the adapter of most mutants', good);
verifyProvider('the adapter with pages', paged);
verifyProvider('the adapter in a plugin', plugged);
