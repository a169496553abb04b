import { create, toBinary } from '@bufbuild/protobuf'
import { ExportTraceServiceRequestSchema } from '@pyflare/proto'
import { expect, test } from 'vitest'
import { decodeRequest } from './decode.ts'
import type { DecodedRequest } from './signal.ts'

const TRACE_ID = '0af7651916cd43dd8448eb211c80319c'
const SPAN_ID = 'b7ad6b7169203331'

const jsonSpan = {
  traceId: TRACE_ID,
  spanId: SPAN_ID,
  name: 'chat',
  kind: 3,
  startTimeUnixNano: '1700000000000000001',
  endTimeUnixNano: '1700000001000000000',
  attributes: [
    { key: '__proto__', value: { stringValue: 'kept' } },
    { key: 'traceId', value: { stringValue: 'zz' } },
    { key: 'n', value: { intValue: '9007199254740993' } },
    { key: 'list', value: { arrayValue: { values: [{ intValue: 1 }, { boolValue: true }] } } },
  ],
  status: { code: 2, message: 'no' },
  unknownField: { a: 1 },
}

const json = (...spans: unknown[]) =>
  Buffer.from(
    JSON.stringify({
      resourceSpans: [{ resource: { attributes: [] }, scopeSpans: [{ scope: { name: 's' }, spans }] }],
    }),
  )
const spans = (request: DecodedRequest) => (request.signal === 'traces' ? [...request.items] : [])

test('JSON and protobuf of the same span are the same span', () => {
  const fromJson = decodeRequest('traces', 'json', json(jsonSpan))
  const text = (value: string) => ({ value: { case: 'stringValue' as const, value } })
  const binary = toBinary(
    ExportTraceServiceRequestSchema,
    create(ExportTraceServiceRequestSchema, {
      resourceSpans: [
        {
          resource: {},
          scopeSpans: [
            {
              scope: { name: 's' },
              spans: [
                {
                  traceId: Buffer.from(TRACE_ID, 'hex'),
                  spanId: Buffer.from(SPAN_ID, 'hex'),
                  name: 'chat',
                  kind: 3,
                  startTimeUnixNano: 1700000000000000001n,
                  endTimeUnixNano: 1700000001000000000n,
                  attributes: [
                    { key: '__proto__', value: text('kept') },
                    { key: 'traceId', value: text('zz') },
                    { key: 'n', value: { value: { case: 'intValue', value: 9007199254740993n } } },
                    {
                      key: 'list',
                      value: {
                        value: {
                          case: 'arrayValue',
                          value: {
                            values: [
                              { value: { case: 'intValue', value: 1n } },
                              { value: { case: 'boolValue', value: true } },
                            ],
                          },
                        },
                      },
                    },
                  ],
                  status: { code: 2, message: 'no' },
                },
              ],
            },
          ],
        },
      ],
    }),
  )
  const plain = (span: unknown) =>
    JSON.stringify(span, (_key, value) =>
      value instanceof Map
        ? [...value]
        : typeof value === 'bigint'
          ? value.toString()
          : value instanceof Uint8Array
            ? Buffer.from(value).toString('hex')
            : value,
    )
  const [a] = spans(fromJson)
  const [b] = spans(decodeRequest('traces', 'protobuf', binary))
  expect(plain({ ...a, traceId: Buffer.from(a?.traceId ?? []).toString('hex'), spanId: '' })).toBe(
    plain({ ...b, traceId: Buffer.from(b?.traceId ?? []).toString('hex'), spanId: '' }),
  )
  expect([...(a?.attributes ?? [])]).toEqual([
    ['__proto__', 'kept'],
    ['traceId', 'zz'],
    ['n', '9007199254740993'],
    ['list', [1, true]],
  ])
})

test('one malformed span costs the others nothing', () => {
  const request = decodeRequest(
    'traces',
    'json',
    json(jsonSpan, { ...jsonSpan, startTimeUnixNano: 'soon' }, 7, jsonSpan),
  )
  expect(spans(request)).toHaveLength(2)
  expect(request.undecodable.count).toBe(2)
  expect(request.undecodable.reason).not.toBe('')
})

test('what is no request is refused with a sentence', () => {
  expect(() => decodeRequest('traces', 'json', Buffer.from('{'))).toThrow(/not JSON/)
  expect(() => decodeRequest('traces', 'json', Buffer.from('[]'))).toThrow(/object was expected/)
  const torn = decodeRequest('traces', 'protobuf', Buffer.from([0x0a, 0xff]))
  expect(() => spans(torn)).toThrow(/no OTLP traces request/)
})
