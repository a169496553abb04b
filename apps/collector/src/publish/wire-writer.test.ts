import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { WireWriter } from './wire-writer.ts'

type Step = (writer: WireWriter | BinaryWriter) => unknown

const scalar: fc.Arbitrary<Step> = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }).map(
    (value): Step =>
      (writer) =>
        writer.string(value),
  ),
  fc.string({ unit: fc.constantFrom('a', 'é', '\u4e00', '\ud83d', '😀'), maxLength: 60 }).map(
    (value): Step =>
      (writer) =>
        writer.string(value),
  ),
  fc.uint8Array({ maxLength: 300 }).map(
    (value): Step =>
      (writer) =>
        writer.bytes(value),
  ),
  fc.boolean().map(
    (value): Step =>
      (writer) =>
        writer.bool(value),
  ),
  fc.nat(0xff_ff_ff_ff).map(
    (value): Step =>
      (writer) =>
        writer.uint32(value),
  ),
  fc.integer().map(
    (value): Step =>
      (writer) =>
        writer.sint32(value),
  ),
  fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n).map(
    (value): Step =>
      (writer) =>
        writer.int64(value),
  ),
  fc.bigInt(0n, 2n ** 64n - 1n).map(
    (value): Step =>
      (writer) =>
        writer.uint64(value),
  ),
  fc.bigInt(0n, 2n ** 64n - 1n).map(
    (value): Step =>
      (writer) =>
        writer.fixed64(value),
  ),
  fc.double().map(
    (value): Step =>
      (writer) =>
        writer.double(value),
  ),
  fc.integer({ min: 1, max: 536_870_911 }).map(
    (field): Step =>
      (writer) =>
        writer.tag(field, WireType.LengthDelimited),
  ),
)
const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    scalar,
    fc.array(scalar, { maxLength: 5 }).map(
      (inner): Step =>
        (writer) => {
          writer.fork()
          for (const step of inner) step(writer)
          writer.join()
        },
    ),
  ),
  { maxLength: 30 },
)

test('writes what protobuf-es writes, record after record', () => {
  const writer = new WireWriter()
  fc.assert(
    fc.property(steps, (record) => {
      const reference = new BinaryWriter()
      for (const step of record) {
        step(writer)
        step(reference)
      }
      expect(Buffer.from(writer.finish()).equals(Buffer.from(reference.finish()))).toBe(true)
    }),
    { numRuns: 2_000 },
  )
})

test.each<[string, Step]>([
  ['uint32', (writer) => writer.uint32(2 ** 32)],
  ['uint32', (writer) => writer.uint32(-1)],
  ['uint32', (writer) => writer.uint32(Number.NaN)],
  ['uint32', (writer) => writer.uint32(1.5)],
  ['sint32', (writer) => writer.sint32(2 ** 31)],
  ['int64', (writer) => writer.int64(2n ** 63n)],
  ['uint64', (writer) => writer.uint64(-1n)],
  ['fixed64', (writer) => writer.fixed64(2n ** 64n)],
])('a number that is no %s throws', (_, step) => {
  expect(() => step(new WireWriter())).toThrow(RangeError)
})

test('a record that threw leaves nothing behind', () => {
  const writer = new WireWriter()
  writer.fork().string('x')
  writer.clear()
  expect(writer.bool(true).finish()).toEqual(Uint8Array.of(1))
})

test('a record of megabytes is written whole', () => {
  const text = '\u4e00'.repeat(3_000_000)
  expect(new WireWriter().string(text).finish().length).toBe(9_000_000 + 4)
})

test('Copies a number of eight bytes as it would write it', () => {
  const bytes = Buffer.alloc(10)
  for (const value of [
    0n,
    1n,
    127n,
    128n,
    2n ** 28n,
    2n ** 32n - 1n,
    2n ** 32n,
    2n ** 53n,
    2n ** 63n,
    2n ** 64n - 1n,
  ]) {
    bytes.writeBigUInt64LE(value, 2)
    expect(new WireWriter().varintAt(bytes, 2).finish()).toEqual(new WireWriter().uint64(value).finish())
  }
})
