import type { EventLog, LogMessage, StoredMessage } from '@pyflare/event-log'
import { type TouchedTraces, touch } from './touched-traces.ts'

const HEADER = 'settle-project'
const EMPTY = new Uint8Array(0)

/**
 * Asks the owners of traces to settle them once more. The logs of a trace are in other partitions than its spans, and so
 * may be in the hands of another process; a trace that two settle at once would count a call twice. So the request goes
 * the way of the trace's spans: as a message without records, under their key.
 */
export async function requestSettling(eventLog: EventLog, topic: string, touched: TouchedTraces): Promise<void> {
  const messages: LogMessage[] = []
  for (const [projectId, traces] of touched) {
    for (const traceId of traces.keys()) messages.push({ key: traceId, value: EMPTY, headers: { [HEADER]: projectId } })
  }
  if (messages.length > 0) await eventLog.append(topic, messages)
}

/** Adds the traces that messages ask to settle. */
export function addRequested(touched: TouchedTraces, messages: readonly StoredMessage[]): void {
  for (const { key, headers } of messages) {
    const projectId = headers[HEADER]
    if (projectId !== undefined) touch(touched, projectId, key)
  }
}
