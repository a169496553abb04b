import { type Logger as PinoLogger, pino } from 'pino'
import { logError } from './log-error.ts'

export type Logger = Pick<PinoLogger, 'debug' | 'info' | 'warn' | 'error'> & { child(bindings: object): Logger }

export interface LoggerOptions {
  level: 'debug' | 'info' | 'warn' | 'error' | 'silent'
  /** Lines for people instead of JSON. */
  pretty: boolean
  /** 1 for standard output, 2 for standard error. */
  descriptor: 1 | 2
}

const SECRET_FIELDS = [
  'authorization',
  'password',
  'secret',
  'token',
  'apiKey',
  'projectKey',
  'cookie',
  '*.authorization',
  '*.cookie',
  '*.password',
]

/** A structured logger. Fields that bear the name of a secret are redacted whatever they hold. */
export function createLogger({ level, pretty, descriptor }: LoggerOptions): Logger {
  const options = {
    level,
    base: null,
    serializers: { err: (error: unknown) => logError(error) },
    redact: { paths: SECRET_FIELDS, censor: '[redacted]' },
  }
  return pino(options, lines(pretty, descriptor))
}

/** Lines are written by a thread of their own. */
function lines(pretty: boolean, descriptor: 1 | 2) {
  const stream = pino.transport(
    pretty
      ? {
          target: 'pino-pretty',
          options: { destination: descriptor, colorize: false, ignore: 'pid,hostname', translateTime: 'HH:MM:ss.l' },
        }
      : { target: 'pino/file', options: { destination: descriptor } },
  )
  // Once it writes, it fails where its reader is gone: a terminal that was closed. What runs must still end cleanly.
  stream.once('ready', () => stream.on('error', () => undefined))
  return stream
}
