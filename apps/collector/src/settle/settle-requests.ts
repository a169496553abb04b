import { type EventLog, type LogMessage, type StoredMessage, settleRequest, settleRequestOf } from '@pyflare/event-log'
import { type TouchedTraces, touch } from './touched-traces.ts'

/**
 * Asks the owners of traces to settle them once more. The logs of a trace are in other partitions than its spans, and so
 * may be in the hands of another process.
 */
export async function requestSettling(eventLog: EventLog, topic: string, touched: TouchedTraces): Promise<void> {
  const messages: LogMessage[] = []
  for (const [projectId, traces] of touched) {
    for (const traceId of traces.keys()) messages.push(settleRequest(projectId, traceId))
  }
  if (messages.length > 0) await eventLog.append(topic, messages)
}

/** Adds the traces that messages ask to settle. */
export function addRequested(touched: TouchedTraces, messages: readonly StoredMessage[]): void {
  for (const message of messages) {
    const asked = settleRequestOf(message)
    if (asked !== undefined) touch(touched, asked.projectId, asked.traceId)
  }
}
