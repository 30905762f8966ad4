import { defineConfig } from 'vitest/config';

// The page in a real Chromium: one file after the other, since each drives a whole browser.
export default defineConfig({
  test: {
    include: ['test/browser/**/*.test.ts'],
    fileParallelism: false,
    // A shared machine can starve a browser for half a minute; what fails twice is broken.
    retry: process.env.CI ? 1 : 0,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
