import { loggerOf, openRuntime, type Runtime, type RuntimePart } from '@pyflare/runtime'
import { lockDataDir } from '../data-dir/lock.ts'
import { type CommonFlags, inspectFlags } from './config-options.ts'

/**
 * Opens what a command needs, works with it, and closes it. Embedded servers have one user at a time: while PyFlare runs on
 * the same data folder, this rejects and says so.
 */
export async function withRuntime<Result>(
  flags: CommonFlags,
  needs: readonly RuntimePart[],
  work: (runtime: Runtime) => Promise<Result>,
): Promise<Result> {
  const { config, origins } = inspectFlags(flags)
  const logger = loggerOf(config, origins.has('log.level') ? config.log.level : 'warn')
  const embedded = config.controlDb.kind === 'embedded' || config.telemetryStore.kind === 'embedded'
  const unlock = embedded ? await lockDataDir(config.dataDir) : async () => undefined
  try {
    const runtime = await openRuntime(config, { logger, needs })
    try {
      return await work(runtime)
    } finally {
      await runtime.close()
    }
  } finally {
    await unlock()
  }
}
