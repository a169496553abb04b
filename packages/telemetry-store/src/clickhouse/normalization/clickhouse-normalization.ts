import type { NormalizationStore } from '../../telemetry-store.ts'
import type { Connection } from '../connection.ts'
import { SPAN_ID, TRACE_ID } from '../queries/cursor.ts'
import { readPatches } from '../settlement/tellings.ts'
import { readExtents } from '../settlement/trace-extents.ts'
import { earlierRereads, readRereads, rereadsAtStatement, writeRereads } from './rereads.ts'
import {
  type StoredSpanKey,
  storedKeysStatement,
  storedPage,
  storedSpan,
  storedSpanStatement,
  storedSpansStatement,
} from './stored-spans.ts'
import { versionsStatement } from './versions.ts'

/** Reads with the writer's account, like settling: a job must see what it wrote before it was stopped. */
export function clickhouseNormalization(connection: Connection): NormalizationStore {
  return {
    async versions(range) {
      const rows = await connection.rows<{ version: number; spans: string }>(versionsStatement(range))
      return rows.map(({ version, spans }) => ({ version, spans: Number(spans) }))
    },
    async readSpans(query) {
      const keys = await connection.rows<StoredSpanKey>(storedKeysStatement(query))
      const { page, nextCursor } = storedPage(keys, query.limit)
      if (page.length === 0) return { spans: [], nextCursor: undefined }
      const refs = page.map(({ trace, span }) => ({ traceId: trace, spanId: span }))
      const [tuples, earlier] = await Promise.all([
        connection.tuples(storedSpansStatement(query, page)),
        earlierRereads(connection, query.projectId, refs),
      ])
      const spans = tuples.map((tuple) => {
        const span = storedSpan(tuple)
        const key = `${Buffer.from(span.traceId).toString('hex')}:${Buffer.from(span.spanId).toString('hex')}`
        return { span, earlier: earlier.get(key) }
      })
      return { spans, nextCursor }
    },
    async readSpan(projectId, traceId, spanId) {
      if (!TRACE_ID.test(traceId) || !SPAN_ID.test(spanId)) return undefined
      const [extent] = await readExtents(connection, projectId, [traceId], ['span'])
      if (extent === undefined) return undefined
      const key = `${traceId}:${spanId}`
      const [tuples, rereads, patches] = await Promise.all([
        connection.tuples(storedSpanStatement(projectId, extent, spanId)),
        readRereads(connection, rereadsAtStatement(projectId, [{ traceId, spanId }])),
        readPatches(connection, projectId, [{ traceId, spanId, timeNs: extent.first }]),
      ])
      const [tuple] = tuples
      if (tuple === undefined) return undefined
      return { span: storedSpan(tuple), reread: rereads.get(key), patch: patches.get(key) ?? {} }
    },
    writeRereads: (projectId, rereads) => writeRereads(connection, projectId, rereads),
  }
}
