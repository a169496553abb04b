import { CONTENT_COLUMNS, type SpanPatch, type TimedSpanRef, type TraceFacts } from '@pyflare/domain'
import type { Connection } from '../connection.ts'
import { readRereads, rereadsAtStatement } from '../normalization/rereads.ts'
import { type TracePatch, textsOf } from './patch-rows.ts'
import { readPatches, spansAtStatement } from './tellings.ts'

type Columns = Readonly<Record<string, string>>
/** Columns by `trace:span`. */
type Contents = Map<string, Columns>

const COLUMNS = Object.values(CONTENT_COLUMNS).flat()
export const CONTENT_SELECT = `lower(hex(trace_id)), lower(hex(span_id)), ${COLUMNS.join(', ')}`
/** Content is long: it is held of so many patches at once. */
const PATCHES_PER_READ = 50

/**
 * The patches of facts, with the content that they copy from other spans, some at a time. Where that is not to be found (any more), the patch
 * says the rest, under a print that makes the next settling write it anew.
 */
export async function* fillPatches(
  connection: Connection,
  projectId: string,
  facts: readonly TraceFacts[],
): AsyncGenerator<TracePatch[]> {
  const all = facts.flatMap(({ index, patches }) => patches.map((patch): TracePatch => ({ index, patch })))
  const whole = all.filter(({ patch }) => patch.fills.length === 0)
  if (whole.length > 0) yield whole
  const lacking = all.filter(({ patch }) => patch.fills.length > 0)
  if (lacking.length === 0) return
  // A span may be filled from one whose own content comes with these very patches, out of its log records.
  const here = new Map(all.map(({ index, patch }) => [`${index.traceId}:${patch.spanId}`, patch.columns]))
  for (let from = 0; from < lacking.length; from += PATCHES_PER_READ) {
    const some = lacking.slice(from, from + PATCHES_PER_READ)
    const wanted = new Map<string, TimedSpanRef>()
    for (const { patch } of some) {
      for (const { from: span } of patch.fills) wanted.set(`${span.traceId}:${span.spanId}`, span)
    }
    const contents = await readContents(connection, projectId, [...wanted.values()])
    for (const key of wanted.keys()) contents.set(key, { ...contents.get(key), ...textsOf(here.get(key) ?? {}) })
    yield some.map(({ index, patch }) => ({ index, patch: filled(patch, contents) }))
  }
}

function filled(patch: SpanPatch, contents: Contents): SpanPatch {
  if (patch.fills.length === 0) return patch
  const columns = { ...patch.columns }
  let isWhole = true
  for (const { from, part } of patch.fills) {
    const content = contents.get(`${from.traceId}:${from.spanId}`) ?? {}
    const known = CONTENT_COLUMNS[part].filter((column) => (content[column] ?? '') !== '')
    if (known.length === 0) isWhole = false
    for (const column of known) columns[column] = content[column] ?? ''
  }
  return { ...patch, columns, print: isWhole ? patch.print : 'unknown' }
}

async function readContents(
  connection: Connection,
  projectId: string,
  refs: readonly TimedSpanRef[],
): Promise<Contents> {
  const contents: Contents = new Map()
  for (const [trace, span, ...values] of await connection.tuples(spansAtStatement(projectId, CONTENT_SELECT, refs))) {
    const columns = Object.fromEntries(COLUMNS.map((column, at) => [column, String(values[at] ?? '')]))
    contents.set(`${trace}:${span}`, columns)
  }
  const rereads = await readRereads(connection, rereadsAtStatement(projectId, refs))
  for (const [key, columns] of contents) {
    const reread = Object.entries(rereads.get(key) ?? {}).filter(([column]) => Object.hasOwn(columns, column))
    if (reread.length > 0) contents.set(key, { ...columns, ...Object.fromEntries(reread) })
  }
  for (const [key, columns] of await readPatches(connection, projectId, refs)) {
    contents.set(key, { ...contents.get(key), ...columns })
  }
  return contents
}
