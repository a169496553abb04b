/** What a caller might send to break out of a statement. It must never be part of one. */
export const FOREIGN = `'; DROP TABLE spans --\\`

/** A value that callers choose, recognizable wherever it turns up. */
export const foreign = (name: string) => `${name}${FOREIGN}`

export const PROJECT = foreign('project')
export const TRACE = '0123456789abcdef0123456789abcdef'
export const SPAN = '0123456789abcdef'
export const RANGE = {
  projectId: PROJECT,
  startTime: new Date('2026-11-19T12:00:00Z'),
  endTime: new Date('2026-11-20T12:00:00Z'),
}
/** In nanoseconds, as settling knows the bounds of a trace. */
export const EXTENT = { traceId: TRACE, first: 1_795_000_000_000_000_000n, last: 1_795_000_060_000_000_000n }
