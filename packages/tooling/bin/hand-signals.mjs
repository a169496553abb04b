const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP']
/** A terminal and npm both pass Ctrl-C on: what follows this soon is the same key press. */
const ECHO_MS = 700

/**
 * Hands signals that ask this process to end to its child. Returns what to call when the child has ended: it ends this process too,
 * by the same signal, and says true, where one was asked for.
 *
 * A terminal sends Ctrl-C to all of its foreground processes: the child has it already, and two could mean more to it than one.
 */
export function handSignalsTo(child) {
  const asked = []
  const handlers = SIGNALS.map((signal) => [
    signal,
    () => {
      const isEcho = asked.some(({ signal: other, at }) => other === signal && performance.now() - at < ECHO_MS)
      const hasIt = signal === 'SIGINT' && asked.length === 0 && process.stdin.isTTY === true
      asked.push({ signal, at: performance.now() })
      if (!isEcho && !hasIt) child.kill(signal)
    },
  ])
  for (const [signal, handler] of handlers) process.on(signal, handler)
  return () => {
    for (const [signal, handler] of handlers) process.off(signal, handler)
    if (asked.length === 0) return false
    process.kill(process.pid, asked[0].signal)
    return true
  }
}
