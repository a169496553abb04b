import { describe, expect, test } from 'vitest'
import type { Instrumentation } from '~/api/rows.ts'
import { type Finding, groupFindings, type Library } from './group-findings.ts'
import { listWords } from './list-words.ts'

describe('findings', () => {
  test('of one kind in several versions and services of a library are one, with all that could have it', () => {
    const { libraries } = groupFindings(
      instrumentation({
        libraries: [
          library({ scope_name: 'openai', scope_version: '1.9.0', calls: 100, spans: 100 }),
          library({ scope_name: 'openai', scope_version: '1.10.0', calls: 40, spans: 60 }),
          library({ scope_name: 'openai', scope_version: '1.10.0', service_name: 'cart', calls: 5, dialects: ['oi'] }),
        ],
        findings: [
          finding({ scope_name: 'openai', scope_version: '1.9.0', count: 30, of: 100 }),
          finding({ scope_name: 'openai', scope_version: '1.9.0', count: 2, of: 100, id: 'conflicts', unit: 'spans' }),
        ],
      }),
    )
    expect(libraries).toHaveLength(1)
    expect(libraries[0]).toMatchObject({
      versions: ['1.10.0', '1.9.0'],
      services: ['cart', 'shop'],
      dialects: ['oi', 'otel_genai'],
      calls: 145,
      spans: 170,
    })
    expect(libraries[0]?.findings).toMatchObject([
      { id: 'usage_missing', count: 30, of: 145, versions: ['1.9.0'], services: ['shop'] },
      { id: 'conflicts', count: 2, of: 170, versions: ['1.9.0'], services: ['shop'] },
    ])
  })

  test('say no version and no service where all have them', () => {
    const rows = [library({ scope_version: '1' }), library({ scope_version: '2' })]
    const findings = [finding({ scope_version: '1', count: 5 }), finding({ scope_version: '2', count: 3 })]
    const [group] = groupFindings(instrumentation({ libraries: rows, findings })).libraries
    expect(group?.findings).toMatchObject([{ count: 8, of: 20, versions: [], services: [] }])
  })

  test('come with the worst library first, and those that lack nothing last', () => {
    const named = (scope_name: string, calls = 10) => library({ scope_name, calls })
    const { libraries } = groupFindings(
      instrumentation({
        libraries: [named('whole', 900), named('told twice', 500), named('few unpaid'), named('many unpaid')],
        findings: [
          finding({ scope_name: 'many unpaid', count: 9 }),
          finding({ scope_name: 'few unpaid', count: 1 }),
          finding({ scope_name: 'told twice', count: 400, id: 'counted_once', severity: 'info' }),
        ],
      }),
    )
    expect(libraries.map(({ scopeName }) => scopeName)).toEqual(['many unpaid', 'few unpaid', 'told twice', 'whole'])
  })

  test('of traces stand apart, of all traces of all services', () => {
    const ofTraces = (service_name: string, count: number) =>
      finding({ id: 'no_session', unit: 'traces', scope_name: '', scope_version: '', service_name, count, of: 10 })
    const { libraries, traces } = groupFindings(
      instrumentation({
        libraries: [library({ scope_name: '' })],
        services: [service('shop', 10), service('cart', 10), service('mail', 4)],
        findings: [ofTraces('shop', 10), ofTraces('cart', 2)],
      }),
    )
    expect(libraries[0]?.findings).toEqual([])
    expect(traces).toMatchObject([{ id: 'no_session', count: 12, of: 24, services: ['cart', 'shop'] }])
  })
})

test('names are listed as far as there is room', () => {
  expect(listWords([])).toBe('')
  expect(listWords(['a'])).toBe('a')
  expect(listWords(['a', ''])).toBe('a and unnamed')
  expect(listWords(['a', 'b', 'c', 'd'])).toBe('a, b, c and d')
  expect(listWords(['a', 'b', 'c', 'd', 'e'])).toBe('a, b, c and 2 more')
})

function instrumentation(told: Partial<Instrumentation>): Instrumentation {
  return { since: '2026-11-20T12:00:00Z', libraries: [], services: [], findings: [], ...told }
}

function library(told: Partial<Library>): Library {
  return {
    service_name: 'shop',
    scope_name: 'a library',
    scope_version: '1.0',
    sdk_language: 'python',
    sdk_name: 'opentelemetry',
    sdk_version: '1.38.0',
    dialects: ['otel_genai'],
    spans: 10,
    errors: 0,
    calls: 10,
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
    last_seen: '2026-11-20T12:00:00Z',
    example_traces: {},
    ...told,
  }
}

function service(service_name: string, traces: number): Instrumentation['services'][number] {
  const lacks = { without_session: 0, without_user: 0, without_release: 0, without_environment: 0, without_root: 0 }
  return { service_name, traces, ...lacks, unpriced: 0, example_traces: {} }
}

function finding(told: Partial<Finding>): Finding {
  return {
    id: 'usage_missing',
    severity: 'error',
    title: 'Calls without usage',
    service_name: 'shop',
    scope_name: 'a library',
    scope_version: '1.0',
    count: 1,
    of: 10,
    unit: 'calls',
    example_trace_id: null,
    columns: [],
    beside: [],
    remedy: { text: 'A newer version may tell it.', language: null, code: null },
    ...told,
  }
}
