import { defineConfig, devices } from '@playwright/test'

/** Browser tests of the built platform. Each worker starts one of its own; see the fixtures beside the tests. */
export default defineConfig({
  testDir: 'apps/web/e2e',
  workers: 1,
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  timeout: 120_000,
  expect: { timeout: 20_000 },
  reporter: [['list']],
  use: {
    ...devices['Desktop Chrome'],
    viewport: { width: 1440, height: 900 },
    trace: 'retain-on-failure',
    launchOptions: {
      // biome-ignore lint/suspicious/noUndeclaredEnvVars: no task of turbo reads this file.
      executablePath: process.env.PYFLARE_CHROMIUM ?? '/usr/bin/chromium',
      // Root may not use Chromium's sandbox; the pages are ours.
      args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
    },
  },
})
