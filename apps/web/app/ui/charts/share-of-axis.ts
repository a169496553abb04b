/** Where a moment stands on an axis of buckets of equal width, in percent from the left. */
export function shareOfAxis(edges: readonly number[], moment: number): number {
  const last = edges.length - 1
  const next = edges.findIndex((edge) => edge >= moment)
  if (next <= 0) return next < 0 ? 100 : 0
  const [low, high] = [edges[next - 1] ?? moment, edges[next] ?? moment]
  return (100 * (next - 1 + (moment - low) / (high - low || 1))) / last
}

/** The moment at a share between 0 and 1 of that axis. */
export function momentAt(edges: readonly number[], share: number): number {
  const last = edges.length - 1
  const at = Math.max(0, Math.min(1, share)) * last
  const index = Math.min(last - 1, Math.floor(at))
  const [low, high] = [edges[index] ?? 0, edges[index + 1] ?? 0]
  return low + (high - low) * (at - index)
}
