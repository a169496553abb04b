/** A terminal and npm both pass Ctrl-C on: what follows this soon is the same key press. */
const ECHO_MS = 700

/**
 * Aborts at SIGINT, SIGTERM or SIGHUP. A later second signal ends the process at once, by `force`: whoever asks twice does not
 * want to wait.
 */
export function stopSignal(onFirst: (signal: NodeJS.Signals) => void, force: () => never): AbortSignal {
  const controller = new AbortController()
  let firstAt: number | undefined
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(name, () => {
      if (firstAt === undefined) {
        firstAt = performance.now()
        onFirst(name)
        controller.abort()
      } else if (performance.now() - firstAt > ECHO_MS) force()
    })
  }
  return controller.signal
}
