import type { Config } from '@pyflare/config'
import { createLogger, type Logger } from '@pyflare/observe'

/**
 * The log of a process as configured, on standard error: standard output is for what a script asked for. `auto` is readable
 * where somebody reads along.
 */
export function loggerOf({ log }: Config, level = log.level): Logger {
  const pretty = log.format === 'auto' ? process.stderr.isTTY === true : log.format === 'pretty'
  return createLogger({ level, pretty, descriptor: 2 })
}
