import path from 'node:path';
import { defaultClientConditions, defineConfig } from 'vite';

/** The price board and the reference of REST: static files, served by the gateway under a policy without inline code. */
export default defineConfig({
  base: './',
  // From source: in a fresh clone nothing else is built yet.
  resolve: { conditions: ['@numroute/source', ...defaultClientConditions] },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: '../dist/board',
    emptyOutDir: true,
    target: 'es2022',
    modulePreload: false,
    // A policy without `data:` loads nothing that is inlined.
    assetsInlineLimit: 0,
    rolldownOptions: {
      input: ['index.html', 'reference.html'].map((page) => path.join(import.meta.dirname, page)),
    },
    license: { fileName: 'licenses.md' },
    reportCompressedSize: false,
    // The viewer of the reference is one file.
    chunkSizeWarningLimit: 1_000,
  },
});
