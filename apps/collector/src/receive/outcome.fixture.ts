import type { Outcome } from './received.ts'

/** An answer for tests of what stands before and behind it: nothing was in the request, but for what is given. */
export function outcomeWith(parts: Partial<Outcome> = {}): Outcome {
  const nothing = { accepted: 0, late: 0, repaired: new Map(), sampledOut: 0 }
  return { ...nothing, rejected: 0, message: '', rejections: [], ...parts }
}
