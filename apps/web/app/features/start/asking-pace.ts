const MINUTE_MS = 60_000

/**
 * How long the page waits between two questions, by how long ago somebody was last seen at it: who has just copied a snippet
 * watches for the span; a page that was left open asks seldom.
 */
export function pauseMs(sinceSeenMs: number): number {
  if (sinceSeenMs < 2 * MINUTE_MS) return 300
  return sinceSeenMs < 10 * MINUTE_MS ? 1_000 : 5_000
}
