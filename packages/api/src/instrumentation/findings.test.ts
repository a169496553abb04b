import type { InstrumentationLibraryRow, InstrumentationServiceRow } from '@pyflare/telemetry-store'
import { describe, expect, test } from 'vitest'
import { FINDING_IDS } from './finding-ids.ts'
import { instrumentationFindings } from './findings.ts'
import { remedyFor } from './remedies.ts'

const LIBRARY: InstrumentationLibraryRow = {
  service_name: 'shop',
  scope_name: 'openinference.instrumentation.openai',
  scope_version: '1.0',
  sdk_language: 'python',
  sdk_name: 'opentelemetry',
  sdk_version: '1.38.0',
  dialects: ['oi'],
  spans: 100,
  errors: 0,
  calls: 50,
  usage_missing: 0,
  streams_without_usage: 0,
  usage_incomplete: 0,
  usage_estimated: 0,
  without_messages: 0,
  without_model: 0,
  repaired: 0,
  conflicts: 0,
  truncated: 0,
  repeats: 0,
  repeats_of: [],
  conflict_columns: [],
  normalizer_version: 1,
  last_seen: '2026-11-20T12:00:00.000000000Z',
  example_traces: {},
}
const SERVICE: InstrumentationServiceRow = {
  service_name: 'shop',
  traces: 40,
  without_session: 0,
  without_user: 0,
  without_release: 0,
  without_environment: 0,
  without_root: 0,
  unpriced: 0,
  example_traces: {},
}

describe('what is amiss', () => {
  test('is nothing where nothing lacks', () => {
    expect(instrumentationFindings([LIBRARY], [SERVICE])).toEqual([])
  })

  test('comes worst first, with how many of how many, an example and a remedy', () => {
    const library = {
      ...LIBRARY,
      conflicts: 2,
      conflict_columns: ['model_id'],
      usage_missing: 7,
      streams_without_usage: 4,
    }
    const service = { ...SERVICE, without_session: 40, example_traces: { without_session: 'abc' } }
    const found = instrumentationFindings([library], [service])
    expect(found.map(({ id, count, of }) => [id, count, of])).toEqual([
      ['usage_missing_in_streams', 4, 50],
      ['usage_missing', 3, 50],
      ['no_session', 40, 40],
      ['conflicts', 2, 100],
    ])
    expect(found[2]).toMatchObject({ scope_name: '', example_trace_id: 'abc', unit: 'traces' })
    expect(found[3]?.columns).toEqual(['model_id'])
  })

  test("is mended in the words of the library that makes the service's calls", () => {
    const other = { ...LIBRARY, scope_name: 'http', dialects: [], calls: 0, spans: 9_000 }
    const [found] = instrumentationFindings([other, LIBRARY], [{ ...SERVICE, without_session: 1 }])
    expect(found?.remedy.code).toContain('using_attributes(session_id=')
  })
})

describe('remedies', () => {
  test.each(FINDING_IDS)('%s has one for every library', (id) => {
    for (const [dialects, sdk] of [
      [[], ''],
      [['oi'], 'nodejs'],
      [['traceloop'], 'python'],
      [['unheard'], 'java'],
    ] as const) {
      const { text, language, code } = remedyFor(id, dialects, sdk)
      expect(text).not.toBe('')
      expect(language === null).toBe(code === null)
    }
  })

  test('of Node are in its language', () => {
    expect(remedyFor('no_session', ['oi'], 'nodejs').code).toContain("'session.id'")
    expect(remedyFor('usage_missing_in_streams', [], 'nodejs').code).toContain('include_usage: true')
  })

  test('of an unknown language name attributes, not code of another language', () => {
    expect(remedyFor('no_session', [], 'java').code).toBeNull()
    expect(remedyFor('usage_missing_in_streams', [], 'java').code).toBeNull()
  })
})
