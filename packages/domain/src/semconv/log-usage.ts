import type { AttributeValue } from '../telemetry/attribute.ts'
import { type Json, structureOf } from './json.ts'
import { readModel } from './model.ts'
import { contextOf } from './normalize-span.ts'
import { readUsage, type Usage } from './usage.ts'

const NO_ATTRIBUTES: ReadonlyMap<string, AttributeValue> = new Map()
const NO_ID = new Uint8Array(0)

/**
 * The tokens that a log record tells of, by the rules that read a span. `attributes` and `body` are as the log table keeps
 * them: text and JSON. `scopeName` is that of the span which the record belongs to, for some clients count in ways of their own.
 */
export function usageInLog(
  { attributes, body }: { attributes: Readonly<Record<string, string>>; body: string },
  scopeName: string,
): Usage['columns'] {
  const inBody = Object.entries(objectIn(body)).flatMap(([key, value]): [string, AttributeValue][] =>
    typeof value === 'string' || typeof value === 'number' ? [[key, value]] : [],
  )
  const context = contextOf({
    ...{ traceId: NO_ID, spanId: NO_ID, parentSpanId: NO_ID, traceState: '', flags: 0, name: '', kind: 'client' },
    ...{ startTimeNs: 0n, endTimeNs: 0n, status: 'unset', statusMessage: '', events: [], links: [] },
    ...{ droppedAttributesCount: 0, droppedEventsCount: 0, droppedLinksCount: 0, resource: NO_ATTRIBUTES },
    attributes: new Map([...inBody, ...Object.entries(attributes)]),
    scope: { name: scopeName, version: '', attributes: NO_ATTRIBUTES },
  })
  return readUsage(context, readModel(context).provider, false).columns
}

function objectIn(text: string): Record<string, Json | undefined> {
  const found = structureOf(text)
  return found === undefined || Array.isArray(found) ? {} : found
}
