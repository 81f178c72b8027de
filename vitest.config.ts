import path from 'node:path';
import { defineConfig } from 'vitest/config';

// For the workers, and for every process and thread that a test starts: what one of them has compiled,
// types taken out, the next one need not.
process.env['NODE_COMPILE_CACHE'] ??= path.join(import.meta.dirname, 'node_modules', '.cache', 'compiled');

const conditions = ['@numroute/source', 'node'];

export default defineConfig({
  resolve: { conditions },
  // What is outside is resolved by Node, which adds `import` or `require` itself.
  ssr: { resolve: { conditions, externalConditions: ['@numroute/source'] } },
  test: {
    include: [
      'packages/*/test/**/*.test.ts',
      'examples/test/**/*.test.ts',
      'examples/your-{own,rest}-adapter/test/**/*.test.ts',
      'sim/test/**/*.test.ts',
      'test/**/*.test.ts',
    ],
    pool: 'forks',
    // No module of ours holds a state, so the files share what is loaded.
    isolate: false,
    // Many tests wait for other processes: a core that waits is a core that another file can use.
    maxWorkers: '100%',
    testTimeout: 20_000,
  },
});
