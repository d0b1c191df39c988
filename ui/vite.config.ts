import { sveltekit } from '@sveltejs/kit/vite';
import { svelteTesting } from '@testing-library/svelte/vite';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  plugins: [sveltekit(), svelteTesting()],
  clearScreen: false,
  server: { port: 1420, strictPort: true },
  // The oldest engine that the desk runs in: WebKitGTK of Debian 12.
  build: { target: 'safari16', sourcemap: false, chunkSizeWarningLimit: 900 },
  test: {
    environment: 'jsdom',
    include: ['src/**/*.test.ts'],
    setupFiles: ['src/test-setup.ts'],
    // One world for all files: each imports the same components, which takes
    // longer than the tests. A test leaves nothing behind that another sees.
    isolate: false,
    maxWorkers: 1,
    // A busy machine is no failing test; this ends only what hangs.
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
