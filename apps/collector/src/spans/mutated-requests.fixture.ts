import { clone, create, toBinary } from '@bufbuild/protobuf'
import {
  type AnyValue,
  AnyValueSchema,
  type ExportTraceServiceRequest,
  ExportTraceServiceRequestSchema,
  KeyValueSchema,
  type Span,
  Span_EventSchema,
  Span_LinkSchema,
  StatusSchema,
} from '@pyflare/proto'

export type Chance = (below: number) => number

/** Texts that mean something to one rule or another, or to those who decode them. */
const TEXTS: readonly string[] = [
  ...[
    '',
    'N/A',
    'None',
    'null',
    '{}',
    '[]',
    '""',
    '__REDACTED__',
    '"quoted"',
    'ends with "',
    '"unended',
    ' 12 ',
    '12',
    '-0',
  ],
  ...[
    '1e3',
    'true',
    'False',
    'stop',
    '["stop"]',
    'resp_1',
    'chat',
    'gpt-4o-2024-08-06',
    'http://host:80/x',
    'unknown_service',
  ],
  ...[
    '\ufeffmarked',
    'tab\tline\nnull\u0000',
    'Привет 你好 😀',
    '，',
    'x'.repeat(300),
    '\ud83d',
    '{"a":1',
    '{"user_id":"u"}',
  ],
  '[{"role":"user","content":"hi"}]',
  '[{"role": "user", "parts": [{"type": "text", "content": "a \\"b\\" \\u00e9\\n"}]}]',
  '[{"role":"assistant","parts":[{"type":"tool_call","id":"c","name":"n","arguments":{"x":1}}],"finish_reason":"tool_call"}]',
  '{"usage":{"prompt_tokens":7,"completion_tokens":3},"id":"r","model":"m","choices":[{"message":{"role":"assistant","content":"ok"}}]}',
  '{"input": 5, "output": 6, "total": 11}',
]
const NUMBERS: readonly (number | bigint)[] = [
  0n,
  1n,
  7n,
  1000n,
  4_294_967_295n,
  4_294_967_296n,
  2n ** 53n,
  2n ** 63n - 1n,
  -1n,
]
const DOUBLES = [0, -0, 0.1, 1, 1e9, 1e300, -1.5, Number.NaN, Number.POSITIVE_INFINITY]

/** A request like another, most of its spans with other values, some with other things about them; and sometimes torn. */
export function mutatedRequest(base: ExportTraceServiceRequest, chance: Chance): Uint8Array {
  const request = clone(ExportTraceServiceRequestSchema, base)
  for (const group of request.resourceSpans)
    for (const { spans } of group.scopeSpans) for (const span of spans) mutate(span, chance)
  const bytes = toBinary(ExportTraceServiceRequestSchema, request)
  if (chance(12) === 0) {
    const at = chance(bytes.length)
    bytes[at] = (bytes[at] ?? 0) ^ (1 << chance(8))
  }
  return chance(60) === 0 ? bytes.subarray(0, chance(bytes.length)) : bytes
}

function mutate(span: Span, chance: Chance): void {
  span.startTimeUnixNano += BigInt(chance(1_000_000))
  span.endTimeUnixNano += BigInt(chance(2_000_000_000))
  for (let left = chance(4); left > 0; left--) {
    const attribute = span.attributes[chance(Math.max(1, span.attributes.length))]
    if (attribute !== undefined) attribute.value = otherValue(attribute.value, span, chance)
  }
  if (chance(5) === 0) WILD[chance(WILD.length)]?.(span, chance)
}

/** Of the same type. */
function otherValue(value: AnyValue | undefined, span: Span, chance: Chance): AnyValue {
  switch (value?.value.case) {
    case 'intValue':
      return create(AnyValueSchema, {
        value: { case: 'intValue', value: BigInt(NUMBERS[chance(NUMBERS.length)] ?? 0) },
      })
    case 'doubleValue':
      return create(AnyValueSchema, { value: { case: 'doubleValue', value: DOUBLES[chance(DOUBLES.length)] ?? 0 } })
    case 'boolValue':
      return create(AnyValueSchema, { value: { case: 'boolValue', value: chance(2) === 0 } })
    case 'arrayValue': {
      const values = Array.from({ length: chance(4) }, () => textValue(TEXTS[chance(TEXTS.length)] ?? ''))
      return create(AnyValueSchema, { value: { case: 'arrayValue', value: { values } } })
    }
    default:
      return textValue(otherText(value?.value.case === 'stringValue' ? value.value.value : '', span, chance))
  }
}

