import { defineConfig } from 'vitest/config'

// One project a kind of test, so that each can be run alone: npx vitest run --project unit
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: [
            'test/{domain,view,journal,station,sync,shell,build,simulate,replay,backtest,bench}/**/*.test.ts',
            'test/*.test.ts',
          ],
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'wire',
          include: ['test/wire/**/*.test.ts'],
          testTimeout: 240_000,
          hookTimeout: 60_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: 'package',
          include: ['test/package/**/*.test.ts'],
          globalSetup: 'test/package/setup.ts',
          testTimeout: 180_000,
          hookTimeout: 60_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          // Vitest's own second is none on a busy machine. What holds ends a poll at once.
          expect: { poll: { timeout: 60_000, interval: 100 } },
          testTimeout: 240_000,
          hookTimeout: 240_000,
          fileParallelism: false,
          // A browser on a busy machine has moods of its own. `npm test` names each test that needed it.
          retry: 1,
        },
      },
    ],
  },
})
