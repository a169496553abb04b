import { PyflareError } from './error.ts'

/** How an error is written to the log. */
export interface LoggedError {
  type: string
  message: string
  code?: string
  details?: Readonly<Record<string, unknown>>
  stack?: string
  cause?: LoggedError
}

const MAX_DEPTH = 5

/**
 * What of an error belongs into a log line: its kind, words, code and stack, and its causes. Drivers hang their clients,
 * statements and settings on the errors that they throw; none of that is written.
 */
export function logError(error: unknown, depth = 0): LoggedError {
  if (!(error instanceof Error)) return { type: typeof error, message: String(error) }
  const { code, cause } = error as { code?: unknown; cause?: unknown }
  return {
    type: error.name,
    message: error.message,
    ...(typeof code === 'string' && { code }),
    ...(error instanceof PyflareError && Object.keys(error.details).length > 0 && { details: error.details }),
    ...(error.stack !== undefined && { stack: error.stack }),
    ...(cause !== undefined && depth < MAX_DEPTH && { cause: logError(cause, depth + 1) }),
  }
}
