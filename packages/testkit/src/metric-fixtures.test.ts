import { readdirSync, readFileSync } from 'node:fs'
import { normalizeMetricPoint, type RawMetricPoint } from '@pyflare/domain'
import { expect, it } from 'vitest'
import { listCaptures, readCapture } from './corpus.ts'
import { rawPointsOf } from './raw-telemetry.ts'

const FOLDER = new URL('../fixtures/metrics/', import.meta.url)
const names = readdirSync(FOLDER).flatMap((file) => /^([\w.-]+)\.json$/.exec(file)?.[1] ?? [])

/** Metrics of model calls in the words of each library and generation, and what their points measure. */
it.each(names)('%s measures what its golden file says', async (name) => {
  const body = { file: name, signal: 'metrics', encoding: 'json', bytes: readFileSync(new URL(`${name}.json`, FOLDER)) }
  const points = rawPointsOf({ ...body, headers: {} } as Parameters<typeof rawPointsOf>[0]).map(measured)
  await expect(printed(points)).toMatchFileSnapshot(`../fixtures/metrics/golden/${name}.json`)
})

it('metrics that libraries really sent measure what the golden file says', async () => {
  const found = new Map<string, object>()
  for (const { library, scenario } of listCaptures())
    for (const raw of readCapture(library, scenario).bodies.flatMap(rawPointsOf)) {
      const { name, type, unit, measure = '', token_type = '' } = measured(raw)
      found.set(JSON.stringify([name, type, unit, token_type]), { name, type, unit, measure, token_type })
    }
  const sorted = [...found].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, entry]) => entry)
  await expect(printed(sorted)).toMatchFileSnapshot('../fixtures/metrics/golden/corpus.json')
})

function measured(raw: RawMetricPoint): Record<string, string> {
  const { measure, tokenType, tokenModality, modelId, provider, operationKind } = normalizeMetricPoint(raw)
  const told = {
    name: raw.metricName,
    type: raw.value.type,
    unit: raw.unit,
    measure,
    token_type: tokenType,
    token_modality: tokenModality,
    model_id: modelId,
    provider,
    operation_kind: operationKind,
  }
  return Object.fromEntries(Object.entries(told).filter(([, value]) => value !== ''))
}

/** One entry a line. */
function printed(entries: readonly object[]): string {
  return `[\n${entries.map((entry) => ` ${JSON.stringify(entry)}`).join(',\n')}\n]\n`
}
