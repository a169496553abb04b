import type { SpanRef } from '@pyflare/domain'
import type { NormalizationStore, StoredSpanQuery } from '../../telemetry-store.ts'
import type { Connection } from '../connection.ts'
import { SPAN_ID, TRACE_ID } from '../queries/cursor.ts'
import { readPatches } from '../settlement/tellings.ts'
import { readExtents } from '../settlement/trace-extents.ts'
import { earlierReaders, readRereads, rereadsAtStatement, writeRereads } from './rereads.ts'
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
      const { projectId, olderThan } = query
      const keys = await connection.rows<StoredSpanKey>(storedKeysStatement(query))
      const { page, nextCursor } = storedPage(keys, query.limit)
      const readers = await earlierReaders(connection, projectId, page.map(refOf))
      const wanted = page.filter((key) => isWanted(readers.get(`${key.trace}:${key.span}`), olderThan))
      if (wanted.length === 0) return { spans: [], nextCursor }
      const again = wanted.filter(({ trace, span }) => readers.has(`${trace}:${span}`)).map(refOf)
      const [tuples, columns] = await Promise.all([
        connection.tuples(storedSpansStatement(query, page)),
        again.length === 0 ? new Map() : readRereads(connection, rereadsAtStatement(projectId, again)),
      ])
      const left = new Set(wanted.map(({ trace, span }) => `${trace}:${span}`))
      const spans = tuples.flatMap((tuple) => {
        const key = `${tuple[0]}:${tuple[1]}`
        if (!left.has(key)) return []
        const reader = readers.get(key)
        return [{ span: storedSpan(tuple), earlier: reader && { ...reader, columns: columns.get(key) ?? {} } }]
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

function refOf({ trace, span }: StoredSpanKey): SpanRef {
  return { traceId: trace, spanId: span }
}

/** Rows that are too new are left out by their own version already. */
function isWanted(
  reader: { normalizerVersion: number; version: number } | undefined,
  olderThan: StoredSpanQuery['olderThan'],
): boolean {
  if (reader === undefined || olderThan === undefined || reader.version === olderThan.exceptBy) return true
  return reader.normalizerVersion < olderThan.normalizerVersion
}
