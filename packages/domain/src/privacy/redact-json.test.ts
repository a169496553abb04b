import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { CompiledRule } from './compiled-rule.ts'
import { parsedJson, redactAnyText, redactJson } from './redact-json.ts'
import { Removal, TextRedactor } from './redact-text.ts'
import { findAll } from './text-pattern.ts'

const texts = new TextRedactor('')
const rule = (action: CompiledRule['action'], pattern?: RegExp): CompiledRule => ({
  place: 0,
  action,
  find: pattern && findAll(pattern),
  names: undefined,
})

test('strings and long numbers change in place, all else stays to the byte', () => {
  const json =
    '{ "role":"user", "n": 1e2, "big": 12345678901234567890, "card": 4111111111111111, "x": "say \\u0061bc \\"abc\\"" }'
  expect(redactJson(json, [rule('mask', /abc|4111111111111111/g)], texts)).toBe(
    '{ "role":"user", "n": 1e2, "big": 12345678901234567890, "card": "[redacted]", "x": "say [redacted] \\"[redacted]\\"" }',
  )
})

test('names that structures are read by stay, others may hold secrets', () => {
  const json = '[{"content":"content bob","bob":1}]'
  expect(redactJson(json, [rule('mask', /content|bob/g)], texts)).toBe(
    '[{"content":"[redacted] [redacted]","[redacted]":1}]',
  )
})

test('a rule for whole fields empties a structure without breaking it', () => {
  const json = '[{"role":"user","parts":[{"type":"text","content":"hi"},{"type":"image","size":42,"small":true}]}]'
  expect(redactJson(json, [rule('mask')], texts)).toBe(
    '[{"role":"user","parts":[{"type":"text","content":"[redacted]"},{"type":"image","size":"[redacted]","small":"[redacted]"}]}]',
  )
  expect(redactJson(json, [rule('remove', /hi/g)], texts)).toBeInstanceOf(Removal)
})

test('any JSON stays JSON, and nothing that matched is left in it', () => {
  const rules = [rule('mask', /[a-m5]+/g)]
  fc.assert(
    fc.property(fc.oneof(fc.array(fc.jsonValue()), fc.dictionary(fc.string(), fc.jsonValue())), (value) => {
      const json = JSON.stringify(value)
      expect(parsedJson(json)).toBeDefined()
      const redacted = redactJson(json, rules, texts) as string
      expect(() => JSON.parse(redacted)).not.toThrow()
      const found: string[] = []
      JSON.parse(redacted, (_, entry) => {
        if (typeof entry === 'string') found.push(entry)
        return entry
      })
      for (const text of found) expect(text.replaceAll('[redacted]', '')).not.toMatch(/[a-m5]/)
    }),
  )
})

test('any text after redaction holds no match', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(String(texts.redact(text, [rule('mask', /[x-z]/g)])).replaceAll('[redacted]', '')).not.toMatch(/[x-z]/)
    }),
  )
})

test('text that only looks like JSON is text, and a quoted text is looked at without its escapes', () => {
  expect(['{', '[1', '12', '', ' {"a":1} x'].every((text) => parsedJson(text) === undefined)).toBe(true)
  expect([' {"a":1}', '[]', '"a"'].every((text) => parsedJson(text) !== undefined)).toBe(true)
  expect(redactAnyText('"\\u0062ob"', [rule('mask', /bob/g)], texts)).toBe('"[redacted]"')
  expect(redactAnyText('{bob', [rule('mask', /bob/g)], texts)).toBe('{[redacted]')
})

test('JSON in JSON is JSON, also where it was escaped', () => {
  const inner = '{"who":"m\\u00fcller@x.de","n":1}'
  const json = JSON.stringify([inner])
  const redacted = redactJson(json, [rule('mask', /müller@x\.de/g)], texts) as string
  expect(JSON.parse(JSON.parse(redacted)[0])).toEqual({ who: '[redacted]', n: 1 })
})

test('a list of many numbers becomes one mask', () => {
  const vector = JSON.stringify({ v: Array.from({ length: 500 }, (_, place) => place / 7), few: [1, 2] })
  expect(redactJson(vector, [rule('mask')], texts)).toBe('{"v":["[redacted]"],"few":["[redacted]","[redacted]"]}')
  expect(redactJson(vector, [rule('mask', /nothing/g)], texts)).toBe(vector)
})
