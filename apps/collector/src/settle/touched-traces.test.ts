import { create, toBinary } from '@bufbuild/protobuf'
import { LogBatchSchema, TraceBatchSchema } from '@pyflare/proto'
import { expect, test } from 'vitest'
import { addRequested } from './settle-requests.ts'
import { tracesOfContentLogs, tracesOfSpans } from './touched-traces.ts'

const id = (byte: number) => new Uint8Array(16).fill(byte)
const hex = (byte: number) => byte.toString(16).padStart(2, '0').repeat(16)
const message = (value: Uint8Array) => ({ offset: 0n, appendedAtMs: 0, key: '', value, headers: {} })
const entries = (touched: ReturnType<typeof tracesOfSpans>) =>
  [...touched].map(([project, traces]) => [project, [...traces].map(([id, { records }]) => [id, records])])

test('spans touch their traces, counted by project', () => {
  const spans = create(TraceBatchSchema, {
    records: [
      { projectId: 'a', traceId: id(1), input: 'x'.repeat(1000) },
      { projectId: 'a', traceId: id(1) },
      { projectId: 'b', traceId: id(1) },
      { projectId: 'b', traceId: id(2).subarray(1) },
    ],
  })
  expect(entries(tracesOfSpans([message(toBinary(TraceBatchSchema, spans))]))).toEqual([
    ['a', [[hex(1), 2]]],
    ['b', [[hex(1), 1]]],
  ])
})

test('only log records with messages touch a trace', () => {
  const logs = create(LogBatchSchema, {
    records: [
      { projectId: 'a', traceId: id(1), isContent: true, attributes: { k: 'v' } },
      { projectId: 'a', traceId: id(2) },
      { projectId: 'a', isContent: true },
    ],
  })
  expect(entries(tracesOfContentLogs([message(toBinary(LogBatchSchema, logs))]))).toEqual([['a', [[hex(1), 1]]]])
})

test('a message that is no batch touches nothing', () => {
  expect(entries(tracesOfSpans([message(Uint8Array.of(10, 200, 1))]))).toEqual([])
})

test('a message may ask for a trace without any span of it', () => {
  const touched = tracesOfSpans([])
  addRequested(touched, [{ ...message(new Uint8Array(0)), key: hex(7), headers: { 'settle-project': 'a' } }])
  expect(entries(touched)).toEqual([['a', [[hex(7), 1]]]])
})
