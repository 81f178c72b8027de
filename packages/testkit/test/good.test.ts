import { verifyProvider } from '../src/vitest.ts';
import { good } from './mutants/subjects.ts';

verifyProvider('the adapter that the mutants come from', good);
