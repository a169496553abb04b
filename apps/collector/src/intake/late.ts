/** What comes so long after it happened is late: no exporter waits so long, but queues, retries and clocks that are wrong do. */
const LATE_MS = 5 * 60_000
const NS_PER_MS = 1_000_000n

/** Whether something came late that was over at `atNs`. */
export function isLate(atNs: bigint, receivedAtMs: number): boolean {
  return isLateMs(Number(atNs / NS_PER_MS), receivedAtMs)
}

export function isLateMs(atMs: number, receivedAtMs: number): boolean {
  return receivedAtMs - atMs > LATE_MS
}
