import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ApiCaller } from '@pyflare/api'
import { loadConfig } from '@pyflare/config'
import type { Logger } from '@pyflare/observe'
import { expect } from 'vitest'
import { type Platform, startPlatform } from '../src/index.ts'
import type { Destination } from './send-otlp.ts'
import { signIn } from './visit.ts'

export interface TestPlatform {
  platform: Platform
  collector: Destination
  /** Asks as a page of the owner does. */
  page: ApiCaller
  /** Stops it; fails when it warned of anything, or logged an error. */
  stop(): Promise<void>
}

/**
 * Starts the whole platform as `pyflare up` does, from its sources, on free ports: in a folder of its own, or in one that
 * is given, and kept.
 */
export async function startTestPlatform(folder?: string): Promise<TestPlatform> {
  const dataDir = folder ?? (await mkdtemp(join(tmpdir(), 'pyflare-test-')))
  const flags = {
    data_dir: dataDir,
    'server.port': 0,
    'collector.otlp.grpc.endpoint': '127.0.0.1:0',
    'collector.otlp.http.endpoint': '127.0.0.1:0',
  }
  const { logger, complaints } = strictLogger()
  const platform = await startPlatform(loadConfig({ env: {}, flags }), { logger })
  return {
    platform,
    collector: { ...platform, projectKey: platform.credentials.projectKey ?? '' },
    page: await signIn(platform),
    async stop() {
      await platform.stop()
      if (folder === undefined) await rm(dataDir, { recursive: true, force: true })
      expect(complaints).toEqual([])
    },
  }
}

function strictLogger(): { logger: Logger; complaints: unknown[] } {
  const complaints: unknown[] = []
  const complain = (...said: unknown[]) => void complaints.push(said)
  const logger = { debug: () => undefined, info: () => undefined, warn: complain, error: complain, child: () => logger }
  return { logger: logger as unknown as Logger, complaints }
}
