import { verifyProvider } from '@numroute/testkit/vitest';
import subject from '../src/conformance.ts';

verifyProvider('pigeon', subject);