function otherText(text: string, span: Span, chance: Chance): string {
  switch (chance(5)) {
    case 0:
      return TEXTS[chance(TEXTS.length)] ?? ''
    case 1:
      return `${text.slice(0, chance(text.length + 1))}${chance(1000)}`
    case 2: {
      const other = span.attributes[chance(span.attributes.length)]?.value?.value
      return other?.case === 'stringValue' ? other.value : text
    }
    case 3:
      return reprinted(text)
    default:
      return text.replace(/[a-z]+/, () => `word${chance(100)}`)
  }
}

/** JSON as Python prints it; other text in quotes. */
function reprinted(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 1)
  } catch {
    return JSON.stringify(text)
  }
}

function textValue(value: string): AnyValue {
  return create(AnyValueSchema, { value: { case: 'stringValue', value: value.toWellFormed() } })
}

const DAY_NS = 86_400_000_000_000n

const WILD: readonly ((span: Span, chance: Chance) => void)[] = [
  (span, chance) => void span.attributes.splice(chance(span.attributes.length + 1), 1),
  (span, chance) => {
    const again = span.attributes[chance(span.attributes.length)]
    if (again !== undefined) span.attributes.push(clone(KeyValueSchema, again))
  },
  (span, chance) => {
    const renamed = span.attributes[chance(span.attributes.length)]
    if (renamed !== undefined) renamed.key = ['', 'user.id', '__proto__', 'metadata', 'x'.repeat(600)][chance(5)] ?? ''
  },
  (span, chance) => {
    const typed = span.attributes[chance(span.attributes.length)]
    if (typed !== undefined) typed.value = [textValue('7'), undefined, create(AnyValueSchema, {})][chance(3)]
  },
  (span, chance) => {
    const nested = span.attributes[chance(span.attributes.length)]
    const values = [{ key: 'a', value: textValue('b') }]
    if (nested !== undefined)
      nested.value = create(AnyValueSchema, { value: { case: 'kvlistValue', value: { values } } })
  },
  (span) => void span.attributes.reverse(),
  (span) =>
    void span.events.push(create(Span_EventSchema, { name: 'exception', timeUnixNano: span.startTimeUnixNano })),
  (span) => void span.links.push(create(Span_LinkSchema, { traceId: span.traceId, spanId: span.spanId })),
  (span, chance) => {
    span.startTimeUnixNano = [0n, 1n, 2n ** 64n - 1n, span.startTimeUnixNano + 400n * DAY_NS][chance(4)] ?? 0n
  },
  (span, chance) => {
    span.endTimeUnixNano =
      [0n, span.startTimeUnixNano - 1n, 2n ** 64n - 1n, span.startTimeUnixNano + 90n * DAY_NS][chance(4)] ?? 0n
  },
  (span, chance) => {
    span.traceId = [new Uint8Array(16), new Uint8Array(3), span.spanId][chance(3)] ?? span.traceId
  },
  (span, chance) => {
    span.parentSpanId = [new Uint8Array(0), new Uint8Array(8), span.spanId, new Uint8Array(5)][chance(4)] ?? span.spanId
  },
  (span, chance) => {
    span.status = create(StatusSchema, { code: chance(4), message: ['', 'it failed'][chance(2)] ?? '' })
  },
  (span, chance) => {
    span.name = TEXTS[chance(TEXTS.length)]?.toWellFormed() ?? ''
  },
  (span, chance) => {
    span.traceState = ['', 'a=b', 'x'.repeat(600), '\ufeffa', 'ü=ö'][chance(5)] ?? ''
  },
  (span, chance) => {
    span.flags = chance(2 ** 31)
    span.kind = chance(8)
    span.droppedAttributesCount = chance(3) === 0 ? 2 ** 32 - 1 : chance(100)
    span.droppedEventsCount = chance(100)
    span.droppedLinksCount = chance(100)
  },
]
