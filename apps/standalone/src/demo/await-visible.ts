import { setTimeout as pause } from 'node:timers/promises'

const ASK_EVERY_MS = 250
const PATIENCE_MS = 120_000

/**
 * Resolves when the API shows a trace, so that whoever sends much at once waits for the store instead of hiding the
 * traffic of others behind its own. Resolves too when the patience or the signal ends: the demo is no guest to wait for.
 */
export async function awaitVisible(
  url: string,
  projectKey: string,
  traceId: string,
  signal: AbortSignal,
): Promise<void> {
  const within = AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)])
  while (!within.aborted) {
    const answer = await fetch(`${url}/api/v1/traces/${traceId}`, {
      headers: { 'x-api-key': projectKey },
      signal: within,
    }).catch(() => undefined)
    await answer?.body?.cancel()
    if (answer?.ok) return
    await pause(ASK_EVERY_MS, undefined, { signal: within }).catch(() => undefined)
  }
}
