import { verifyProvider } from '@numroute/testkit/vitest';
import subject from '../src/conformance.ts';

verifyProvider('otter', subject);
