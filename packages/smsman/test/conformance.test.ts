import { verifyProvider } from '@numroute/testkit/vitest';
import subjects from '../src/conformance.ts';

for (const [name, subject] of Object.entries(subjects)) verifyProvider(name, subject);
