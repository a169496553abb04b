import type { RawLog } from '../telemetry/raw-log.ts'
import type { StringMap } from '../telemetry/span-columns.ts'
import { readService } from './context.ts'
import { isMessageEvent } from './messages/event-messages.ts'
import { printAttributes, printValue } from './print-attributes.ts'

/** The record that carries a whole call's messages (conventions since 1.37). */
export const OPERATION_DETAILS = 'gen_ai.client.inference.operation.details'

export interface NormalizedLog {
  serviceName: string
  environment: string
  /** Text as it is, anything else as JSON. */
  body: string
  eventName: string
  attributes: StringMap
  resourceAttributes: StringMap
  /** Whether the record carries messages of the span that it names. */
  isContent: boolean
}

/** What is stored of a log record. Never throws. */
export function normalizeLog(raw: RawLog): NormalizedLog {
  const eventName = eventNameOf(raw)
  const belongs = hasId(raw.traceId) && hasId(raw.spanId)
  return {
    ...readService(raw.attributes, raw.resource),
    body: raw.body === undefined ? '' : printValue(raw.body),
    eventName,
    attributes: printAttributes(raw.attributes),
    resourceAttributes: printAttributes(raw.resource),
    isContent: belongs && isContentEvent(eventName),
  }
}

/** What kind of event a record is; '' for none. */
export function eventNameOf({ eventName, attributes }: Pick<RawLog, 'eventName' | 'attributes'>): string {
  const named = attributes.get('event.name')
  return eventName !== '' ? eventName : typeof named === 'string' ? named : ''
}

export function isContentEvent(eventName: string): boolean {
  return eventName === OPERATION_DETAILS || isMessageEvent(eventName)
}

/** An id of zeros is none (OTLP). */
function hasId(id: Uint8Array): boolean {
  return id.some((byte) => byte !== 0)
}
