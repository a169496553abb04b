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
  return pino({
    level,
    base: null,
    serializers: { err: (error: unknown) => logError(error) },
    redact: { paths: SECRET_FIELDS, censor: '[redacted]' },
    transport: pretty
      ? {
          target: 'pino-pretty',
          options: { destination: descriptor, colorize: false, ignore: 'pid,hostname', translateTime: 'HH:MM:ss.l' },
        }
      : { target: 'pino/file', options: { destination: descriptor } },
  })
}
