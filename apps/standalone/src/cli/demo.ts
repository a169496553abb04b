import { PyflareError, stopSignal } from '@pyflare/observe'
import { type Command, InvalidArgumentError } from 'commander'
import { readCredentials } from '../data-dir/credentials.ts'
import { type CommonFlags, inspectFlags, withCommonOptions } from './config-options.ts'

export const LIVE_MINUTES = 5
export const HISTORY_DAYS = 7

export const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000)

interface DemoFlags extends CommonFlags {
  otlp?: string
  url?: string
  key?: string
  days: number
  minutes: number
}

/** `pyflare demo`: sends the demo's traffic to a PyFlare that runs already, here or elsewhere. */
export function demoCommand(program: Command): void {
  withCommonOptions(program.command('demo').description('send the traffic of a made-up shop to a PyFlare that runs'))
    .option('--otlp <url>', 'where OTLP over HTTP is received (default: as configured)', address)
    .option('--url <url>', 'where its pages and API are (default: as configured)', address)
    .option('--key <project key>', 'default: the one that the first start made')
    .option('--days <days>', 'of history', amount, HISTORY_DAYS)
    .option('--minutes <minutes>', 'of live traffic', amount, LIVE_MINUTES)
    .action(async (flags: DemoFlags) => {
      const { config } = inspectFlags(flags)
      const projectKey = flags.key ?? (await readCredentials(config.dataDir))?.projectKey
      if (!projectKey)
        throw new PyflareError(
          'invalid_argument',
          `${config.dataDir} holds no project key: say which project to send to by --key <project key>.`,
        )
      const signal = stopSignal(
        () => undefined,
        () => process.exit(130),
      )
      const otlpHttpUrl = flags.otlp ?? `http://${config.collector.otlp.http.endpoint}`
      const { runDemo } = await import('../demo/demo.ts')
      await runDemo({
        from: daysAgo(flags.days),
        liveMinutes: flags.minutes,
        url: flags.url ?? `http://${config.server.host}:${config.server.port}`,
        otlpHttpUrl,
        projectKey,
        toldUntil: async () => undefined,
        say: (line) => console.error(line),
        signal,
      })
    })
}

function amount(text: string): number {
  const number = Number(text)
  if (text.trim() !== '' && number >= 0 && number < Number.POSITIVE_INFINITY) return number
  throw new InvalidArgumentError('It must be a number, 0 or more.')
}

function address(text: string): string {
  if (/^https?:\/\//.test(text) && URL.canParse(text)) return text.replace(/\/+$/, '')
  throw new InvalidArgumentError('It must be an address such as http://127.0.0.1:4318.')
}
