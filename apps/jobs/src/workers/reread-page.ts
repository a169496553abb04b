import { setImmediate } from 'node:timers/promises'
import { NORMALIZER_VERSION, type ReadAgain, type Redactor, readAgain, type StoredSpan } from '@pyflare/domain'
import type { SpanReread, StoredSpanPage } from '@pyflare/telemetry-store'

export interface RereadOptions {
  /** Of what this run writes: later runs have greater ones. */
  version: number
  redactor: Redactor
}

/** What a page of spans reads like now. */
export interface RereadPage {
  rereads: SpanReread[]
  /** Every span that was read, with what changed against how it read before. */
  read: ReadAgain[]
  /** Traces in which something changed. */
  traces: string[]
}

/** Spans are read so many at a time; between them others have their turn. */
const SPANS_PER_TURN = 50

/** Reads a page again. What this run itself wrote before it was stopped is read once more, and comes out the same. */
export async function rereadPage(
  spans: StoredSpanPage['spans'],
  { version, redactor }: RereadOptions,
): Promise<RereadPage> {
  const page: RereadPage = { rereads: [], read: [], traces: [] }
  const traces = new Set<string>()
  for (const [place, { span, earlier }] of spans.entries()) {
    if (place % SPANS_PER_TURN === 0) await setImmediate()
    const before = earlier === undefined || earlier.version === version ? {} : earlier.columns
    const { columns, changes } = readAgain(span, before, redactor)
    const [traceId, spanId] = [hex(span.traceId), hex(span.spanId)]
    page.rereads.push({
      ...{ traceId, spanId, version, startTimeNs: span.startTimeNs },
      ...{ rowVersion: span.normalizerVersion, normalizerVersion: NORMALIZER_VERSION },
      columns: { ...columns, normalizer_version: String(NORMALIZER_VERSION) },
    })
    page.read.push({ traceId, spanId, library: libraryOf(span), changes })
    if (Object.keys(changes).length > 0) traces.add(traceId)
  }
  page.traces = [...traces]
  return page
}

function libraryOf({ scopeName, scopeVersion }: StoredSpan): string {
  if (scopeName === '') return 'unnamed'
  return scopeVersion === '' ? scopeName : `${scopeName} ${scopeVersion}`
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}
