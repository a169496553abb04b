import { PyflareError, stopSignal } from '@pyflare/observe'
import type { Command } from 'commander'
import { readCredentials } from '../data-dir/credentials.ts'
import { runDemo } from '../demo/demo.ts'
import { type CommonFlags, inspectFlags, withCommonOptions } from './config-options.ts'

/** The seed makes the story the same each time; where it ends is now. */
export const DEMO = { liveMinutes: 5, seed: 1 }
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
    .option('--otlp <url>', 'where OTLP over HTTP is received (default: as configured)')
    .option('--url <url>', 'where its pages and API are (default: as configured)')
    .option('--key <project key>', 'default: the one that the first start made')
    .option('--days <days>', 'of history', Number, HISTORY_DAYS)
    .option('--minutes <minutes>', 'of live traffic', Number, DEMO.liveMinutes)
    .action(async (flags: DemoFlags) => {
      const { config } = inspectFlags(flags)
      const projectKey = flags.key ?? (await readCredentials(config.dataDir))?.projectKey
      if (!projectKey) throw new PyflareError('invalid_argument', 'Say which project to send to: --key <project key>.')
      const signal = stopSignal(
        () => undefined,
        () => process.exit(130),
      )
      const otlpHttpUrl = flags.otlp ?? `http://${config.collector.otlp.http.endpoint}`
      await runDemo({
        ...DEMO,
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
