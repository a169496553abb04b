import {
  create,
  type DescMessage,
  fromJson,
  type JsonObject,
  type JsonValue,
  type MessageShape,
} from '@bufbuild/protobuf'
import { PyflareError } from '@pyflare/observe'
import {
  ExportLogsServiceRequestSchema,
  ExportMetricsServiceRequestSchema,
  ExportTraceServiceRequestSchema,
  LogRecordSchema,
  MetricSchema,
  ResourceLogsSchema,
  ResourceMetricsSchema,
  ResourceSpansSchema,
  ScopeLogsSchema,
  ScopeMetricsSchema,
  ScopeSpansSchema,
  SpanSchema,
} from '@pyflare/proto'
import { quoteLongIntegers } from './exact-integers.ts'
import { isObject, withExemplarIds, withLogIds, withSpanIds } from './json-ids.ts'
import { checkItemBudget, checkJsonBudget } from './message-budget.ts'
import { type ExportRequest, MAX_MESSAGE_DEPTH, type OtlpSignal } from './signal.ts'

export interface Decoded {
  request: ExportRequest
  undecodable: { count: number; reason: string }
}

/**
 * Decodes OTLP/JSON: protobuf's JSON with ids in hexadecimal instead of base64. Spans, metrics and log records are decoded one
 * by one, so that one that is malformed costs the others nothing. Rejects with `invalid_argument` what is no request at all.
 */
export function decodeJson(signal: OtlpSignal, body: Uint8Array): Decoded {
  const root = parse(body)
  const tree = new TreeDecoder()
  if (signal === 'traces') {
    const resourceSpans = tree.groups(
      root,
      ['resourceSpans', 'resource_spans'],
      ResourceSpansSchema,
      (group, resource) => {
        group.scopeSpans = tree.groups(resource, ['scopeSpans', 'scope_spans'], ScopeSpansSchema, (scoped, scope) => {
          scoped.spans = tree.items(scope, ['spans'], SpanSchema, withSpanIds)
        })
      },
    )
    return tree.decoded({ signal, message: create(ExportTraceServiceRequestSchema, { resourceSpans }) })
  }
  if (signal === 'logs') {
    const resourceLogs = tree.groups(root, ['resourceLogs', 'resource_logs'], ResourceLogsSchema, (group, resource) => {
      group.scopeLogs = tree.groups(resource, ['scopeLogs', 'scope_logs'], ScopeLogsSchema, (scoped, scope) => {
        scoped.logRecords = tree.items(scope, ['logRecords', 'log_records'], LogRecordSchema, withLogIds)
      })
    })
    return tree.decoded({ signal, message: create(ExportLogsServiceRequestSchema, { resourceLogs }) })
  }
  const names = ['resourceMetrics', 'resource_metrics']
  const resourceMetrics = tree.groups(root, names, ResourceMetricsSchema, (group, resource) => {
    group.scopeMetrics = tree.groups(
      resource,
      ['scopeMetrics', 'scope_metrics'],
      ScopeMetricsSchema,
      (scoped, scope) => {
        scoped.metrics = tree.items(scope, ['metrics'], MetricSchema, withExemplarIds)
      },
    )
  })
  return tree.decoded({ signal, message: create(ExportMetricsServiceRequestSchema, { resourceMetrics }) })
}

/** The lists in which OTLP nests: a resource's scopes, a scope's items. They are taken off a group before it is decoded. */
const NESTED =
  'scopeSpans scopeLogs scopeMetrics scope_spans scope_logs scope_metrics spans logRecords log_records metrics'
const NESTED_NAMES = new Set(NESTED.split(' '))

class TreeDecoder {
  readonly #undecodable = { count: 0, reason: '' }
  #items = 0

  groups<Schema extends DescMessage>(
    owner: JsonObject,
    names: readonly string[],
    schema: Schema,
    fill: (group: MessageShape<Schema>, json: JsonObject) => void,
  ): MessageShape<Schema>[] {
    return this.#listOf(owner, names).flatMap((json) => {
      const own = isObject(json)
        ? Object.fromEntries(Object.entries(json).filter(([name]) => !NESTED_NAMES.has(name)))
        : json
      const group = this.#decode(schema, own, () => countItems(json))
      if (group !== undefined && isObject(json)) fill(group, json)
      return group === undefined ? [] : [group]
    })
  }

  items<Schema extends DescMessage>(
    owner: JsonObject,
    names: readonly string[],
    schema: Schema,
    withIds: (item: JsonValue) => JsonValue,
  ): MessageShape<Schema>[] {
    const list = this.#listOf(owner, names)
    this.#items += list.length
    checkItemBudget(this.#items)
    return list.flatMap((json) => this.#decode(schema, withIds(json), () => 1) ?? [])
  }

  decoded(request: ExportRequest): Decoded {
    return { request, undecodable: this.#undecodable }
  }

  #decode<Schema extends DescMessage>(
    schema: Schema,
    json: JsonValue,
    lost: () => number,
  ): MessageShape<Schema> | undefined {
    try {
      return fromJson(schema, json, { ignoreUnknownFields: true, recursionLimit: MAX_MESSAGE_DEPTH })
    } catch (error) {
      this.#undecodable.count += lost()
      this.#undecodable.reason ||= error instanceof Error ? error.message.slice(0, 200) : 'it cannot be read'
      return undefined
    }
  }

  #listOf(owner: JsonObject, names: readonly string[]): JsonValue[] {
    const name = names.find((each) => owner[each] !== undefined && owner[each] !== null)
    const list = name === undefined ? [] : owner[name]
    if (Array.isArray(list)) return list
    throw new PyflareError('invalid_argument', `The body is no OTLP request: ${name} must be a list.`)
  }
}

/** How many spans, metrics or records stand in a group, however deep. */
function countItems(json: JsonValue): number {
  if (!isObject(json)) return 1
  const lists = Object.entries(json).filter(([name, value]) => NESTED_NAMES.has(name) && Array.isArray(value))
  return lists.length === 0 ? 1 : lists.reduce((sum, [, list]) => sum + countList(list as JsonValue[]), 0)
}

function countList(list: readonly JsonValue[]): number {
  return list.reduce<number>((sum, entry) => sum + countItems(entry), 0)
}

function parse(body: Uint8Array): JsonObject {
  let value: unknown
  try {
    value = JSON.parse(quoteLongIntegers(new TextDecoder().decode(body)))
  } catch (cause) {
    throw new PyflareError(
      'invalid_argument',
      `The body is not JSON: ${cause instanceof Error ? cause.message : 'it cannot be read'}.`,
      { cause },
    )
  }
  if (!isObject(value))
    throw new PyflareError('invalid_argument', 'The body is JSON, but no OTLP request: an object was expected.')
  checkJsonBudget(value)
  return value
}
