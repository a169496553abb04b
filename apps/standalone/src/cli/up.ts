import { once } from 'node:events'
import type { Config } from '@pyflare/config'
import { type Logger, stopSignal } from '@pyflare/observe'
import { loggerOf, type Step } from '@pyflare/runtime'
import type { Command } from 'commander'
import { keepDemoProgress, readDemoProgress } from '../data-dir/demo-progress.ts'
import { type Platform, startPlatform } from '../platform.ts'
import { Progress } from '../progress.ts'
import { type CommonFlags, inspectFlags, withCommonOptions, withListenOptions } from './config-options.ts'
import { daysAgo, HISTORY_DAYS, LIVE_MINUTES } from './demo.ts'
import { refuseWords } from './refuse-words.ts'

interface UpFlags extends CommonFlags {
  json?: boolean
  demo?: boolean
}

const STOP_WITHIN_MS = 10_000

/** `pyflare up`: everything in one process, beside the two servers that it supervises. */
export function upCommand(program: Command): void {
  withListenOptions(withCommonOptions(program.command('up', { isDefault: true }).description('start PyFlare')))
    .option(
      '--json',
      'print one line of JSON on standard output once everything answers (npm adds lines of its own but for `npm run --silent up`)',
    )
    .option('--demo', 'send a week of history and some minutes of live traffic of a made-up shop')
    .allowExcessArguments()
    .action((flags: UpFlags, command: Command) => {
      refuseWords(command)
      return up(flags)
    })
}

async function up(flags: UpFlags): Promise<void> {
  const progress = new Progress((line) => console.error(line))
  const { config, origins, warnings } = inspectFlags(flags)
  // Progress is shown already; unless somebody asked for more, only what is odd is logged.
  const logger = loggerOf(config, origins.has('log.level') ? config.log.level : 'warn')
  const stopping = stopSignal(
    () => progress.say('\nStopping …'),
    () => process.exit(130),
  )
  for (const warning of warnings) progress.say(`Note: ${warning}`)
  progress.say(`PyFlare keeps everything in ${config.dataDir}`)
  const platform = await startUnlessStopped(config, logger, progress, stopping)
  if (platform === undefined) return progress.say('Stopped.')
  if (flags.json) console.log(JSON.stringify(announcement(platform)))
  else progress.say(`\nReady after ${progress.elapsed()}.\n\n${invitation(platform)}\n`)
  const demo = flags.demo ? tellDemo(platform, progress, logger, stopping) : undefined
  if (!stopping.aborted) await once(stopping, 'abort')
  setTimeout(() => process.exit(1), STOP_WITHIN_MS).unref()
  await demo
  await platform.stop()
  progress.say('Stopped.')
}

/** undefined where it was asked to stop meanwhile: then nothing more is begun, and what has begun is stopped. */
async function startUnlessStopped(
  config: Config,
  logger: Logger,
  progress: Progress,
  stopping: AbortSignal,
): Promise<Platform | undefined> {
  const step: Step = async (name, work) => {
    stopping.throwIfAborted()
    return progress.step(name, work)
  }
  try {
    return await startPlatform(config, { logger, step })
  } catch (error) {
    // Whatever it was that failed since: nobody waits for it any more.
    if (stopping.aborted) return undefined
    throw error
  }
}

/** For scripts; `null` where there is nothing to tell. */
function announcement({ url, otlpHttp, otlpGrpc, credentials }: Platform) {
  const { projectId, projectKey, email, password } = credentials
  return {
    url,
    otlp_http: otlpHttp,
    otlp_grpc: otlpGrpc,
    project_id: projectId,
    project_key: projectKey,
    email,
    password,
  }
}

function invitation({ url, otlpHttp, otlpGrpc, credentials }: Platform): string {
  const { email, password, projectId, projectKey } = credentials
  const unknown =
    projectId === null ? 'the first visitor makes the owner' : 'as an owner whose password is not kept here'
  return [
    `  Open         ${url}`,
    `  Sign in      ${password === null ? unknown : `${email}   ${password}`}`,
    `  Send OTLP    ${otlpHttp} (HTTP)   ${otlpGrpc} (gRPC)`,
    ...(projectKey === null ? [] : [`  Project key  ${projectKey}`]),
    '  Stop         Ctrl-C',
  ].join('\n')
}

/** A folder that has part of the story already gets the rest: a second start does not tell it twice. */
async function tellDemo(platform: Platform, progress: Progress, logger: Logger, signal: AbortSignal): Promise<void> {
  const { url, otlpHttp, credentials, runtime } = platform
  const { dataDir } = runtime.config
  if (credentials.projectKey === null) return progress.say('The demo needs a project: sign in first, then start again.')
  const week = daysAgo(HISTORY_DAYS)
  const told = await readDemoProgress(dataDir)
  // The SDK that it sends by is not loaded by every start.
  const { runDemo } = await import('../demo/demo.ts')
  await runDemo({
    liveMinutes: LIVE_MINUTES,
    url,
    otlpHttpUrl: otlpHttp,
    projectKey: credentials.projectKey,
    from: told !== undefined && told > week ? told : week,
    toldUntil: (at) => keepDemoProgress(dataDir, at),
    say: (line) => progress.say(line),
    signal,
  }).catch((error: unknown) => logger.warn({ err: error }, 'The demo stopped.'))
}
