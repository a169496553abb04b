import { DASH, MINUS, NBSP } from './glyphs.ts'

/** A duration in milliseconds as `640 µs`, `842 ms`, `1.24 s`, `61.90 s`, `2 min 05 s` or `1.4 h`. */
export function formatDuration(ms: number | null | undefined): string {
  if (ms === null || ms === undefined || !Number.isFinite(ms)) return DASH
  if (ms < 0) return `${MINUS}${formatDuration(-ms)}`
  if (ms === 0) return `0${NBSP}ms`
  if (ms < 0.9995) return `${Math.max(1, Math.round(ms * 1000))}${NBSP}µs`
  if (ms < 999.5) return `${Math.round(ms)}${NBSP}ms`
  if (ms < 119_995) return `${(ms / 1000).toFixed(2)}${NBSP}s`
  if (ms < 3_599_500) return minutes(Math.round(ms / 1000))
  if (ms < 172_800_000) return `${(ms / 3_600_000).toFixed(1)}${NBSP}h`
  return `${(ms / 86_400_000).toFixed(1)}${NBSP}d`
}

function minutes(seconds: number): string {
  return `${Math.floor(seconds / 60)}${NBSP}min${NBSP}${String(seconds % 60).padStart(2, '0')}${NBSP}s`
}

/** How long ago, coarsely, for prose and axes: `now`, `42 s`, `5 min`, `3 h`, `2 d`. */
export function formatAge(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000))
  if (seconds < 1) return 'now'
  if (seconds < 60) return `${seconds}${NBSP}s`
  if (seconds < 3600) return `${Math.floor(seconds / 60)}${NBSP}min`
  if (seconds < 172_800) return `${Math.floor(seconds / 3600)}${NBSP}h`
  return `${Math.floor(seconds / 86_400)}${NBSP}d`
}
