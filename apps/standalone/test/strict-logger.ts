import type { Logger } from '@pyflare/observe'

/** Keeps warnings and errors, so that a test can say that there were none. */
export function strictLogger(): { logger: Logger; complaints: unknown[] } {
  const complaints: unknown[] = []
  const complain = (...said: unknown[]) => void complaints.push(said)
  const logger = { debug: () => undefined, info: () => undefined, warn: complain, error: complain, child: () => logger }
  return { logger: logger as unknown as Logger, complaints }
}
