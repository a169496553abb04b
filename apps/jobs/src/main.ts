import { once } from 'node:events'
import { inspectConfig } from '@pyflare/config'
import { startAll, stopAll, stopSignal } from '@pyflare/observe'
import { loggerOf, openRuntime } from '@pyflare/runtime'
import { createJobsService } from './service.ts'

/** Runs the jobs alone, until it is asked to end. A second request ends it at once. */
async function main(): Promise<void> {
  const { config, warnings } = inspectConfig()
  const logger = loggerOf(config)
  for (const warning of warnings) logger.warn({}, warning)
  const stopping = stopSignal(
    (signal) => logger.info({ signal }, 'Ending: waiting for the jobs that run.'),
    () => process.exit(130),
  )
  const runtime = await openRuntime(config, { logger, needs: ['telemetry', 'access', 'queues'] })
  const services = [createJobsService(runtime)]
  try {
    await startAll(services)
    logger.info({}, 'The jobs are running.')
    if (!stopping.aborted) await once(stopping, 'abort')
    await stopAll(services)
  } finally {
    await runtime.close()
  }
}

try {
  await main()
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}
