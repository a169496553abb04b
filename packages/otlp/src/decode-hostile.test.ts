import { fromBinary, fromJson, toBinary } from '@bufbuild/protobuf'
import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire'
import type { RawLog, RawMetricPoint, RawSpan } from '@pyflare/domain'
import { PyflareError } from '@pyflare/observe'
import { ExportTraceServiceRequestSchema } from '@pyflare/proto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeRequest } from './decode.ts'
import { quoteLongIntegers } from './exact-integers.ts'
import { attributes, hexId, NOW_NS, span, tracesOf } from './otlp.fixture.ts'
import { repairHalves } from './repair-halves.ts'
import type { Encoding, OtlpSignal } from './signal.ts'

const SIGNALS: OtlpSignal[] = ['traces', 'metrics', 'logs']
const decode = (signal: OtlpSignal, encoding: Encoding, body: Uint8Array | string) => {
  const { items, undecodable } = decodeRequest(signal, encoding, Buffer.from(body))
  return { items: [...items], undecodable }
}
const spansIn = (body: unknown) => {
  const { items, undecodable } = decode('traces', 'json', JSON.stringify(body))
  return { spans: items as RawSpan[], undecodable }
}
/** Decodes or refuses; nothing else may come out. */
const survives = (signal: OtlpSignal, encoding: Encoding, body: Uint8Array | string) => {
  try {
    decode(signal, encoding, body)
  } catch (error) {
    if (!(error instanceof PyflareError)) throw error
    expect(['invalid_argument', 'payload_too_large']).toContain(error.code)
  }
}
const message = (field: number, bytes: Uint8Array) =>
  new BinaryWriter().tag(field, WireType.LengthDelimited).bytes(bytes).finish()
const inSpan = (bytes: Uint8Array) => message(1, message(2, message(2, bytes)))
const twoSpans = tracesOf(span({ events: [{ timeUnixNano: NOW_NS, name: 'e' }] }), span())
const whole = toBinary(ExportTraceServiceRequestSchema, fromJson(ExportTraceServiceRequestSchema, twoSpans))

test('any bytes are decoded or refused', () => {
  for (const signal of SIGNALS)
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (body) => survives(signal, 'protobuf', body)))
})

test('a request with bytes changed or cut off is decoded or refused', () => {
  const change = fc.tuple(fc.nat(whole.length - 1), fc.integer({ min: 0, max: 255 }))
  fc.assert(
    fc.property(fc.array(change, { maxLength: 8 }), fc.nat(whole.length), (changes, length) => {
      const body = Uint8Array.from(whole)
      for (const [place, byte] of changes) body[place] = byte
      for (const signal of SIGNALS) survives(signal, 'protobuf', body.subarray(0, length))
    }),
    { numRuns: 500 },
  )
})

test('any JSON is decoded or refused', () => {
  for (const signal of SIGNALS) fc.assert(fc.property(fc.json(), (body) => survives(signal, 'json', body)))
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      for (const [name, inner, leaf] of [
        ['resourceSpans', 'scopeSpans', 'spans'],
        ['resourceLogs', 'scopeLogs', 'logRecords'],
        ['resourceMetrics', 'scopeMetrics', 'metrics'],
      ])
        for (const body of [
          { [name!]: value },
          { [name!]: [value] },
          { [name!]: [{ [inner!]: [{ [leaf!]: [value] }] }] },
        ])
          for (const signal of SIGNALS) survives(signal, 'json', JSON.stringify(body))
    }),
  )
})

test('text that is cut inside of a character is mended, and the decoder is as strict as before', () => {
  const torn = inSpan(message(5, Buffer.from([0x61, 0xe2, 0x82])))
  expect(decode('traces', 'protobuf', torn).items).toMatchObject([{ name: 'a\ufffd' }])
  expect(() => fromBinary(ExportTraceServiceRequestSchema, torn)).toThrow(TypeError)
})

