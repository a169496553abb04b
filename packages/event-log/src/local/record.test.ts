import { assert, dictionary, integer, nat, property, string, uint8Array } from 'fast-check'
import { expect, test } from 'vitest'
import { checkRecord, decodeRecord, encodeRecord, sealRecord } from './record.ts'

const MARKER = Buffer.from('a-marker')
const anyString = string({ unit: 'grapheme', maxLength: 50 })
const message = {
  key: anyString,
  value: uint8Array({ maxLength: 6000 }),
  headers: dictionary(anyString, anyString, { maxKeys: 5 }),
}

function sealed(key: string, value: Uint8Array, headers: Record<string, string>): Buffer {
  const record = encodeRecord({ key, value, headers })
  sealRecord(record, MARKER, 7n, 1_800_000_000_123.5)
  const bytes = Buffer.concat(record.tail ? [record.head, record.tail] : [record.head])
  expect(bytes.length).toBe(record.bytes)
  return bytes
}

test('what is written is read', () => {
  assert(
    property(message.key, message.value, message.headers, (key, value, headers) => {
      const bytes = sealed(key, value, headers)
      const check = checkRecord(bytes, 0, MARKER, bytes.length)
      expect(check).toMatchObject({ kind: 'whole', bytes: bytes.length, offset: 7n, valueBytes: value.length })
      const read = decodeRecord(bytes)
      expect(read.offset).toBe(7n)
      expect(read.appendedAtMs).toBe(1_800_000_000_123.5)
      expect(read.key).toBe(key)
      expect(Object.entries(read.headers)).toEqual(Object.entries(headers))
      expect(Buffer.compare(read.value, value)).toBe(0)
    }),
  )
})

test('any flipped bit is seen', () => {
  assert(
    property(message.key, message.value, nat(), integer({ min: 0, max: 7 }), (key, value, place, bit) => {
      const bytes = sealed(key, value, { a: 'b' })
      const at = place % bytes.length
      bytes[at] = bytes[at]! ^ (1 << bit)
      const padded = Buffer.concat([bytes, Buffer.alloc(100)])
      const check = checkRecord(padded, 0, MARKER, padded.length)
      // A length that has grown may ask for more than there is, within what there may be: no record either.
      expect(check.kind).not.toBe('whole')
    }),
  )
})

test('noise is no record, and reading it never throws', () => {
  assert(
    property(uint8Array({ maxLength: 300 }), nat({ max: 400 }), (noise, room) => {
      const bytes = Buffer.concat([MARKER, noise])
      expect(checkRecord(bytes, 0, MARKER, room).kind).not.toBe('whole')
    }),
  )
})

test.each([
  ['a key', { key: 'k'.repeat(65_537), value: Buffer.alloc(1) }, 'invalid_argument'],
  ['headers', { key: 'k', value: Buffer.alloc(1), headers: { h: 'x'.repeat(1024 * 1024) } }, 'invalid_argument'],
  ['a value', { key: 'k', value: new Uint8Array(128 * 1024 * 1024 + 1) }, 'payload_too_large'],
])('%s beyond its limit is refused', (_what, tooLarge, code) => {
  expect(() => encodeRecord(tooLarge)).toThrow(expect.objectContaining({ code, retryable: false }))
})
