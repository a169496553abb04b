import { isMessageEvent } from '../semconv/messages/event-messages.ts'
import { eventNameOf } from '../semconv/normalize-log.ts'
import type { Attributes } from '../telemetry/attribute.ts'
import type { RawLog } from '../telemetry/raw-log.ts'
import type { RawMetricPoint } from '../telemetry/raw-metric-point.ts'
import type { RawSpan, Scope } from '../telemetry/raw-span.ts'
import { READ_EVENTS } from './carriers.ts'
import type { Place } from './field-plans.ts'
import type { RecordRedactor } from './record-redactor.ts'

const OWN: Place = { id: 'attributes', fields: ['attributes'], event: '', isResource: false }
const OF_RESOURCE: Place = { id: 'resource', fields: ['resource_attributes'], event: '', isResource: true }
const OF_SCOPE: Place = { id: 'scope', fields: ['scope_attributes'], event: '', isResource: false }
const OF_LINK: Place = { id: 'links', fields: ['links'], event: '', isResource: false }
const OF_EXEMPLAR: Place = { id: 'exemplars', fields: ['exemplars'], event: '', isResource: false }
const ofEvent = (name: string): Place => placeOf('events', name)
const ofLog = (eventName: string): Place => placeOf('attributes', eventName)

/** Of events that nobody reads there are as many as names, and one place. */
function placeOf(field: string, event: string): Place {
  const isRead = READ_EVENTS.has(event) || isMessageEvent(event)
  return { id: `${field} ${isRead ? event : ''}`, fields: [field], event: isRead ? event : '', isResource: false }
}

/** Redacts attributes that many records share, once. */
export type RedactResource = (attributes: Attributes) => Attributes

export type RedactRecord<Raw> = (raw: Raw, redactor: RecordRedactor, resource: RedactResource) => Raw

/** A span after the rules; the very same where none matched. So are all that follow. */
export function redactSpan(raw: RawSpan, redactor: RecordRedactor, resource: RedactResource): RawSpan {
  return changed(raw, {
    name: redactor.name(raw.name, ['operation_name'], 'span:name'),
    statusMessage: redactor.field(raw.statusMessage, ['status_message'], 'span:status_message'),
    traceState: redactor.name(raw.traceState, ['trace_state']),
    attributes: redactor.attributes(raw.attributes, OWN),
    events: each(raw.events, (event) =>
      changed(event, {
        name: redactor.name(event.name, ['events', 'event_name']),
        attributes: redactor.attributes(event.attributes, ofEvent(event.name)),
      }),
    ),
    links: each(raw.links, (link) => changed(link, { attributes: redactor.attributes(link.attributes, OF_LINK) })),
    ...redactOrigin(raw, redactor, resource),
  })
}

export function redactLog(raw: RawLog, redactor: RecordRedactor, resource: RedactResource): RawLog {
  const eventName = eventNameOf(raw)
  return changed(raw, {
    eventName: redactor.name(raw.eventName, ['event_name']),
    severityText: redactor.name(raw.severityText, ['severity_text']),
    body: redactor.body(raw.body, ofLog(eventName)),
    // What belongs into a message's body stands among the attributes where there is none.
    attributes: redactor.attributes(raw.attributes, ofLog(raw.body === undefined || raw.body === '' ? eventName : '')),
    ...redactOrigin(raw, redactor, resource),
  })
}

export function redactPoint(raw: RawMetricPoint, redactor: RecordRedactor, resource: RedactResource): RawMetricPoint {
  return changed(raw, {
    metricName: redactor.name(raw.metricName, ['metric_name']),
    description: redactor.name(raw.description, ['description']),
    unit: redactor.name(raw.unit, ['unit']),
    attributes: redactor.attributes(raw.attributes, OWN),
    exemplars: each(raw.exemplars, (exemplar) =>
      changed(exemplar, { attributes: redactor.attributes(exemplar.attributes, OF_EXEMPLAR) }),
    ),
    ...redactOrigin(raw, redactor, resource),
  })
}

/** A resource's attributes: they are of many records, so what one of these says plays no part. */
export function redactResource(attributes: Attributes, redactor: RecordRedactor): Attributes {
  return redactor.attributes(attributes, OF_RESOURCE)
}

function redactOrigin(
  raw: { resource: Attributes; scope: Scope },
  redactor: RecordRedactor,
  resource: RedactResource,
): { resource: Attributes; scope: Scope } {
  const { scope } = raw
  return {
    resource: resource(raw.resource),
    scope: changed(scope, {
      name: redactor.name(scope.name, ['scope_name']),
      version: redactor.name(scope.version, ['scope_version']),
      attributes: redactor.attributes(scope.attributes, OF_SCOPE),
    }),
  }
}

function each<Row>(rows: readonly Row[], redact: (row: Row) => Row): readonly Row[] {
  const next = rows.map(redact)
  return next.every((row, place) => row === rows[place]) ? rows : next
}

function changed<Row extends object>(row: Row, next: Partial<Row>): Row {
  const isSame = Object.entries(next).every(([name, value]) => Reflect.get(row, name) === value)
  return isSame ? row : { ...row, ...next }
}