test('halves of characters are U+FFFD wherever they stand, in JSON as in protobuf', () => {
  const half = '😀'.charAt(0)
  const cut = span({
    name: `n${half}`,
    status: { message: `${'😀'.charAt(1)}s` },
    attributes: [
      ...attributes({ [`k${half}`]: `I feel ${half}`, whole: '😀', told: String.raw`\\ud83d \ud83d` }),
      { key: 'list', value: { arrayValue: { values: [{ stringValue: `${half}${half}` }] } } },
    ],
    events: [{ name: `e${half}`, attributes: attributes({ content: `${half}x` }) }],
  })
  const body = tracesOf(cut)
  const groups = body.resourceSpans as { resource: object; scopeSpans: { scope: object }[] }[]
  groups[0]!.resource = { attributes: attributes({ 'service.name': `shop ${half}` }) }
  groups[0]!.scopeSpans[0]!.scope = { name: half }
  const { spans, undecodable } = spansIn(body)
  expect(undecodable.count).toBe(0)
  const [read] = spans
  expect(read).toMatchObject({ name: 'n\ufffd', statusMessage: '\ufffds', scope: { name: '\ufffd' } })
  expect(read!.resource.get('service.name')).toBe('shop \ufffd')
  expect([...read!.attributes]).toEqual([
    ['k\ufffd', 'I feel \ufffd'],
    ['whole', '😀'],
    ['told', String.raw`\\ud83d \ud83d`],
    ['list', ['\ufffd\ufffd']],
  ])
  expect(read!.events).toMatchObject([{ name: 'e\ufffd', attributes: new Map([['content', '\ufffdx']]) }])
  const bytes = (...parts: Uint8Array[]) => Buffer.concat(parts)
  const torn = Buffer.from([0x61, 0xf0, 0x9f])
  const attribute = message(9, bytes(message(1, torn), message(2, message(1, torn))))
  const event = message(11, bytes(message(2, torn), message(3, bytes(message(1, torn), message(2, message(1, torn))))))
  const resource = message(1, message(1, bytes(message(1, torn), message(2, message(1, torn)))))
  const scoped = message(2, bytes(message(1, message(1, torn)), message(2, bytes(message(5, torn), attribute, event))))
  const [mended] = decode('traces', 'protobuf', message(1, bytes(resource, scoped))).items as RawSpan[]
  const pair = new Map([['a\ufffd', 'a\ufffd']])
  expect(mended).toMatchObject({ name: 'a\ufffd', attributes: pair, resource: pair, scope: { name: 'a\ufffd' } })
  expect(mended!.events).toMatchObject([{ name: 'a\ufffd', attributes: pair }])
})

test('repairing halves makes any JSON well-formed, and changes nothing else', () => {
  const text = fc
    .string({ unit: 'binary' })
    .chain((whole) => fc.array(fc.constantFrom('\ud83d', '\ude00', '\\', '"', whole)).map((parts) => parts.join('')))
  fc.assert(
    fc.property(text, (value) => {
      expect(JSON.parse(repairHalves(JSON.stringify({ [value]: [value] })))).toEqual({
        [value.toWellFormed()]: [value.toWellFormed()],
      })
    }),
  )
})

test('values nested without end are cut, or refused before the stack ends', () => {
  let value = new BinaryWriter().tag(1, WireType.LengthDelimited).string('deep').finish()
  for (let depth = 0; depth < 100; depth += 1) value = message(5, message(1, value))
  const nested = inSpan(
    message(
      9,
      new BinaryWriter()
        .tag(1, WireType.LengthDelimited)
        .string('k')
        .tag(2, WireType.LengthDelimited)
        .bytes(value)
        .finish(),
    ),
  )
  expect(decode('traces', 'protobuf', nested).items).toHaveLength(1)
  for (let depth = 0; depth < 20_000; depth += 1) value = message(5, message(1, value))
  survives('traces', 'protobuf', inSpan(message(9, message(2, value))))
  survives(
    'traces',
    'json',
    `{"resourceSpans":[{"scopeSpans":[{"spans":[{"attributes":[{"key":"k","value":${'{"arrayValue":{"values":['.repeat(50_000)}`,
  )
  const deep = `${'{"arrayValue":{"values":['.repeat(20_000)}{}${']}}'.repeat(20_000)}`
  const json = `{"resourceSpans":[{"scopeSpans":[{"spans":[{"attributes":[{"key":"k","value":${deep}}]},${JSON.stringify(span())}]}]}]}`
  const { items, undecodable } = decode('traces', 'json', json)
  expect([items.length, undecodable.count]).toEqual([1, 1])
})

test('a small body does not become a large request', () => {
  const empty = Uint8Array.from({ length: 400_000 }, (_, place) => (place % 2 === 0 ? 0x12 : 0))
  expect(() => decode('traces', 'protobuf', message(1, message(2, empty)))).toThrow(/100000 spans/)
  const pairs = Uint8Array.from({ length: 4_200_000 }, (_, place) => (place % 2 === 0 ? 0x4a : 0))
  expect(() => decode('traces', 'protobuf', inSpan(pairs))).toThrow(/2000000 messages/)
  expect(() => spansIn(tracesOf(...Array.from({ length: 100_001 }, () => ({}))))).toThrow(/100000 spans/)
  expect(() => decode('logs', 'json', `{"a":[${'{},'.repeat(2_000_001)}{}]}`)).toThrow(/2000000 objects/)
  expect(() => decode('logs', 'json', '['.repeat(4_000_001))).toThrow(/2000000 objects/)
  expect(decode('logs', 'json', `{"a":"${'[{\\"'.repeat(1_000_001)}"}`).items).toEqual([])
  const inRecord = (json: string) => `{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"attributes":[${json}]}]}]}]}`
  expect(() => decode('logs', 'json', inRecord(`${'{},'.repeat(2_000_001)}{}`))).toThrow(/2000000 objects/)
  const groups = Uint8Array.from({ length: 4_200_000 }, (_, place) => (place % 2 === 0 ? 0x0a : 0))
  expect(() => decode('metrics', 'protobuf', groups)).toThrow(/100000 spans/)
})

