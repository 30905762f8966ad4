import { defineConfig } from 'vitest/config';
import { registryProxy } from './proxy/vite.ts';

export default defineConfig({
  // Relative: the built page works from any path on any static host.
  base: './',
  plugins: [registryProxy()],
  worker: { format: 'es' },
  build: {
    target: 'es2022',
    outDir: 'dist',
    rollupOptions: {
      // `dry-dock` is what other pages embed, so it keeps its name and its place beside busybox.wasm.
      input: { index: 'index.html', 'dry-dock': 'src/ui/main.ts' },
      output: {
        entryFileNames: ({ name }) => (name === 'dry-dock' ? '[name].js' : 'assets/[name]-[hash].js'),
      },
    },
  },
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/browser/**'],
    testTimeout: 30_000,
  },
});
