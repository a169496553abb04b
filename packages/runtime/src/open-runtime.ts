import { openAccess } from '@pyflare/access'
import type { Config } from '@pyflare/config'
import { type Logger, PyflareError } from '@pyflare/observe'
import { openQueues } from '@pyflare/queues'
import { Closing } from './closing.ts'
import { type OpenedControlDb, openControlData } from './open-control-db.ts'
import { openEventLog } from './open-event-log.ts'
import { openTelemetry } from './open-telemetry.ts'
import type { Runtime, RuntimePart } from './runtime.ts'
import { type InstallationSecrets, loadSecrets } from './secrets.ts'

/** Runs a piece of work and tells somebody that it was done. */
export type Step = <Result>(name: string, work: () => Promise<Result>) => Promise<Result>

export interface OpenRuntimeOptions {
  logger: Logger
  /** Default: all. */
  needs?: readonly RuntimePart[]
  /** Told of each part as it opens, for showing progress. */
  step?: Step
}

const ALL: readonly RuntimePart[] = ['eventLog', 'telemetry', 'access', 'queues']

/**
 * Chooses and opens the adapters that the configuration names; servers that are ours start side by side. When one part fails,
 * those that opened are closed again. Rejects with `config_invalid`, `environment_unfit` or `unavailable`, in one sentence.
 */
export async function openRuntime(config: Config, options: OpenRuntimeOptions): Promise<Runtime> {
  const { logger, needs = ALL, step = (_name, work) => work() } = options
  const closing = new Closing()
  const needed = (...parts: RuntimePart[]) => parts.some((part) => needs.includes(part))
  const when = <Result>(wanted: boolean, name: string, open: () => Promise<Result>) =>
    wanted ? step(name, open) : Promise.resolve(undefined)
  try {
    const secrets = await loadSecrets(config)
    const [eventLog, telemetry, control] = await all([
      when(needed('eventLog'), 'Event log', async () => closed(closing, await openEventLog(config, logger))),
      when(needed('telemetry'), 'ClickHouse', async () => {
        const store = closed(closing, await openTelemetry(config, logger))
        await store.maintenance.migrate()
        return store
      }),
      when(needed('access', 'queues'), 'PostgreSQL', async () => {
        const opened = await openControlData(config, logger, closing)
        await opened.controlDb.migrate()
        return opened
      }),
    ])
    const access = needed('access') ? closed(closing, accessOf(config, secrets, control, logger)) : undefined
    const queues =
      needed('queues') && control !== undefined
        ? await step('Job queues', async () =>
            closed(closing, await openQueues({ backend: { kind: 'postgres', url: control.url }, logger })),
          )
        : undefined
    const parts = partsOf({ eventLog, telemetry, access, queues })
    return Object.assign(parts, { config, logger, secrets, close: () => closing.run() })
  } catch (error) {
    await closing
      .run()
      .catch((cause: unknown) => logger.warn({ err: cause }, 'Not all parts closed after a failed start.'))
    throw error
  }
}

function accessOf(config: Config, { auth }: InstallationSecrets, control: OpenedControlDb | undefined, logger: Logger) {
  if (control === undefined) throw new PyflareError('internal', 'Access needs the control database.')
  const { tracesDays, metricsDays, logsDays } = config.retention
  return openAccess({
    controlDb: control.controlDb,
    secret: auth.reveal(),
    ...(config.server.publicUrl === undefined ? {} : { baseUrl: config.server.publicUrl }),
    defaultRetention: { traces: tracesDays, metrics: metricsDays, logs: logsDays },
    logger,
  })
}

/** Waits for all, so that a part that opens after another failed is closed too; then throws the first failure. */
async function all<Parts extends readonly unknown[]>(
  opening: { readonly [Index in keyof Parts]: Promise<Parts[Index]> },
): Promise<Parts> {
  const results = await Promise.allSettled(opening as readonly Promise<unknown>[])
  for (const result of results) if (result.status === 'rejected') throw result.reason
  return results.map((result) => (result as PromiseFulfilledResult<unknown>).value) as unknown as Parts
}

function closed<Part extends { close(): Promise<void> }>(closing: Closing, part: Part): Part {
  closing.add(() => part.close())
  return part
}

/** Properties that throw when a part is touched that was not asked for. */
function partsOf(parts: { [Part in RuntimePart]: Runtime[Part] | undefined }): Pick<Runtime, RuntimePart> {
  const target = {} as Pick<Runtime, RuntimePart>
  for (const name of ALL) {
    Object.defineProperty(target, name, {
      enumerable: true,
      get() {
        const part = parts[name]
        if (part !== undefined) return part
        throw new PyflareError('internal', `The runtime was opened without ${name}: add it to \`needs\`.`)
      },
    })
  }
  return target
}
