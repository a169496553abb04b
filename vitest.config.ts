import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

/**
 * Workspaces are read from their TypeScript sources, so that tests need no build. Node gets these as --conditions, for
 * `require` too: `import` or `module` here would hand ES modules to CommonJS packages such as pg.
 */
const conditions = ['development', 'node']

export default defineConfig({
  resolve: { conditions, alias: { '~': fileURLToPath(new URL('./apps/web/app', import.meta.url)) } },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  esbuild: { jsx: 'automatic' },
  test: {
    environment: 'node',
    include: ['packages/**/{src,test}/**/*.test.ts', 'apps/**/*.test.{ts,tsx}'],
    exclude: ['**/node_modules/**', '**/dist/**', '**/build/**', '**/e2e/**'],
    pool: 'forks',
    // Some tests start real servers; two at a time is what two cores carry.
    maxWorkers: 2,
    testTimeout: 120_000,
    hookTimeout: 120_000,
    teardownTimeout: 20_000,
    // Conditions are waited for: how long they take depends on what else the machine does.
    expect: { poll: { timeout: 30_000, interval: 50 } },
  },
})
