import { verifyProvider } from '@numroute/testkit/vitest';
import subjects from '../src/conformance.ts';

verifyProvider('textverified', subjects.textverified);