test('an item that holds more than any instrumentation makes costs itself alone', () => {
  const pairs = Uint8Array.from({ length: 400_002 }, (_, place) => (place % 2 === 0 ? 0x4a : 0))
  const scoped = Buffer.concat([message(2, pairs), message(2, message(5, Buffer.from('other')))])
  const { items, undecodable } = decode('traces', 'protobuf', message(1, message(2, scoped)))
  expect(items).toMatchObject([{ name: 'other' }])
  expect(undecodable).toEqual({ count: 1, reason: expect.stringContaining('200000 values') })
  const attributes = Array.from({ length: 200_001 }, () => ({}))
  expect(spansIn(tracesOf(span({ attributes }), span()))).toMatchObject({ spans: [{}], undecodable: { count: 1 } })
})

test('items are decoded when they are asked for, and the parts of a message that comes twice are merged', () => {
  const named = message(2, message(5, Buffer.from('first')))
  const resource = (name: string) =>
    message(1, message(1, Buffer.concat([message(1, Buffer.from(name)), message(2, message(1, Buffer.from('v')))])))
  const group = message(1, Buffer.concat([message(2, named), resource('a'), resource('b')]))
  const torn = Buffer.concat([group, Buffer.from([0x0a, 0xff])])
  const items = decodeRequest('traces', 'protobuf', torn).items[Symbol.iterator]()
  const first = items.next().value as RawSpan
  expect([first.name, [...first.resource]]).toEqual([
    'first',
    [
      ['a', 'v'],
      ['b', 'v'],
    ],
  ])
  expect(() => items.next()).toThrow(/no OTLP traces request/)
})

test('ids are hexadecimal in either case, or the base64 of generic printers; others are told apart later', () => {
  const ids = ['0AF7651916CD43DD8448EB211C80319C', 'CvdlGRbNQ92ESOshHIAxnA==', 'xyz', '', '0af7']
  const { spans } = spansIn(tracesOf(...ids.map((traceId) => span({ traceId }))))
  expect(spans.map(({ traceId }) => Buffer.from(traceId).toString('hex'))).toEqual([
    '0af7651916cd43dd8448eb211c80319c',
    '0af7651916cd43dd8448eb211c80319c',
    '00',
    '',
    '0af7',
  ])
})

test('ids are turned around where OTLP has ids, and nowhere else', () => {
  const id = hexId(16, 3)
  const link = { traceId: id, spanId: hexId(8, 3) }
  const { spans } = spansIn(tracesOf(span({ links: [link], attributes: attributes({ traceId: id }) })))
  expect(Buffer.from(spans[0]!.links[0]!.traceId).toString('hex')).toBe(id)
  expect(spans[0]!.attributes.get('traceId')).toBe(id)
  const exemplars = [{ timeUnixNano: NOW_NS, asDouble: 1, ...link }]
  const metric = (data: object) => ({ name: 'm', ...data })
  const body = {
    resourceMetrics: [
      {
        scopeMetrics: [
          {
            metrics: [
              metric({ gauge: { dataPoints: [{ asInt: '1', exemplars }] } }),
              metric({ exponential_histogram: { data_points: [{ count: '1', exemplars }] } }),
            ],
          },
        ],
      },
    ],
  }
  const points = decode('metrics', 'json', JSON.stringify(body)).items as RawMetricPoint[]
  for (const point of points) expect(Buffer.from(point.exemplars[0]!.traceId).toString('hex')).toBe(id)
})

test('64-bit integers may be numbers or text, and are exact in both', () => {
  const json = JSON.stringify(
    tracesOf(
      span({
        startTimeUnixNano: 'START',
        attributes: [
          { key: 'n', value: { intValue: 'N' } },
          { key: 't', value: { stringValue: 'a 1234567890123456789' } },
        ],
      }),
    ),
  )
  const numbers = json.replace('"START"', '1700000000123456789').replace('"N"', '-9223372036854775808')
  const [decoded] = decode('traces', 'json', numbers).items as RawSpan[]
  expect(decoded).toMatchObject({ startTimeNs: 1700000000123456789n })
  expect([decoded!.attributes.get('n'), decoded!.attributes.get('t')]).toEqual([
    '-9223372036854775808',
    'a 1234567890123456789',
  ])
})

