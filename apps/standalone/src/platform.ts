import type { Config } from '@pyflare/config'
import { type Logger, PyflareError, type Service, stopAll } from '@pyflare/observe'
import { openRuntime, type Runtime, type Step } from '@pyflare/runtime'
import { bootstrap } from './bootstrap.ts'
import type { Credentials } from './data-dir/credentials.ts'
import { lockDataDir } from './data-dir/lock.ts'
import { roomProblem } from './doctor/data-folder.ts'
import { portProblem } from './doctor/ports.ts'

export interface PlatformOptions {
  logger: Logger
  step?: Step
}

/** The whole of PyFlare in this process, answering. */
export interface Platform {
  readonly runtime: Runtime
  /** Pages and API. */
  readonly url: string
  /** `http://127.0.0.1:4318` */
  readonly otlpHttp: string
  /** `http://127.0.0.1:4317` */
  readonly otlpGrpc: string
  readonly credentials: Credentials
  /** Ends services, last started first, then the servers; then the data folder is free. */
  stop(): Promise<void>
}

/** Starts everything, in the order in which telemetry flows. What had started is stopped again when a later part fails. */
export async function startPlatform(
  config: Config,
  { logger, step = (_name, work) => work() }: PlatformOptions,
): Promise<Platform> {
  const unlock = await lockDataDir(config.dataDir)
  const undo: (() => Promise<void>)[] = [unlock]
  const stop = async () => {
    for (const close of undo.splice(0).reverse()) {
      await close().catch((error: unknown) => logger.warn({ err: error }, 'A part did not stop cleanly.'))
    }
  }
  try {
    await requireMachine(config)
    // Programs are loaded while the servers start: each takes about as long as the other.
    const loading = loadPrograms()
    loading.catch(() => undefined)
    const runtime = await openRuntime(config, { logger, step })
    undo.push(() => runtime.close())
    const credentials = await step('Owner and project key', () =>
      bootstrap(runtime.access, { dataDir: config.dataDir, bootstrapOwner: config.auth.bootstrapOwner }),
    )
    const { createCollectorService, createJobsService, createWebService } = await loading
    const services: Service[] = []
    undo.push(() => stopAll(services))
    const start = async <S extends Service>(name: string, service: S): Promise<S> => {
      await step(name, () => service.start())
      services.push(service)
      return service
    }
    const collector = await start('Collector', createCollectorService(runtime))
    await start('Jobs', createJobsService(runtime))
    const web = await start(
      'Pages and API',
      createWebService(runtime, {
        host: config.server.host,
        port: config.server.port,
        installation: {
          otlpHttpUrl: collector.otlpHttpUrl,
          otlpGrpcUrl: collector.otlpGrpcUrl,
          writeLag: async () => {
            const { messagesBehind, oldestAgeMs } = await collector.writeLag()
            return { messages: Number(messagesBehind), ageMs: oldestAgeMs }
          },
        },
      }),
    )
    return {
      runtime,
      url: web.url,
      otlpHttp: collector.otlpHttpUrl,
      otlpGrpc: collector.otlpGrpcUrl,
      credentials,
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}

async function loadPrograms() {
  const [collector, jobs, web] = await Promise.all([
    import('@pyflare/collector'),
    import('@pyflare/jobs'),
    import('@pyflare/web'),
  ])
  return { ...collector, ...jobs, ...web }
}

/** Before anything else is started: servers of ours take seconds, and who waited for them would have waited for nothing. */
async function requireMachine(config: Config): Promise<void> {
  const problem = (await portProblem(config)) ?? (await roomProblem(config.dataDir))
  if (problem === undefined) return
  const { message, mend } = problem
  throw new PyflareError('environment_unfit', `PyFlare can't start: ${message}. ${mend}`)
}
