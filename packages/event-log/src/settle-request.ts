import type { LogMessage, StoredMessage } from './event-log.ts'

const HEADER = 'settle-project'
const EMPTY = new Uint8Array(0)

/**
 * Asks the owner of a trace to settle it once more: a message without records, under the trace's key, in the topic of its spans. A trace
 * that two settle at once would count a call twice, so whoever learns something new of a trace goes this way.
 */
export function settleRequest(projectId: string, traceId: string): LogMessage {
  return { key: traceId, value: EMPTY, headers: { [HEADER]: projectId } }
}

/** The trace that a message asks to settle; undefined when it asks for none. */
export function settleRequestOf({
  key,
  headers,
}: Pick<StoredMessage, 'key' | 'headers'>): { projectId: string; traceId: string } | undefined {
  const projectId = headers[HEADER]
  return projectId === undefined ? undefined : { projectId, traceId: key }
}