test('quoting long integers keeps JSON what it is', () => {
  const quoted = (_name: string, value: unknown) =>
    typeof value === 'number' && /^-?\d{16,}$/.test(String(value)) ? String(value) : value
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const json = JSON.stringify({ value, text: ': 1234567890123456789"\\', long: 0 }).replace(
        '"long":0',
        '"long":1234567890123456789',
      )
      const expected = { ...JSON.parse(json, quoted), long: '1234567890123456789' }
      expect(JSON.parse(quoteLongIntegers(json))).toEqual(expected)
    }),
  )
  expect(quoteLongIntegers('[1234567890123456.5,1234567890123456e1]')).toBe('[1234567890123456.5,1234567890123456e1]')
  const long = '1'.repeat(8 * 1024 * 1024)
  expect(quoteLongIntegers(`[${long}]`)).toBe(`["${long}"]`)
})

test('enums are numbers or names, names may be snake_case, what is unknown is passed over', () => {
  const body = {
    resource_spans: [
      {
        scope_spans: [
          {
            spans: [
              { ...span(), kind: 'SPAN_KIND_SERVER', status: { code: 'STATUS_CODE_ERROR', extra: {} }, new_field: [1] },
            ],
          },
        ],
      },
    ],
  }
  expect(spansIn(body).spans).toMatchObject([{ kind: 'server', status: 'error' }])
  expect(spansIn(tracesOf(span({ kind: 99 }))).spans).toMatchObject([{ kind: 'unspecified' }])
  expect(spansIn(tracesOf(span({ kind: 'SPAN_KIND_NEW' }))).spans).toMatchObject([{ kind: 'unspecified' }])
})

test('the severity of a log record and the temporality of a metric may be names too', () => {
  const severityOf = (fields: object) => {
    const body = { resourceLogs: [{ scopeLogs: [{ logRecords: [fields] }] }] }
    const { items, undecodable } = decode('logs', 'json', JSON.stringify(body))
    return undecodable.count > 0 ? undecodable.reason : (items[0] as RawLog).severityNumber
  }
  const numbers = ['WARN', 'TRACE', 'TRACE2', 'ERROR4', 'FATAL4', 'UNSPECIFIED', 'NEW', 'WARN5'].map((name) =>
    severityOf({ severityNumber: `SEVERITY_NUMBER_${name}` }),
  )
  expect(numbers).toEqual([13, 1, 2, 20, 24, 0, 0, 0])
  expect(
    [{ severityNumber: 9 }, { severityNumber: '9' }, { severity_number: 'SEVERITY_NUMBER_INFO' }].map(severityOf),
  ).toEqual([9, 9, 9])
  const sum = { aggregationTemporality: 'AGGREGATION_TEMPORALITY_DELTA', dataPoints: [{ asInt: '1' }] }
  const body = { resourceMetrics: [{ scopeMetrics: [{ metrics: [{ name: 'm', sum }] }] }] }
  expect(decode('metrics', 'json', JSON.stringify(body)).items).toMatchObject([{ temporality: 'delta' }])
})

test('a group that cannot be read costs its own spans alone', () => {
  const bad = { resource: { attributes: 7 }, scopeSpans: [{ spans: [span(), span()] }, { spans: [span()] }] }
  const { spans, undecodable } = spansIn({ resourceSpans: [bad, ...(tracesOf(span()).resourceSpans as object[])] })
  expect([spans.length, undecodable.count]).toEqual([1, 3])
  expect(undecodable.reason).not.toBe('')
  expect(() => spansIn({ resourceSpans: {} })).toThrow(/resourceSpans must be a list/)
})

test('numbers that are none are values like others', () => {
  const json = JSON.stringify(
    tracesOf(
      span({
        attributes: [
          { key: 'x', value: { doubleValue: 'NaN' } },
          { key: 'y', value: { doubleValue: '-Infinity' } },
        ],
      }),
    ),
  )
  const [decoded] = decode('traces', 'json', json).items as RawSpan[]
  expect([...decoded!.attributes]).toEqual([
    ['x', Number.NaN],
    ['y', Number.NEGATIVE_INFINITY],
  ])
  expect(() => decode('traces', 'json', json.replace('"NaN"', 'NaN'))).toThrow(/not JSON/)
})
