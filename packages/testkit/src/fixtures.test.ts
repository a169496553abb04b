import { readdirSync, readFileSync } from 'node:fs'
import {
  columnsFromContentLogs,
  type Evaluation,
  evaluationOfLog,
  evaluationsOfSpan,
  normalizeSpan,
  readEmbeddings,
} from '@pyflare/domain'
import { expect, it } from 'vitest'
import { contentLogsOf, hex } from './normalize-capture.ts'
import { rawLogsOf, rawSpansOf } from './raw-telemetry.ts'

const FOLDER = new URL('../fixtures/', import.meta.url)
const names = readdirSync(FOLDER).flatMap((file) => /^([\w-]+)\.json$/.exec(file)?.[1] ?? [])

/** Each dialect and repair of docs/semantic-conventions.md, as a request that a library might send, and the columns that come of it. */
it.each(names)('%s comes out as its golden file says', async (name) => {
  const sent = readdirSync(FOLDER).includes(`${name}.logs.json`) ? [bodyOf(`${name}.logs.json`, 'logs')] : []
  const logs = sent.flatMap(contentLogsOf)
  const spans = rawSpansOf(bodyOf(`${name}.json`, 'traces')).map((raw) => ({
    name: raw.name,
    columns: told(normalizeSpan(raw)),
    ...filled('log_columns', columnsFromContentLogs(logs.filter(({ spanId }) => spanId === hex(raw.spanId)))),
    ...filled('embeddings', readEmbeddings(raw)),
    ...filled('evaluations', evaluationsOfSpan(raw).map(judged)),
  }))
  const judgements = sent.flatMap(rawLogsOf).flatMap((raw) => evaluationOfLog(raw) ?? [])
  const all = [...spans, ...(judgements.length === 0 ? [] : [{ log_evaluations: judgements.map(judged) }])]
  await expect(`${JSON.stringify(all, printed, 1)}\n`).toMatchFileSnapshot(`../fixtures/golden/${name}.json`)
})

function bodyOf(file: string, signal: 'traces' | 'logs') {
  return { file, signal, encoding: 'json', bytes: readFileSync(new URL(file, FOLDER)), headers: {} } as const
}

const BESIDE = new Set([
  'attributeTypes',
  'contentFrom',
  'contentFacts',
  'serverPort',
  'outputTokensPerSecond',
  'resourceAttributes',
  'events',
  'links',
  'normalizerVersion',
  'inputHash',
])

/** Columns that say something. */
function told(columns: object): object {
  return Object.fromEntries(
    Object.entries(columns).filter(([name, value]) => {
      const isEmpty =
        value === undefined || value === '' || value === false || (Array.isArray(value) && value.length === 0)
      return !isEmpty && !BESIDE.has(name)
    }),
  )
}

function filled(name: string, value: object): object {
  return Object.keys(value).length === 0 ? {} : { [name]: value }
}

/** Without what it does not say, and with its ids as text. */
function judged({ target: { traceId, spanId, ...others }, ...said }: Evaluation): object {
  return { ...told(said), target: told({ traceId: hex(traceId), spanId: hex(spanId), ...others }) }
}

function printed(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? `${value}n` : value
}
