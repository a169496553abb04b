import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { KINDS, kindOf } from './kinds.ts'
import { initialsOf } from './person-mark.tsx'
import { statusOfSpan, statusOfTrace } from './statuses.ts'

const tokens = readFileSync(new URL('../../styles/tokens.css', import.meta.url), 'utf8')
const marks = readFileSync(new URL('./marks.css', import.meta.url), 'utf8')

describe('kinds of span', () => {
  test.each(Object.keys(KINDS))('%s has a hue in both themes, a class and a word', (kind) => {
    expect(tokens.match(new RegExp(`--kind-${kind}: #`, 'g'))).toHaveLength(2)
    expect(marks).toContain(`.k-${kind} {`)
    expect(KINDS[kind as keyof typeof KINDS].word).not.toBe('')
  })

  test('no two kinds share an icon', () => {
    expect(new Set(Object.values(KINDS).map(({ icon }) => icon)).size).toBe(Object.keys(KINDS).length)
  })

  test.each([
    ['llm', 'llm'],
    ['LLM', 'llm'],
    ['reranker', 'retriever'],
    ['workflow', 'chain'],
    ['', 'other'],
    ['toString', 'other'],
  ])('%j is drawn as %s', (operation, kind) => {
    expect(kindOf(operation)).toBe(kind)
  })
})

describe('statuses', () => {
  test('a span that sets no status went well', () => {
    expect(statusOfSpan('unset')).toBe('ok')
    expect(statusOfSpan('error')).toBe('error')
  })

  test('a trace that went well over a failed call is a warning', () => {
    expect(statusOfTrace({ status: 'ok', error_count: 0 })).toBe('ok')
    expect(statusOfTrace({ status: 'ok', error_count: 1 })).toBe('warn')
    expect(statusOfTrace({ status: 'error', error_count: 1 })).toBe('error')
  })
})

test.each([
  ['Ann Lindqvist', 'AL'],
  ['Ann Maria Lindqvist', 'AL'],
  ['owner', 'O'],
  ['a.b@example.com', 'AC'],
  ['', ''],
])('initials of %j are %j', (name, initials) => {
  expect(initialsOf(name)).toBe(initials)
})
